"""The life of a corrective action: planned, under way, done, and its effect checked (4(6)).

One whose effect wasn't good goes round again, with other words and other days, until the problem stays away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Missing, Step, Workflow

CHECK_AFTER = timedelta(days=30)  # between the day it is due and the check of its effect, where nothing is said
PLAN_WITHIN = timedelta(days=3)  # from the check that found no good effect; decided


class ActionState(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"  # its effect is still to be checked
    GOOD = "good"
    NOT_GOOD = "not_good"  # to be planned again
    DROPPED = "dropped"


class ActionScope(StrEnum):
    """What the action is for as a whole."""

    REQUEST = "request"
    SIGN_TYPE = "sign_type"
    BATCH = "batch"


S = ActionState
OPEN_ACTIONS = (S.PLANNED, S.UNDER_WAY, S.DONE, S.NOT_GOOD)
TO_DO = (S.PLANNED, S.UNDER_WAY)  # its owner's turn
ANSWERING = (S.PLANNED, S.UNDER_WAY, S.DONE, S.GOOD)  # those that answer a recurrence: its file may be closed


def next_due_on(state: ActionState, due_on: date, check_on: date, checked_on: date | None = None) -> date | None:
    """The day of what comes next: the work, the check of its effect, or the new plan of one that failed.

    None where nothing does.
    """
    if state is S.NOT_GOOD and checked_on is not None:
        return checked_on + PLAN_WITHIN
    if state is S.DONE:
        return check_on
    return due_on if state in OPEN_ACTIONS else None


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """`is_owner`: whoever looks has it to do. `came_back`: how often the same fault was reported again since done."""

    scope: ActionScope = ActionScope.REQUEST
    is_owner: bool = False
    sets_them: bool = False  # whoever looks may set corrective actions, so also act for the owner
    check_on: date | None = None
    today: date | None = None
    came_back: int = 0


def gate_owner(facts: ActionFacts) -> list[Missing]:
    """It is its owner's; who sets corrective actions may act for them."""
    if facts.is_owner or facts.sets_them:
        return []
    return [Missing(message(N_("its owner, or somebody who sets corrective actions")), "4(6)")]


def gate_other_person(facts: ActionFacts) -> list[Missing]:
    """Nobody checks the effect of their own work."""
    if not facts.is_owner:
        return []
    return [Missing(message(N_("a check by somebody other than its owner")), "4(6)")]


def gate_good(facts: ActionFacts) -> list[Missing]:
    """An effect needs its time to show, and a sign whose fault came back was not cured."""
    missing = gate_other_person(facts)
    if facts.check_on is not None and facts.today is not None and facts.today < facts.check_on:
        missing.append(Missing(message(N_("the day of the check: {day}"), day=facts.check_on), "4(6)"))
    if facts.scope is ActionScope.REQUEST and facts.came_back:
        missing.append(
            Missing(message(N_("a sign that stayed well: the fault came back {count} times"), count=facts.came_back),
                    "4(6)")
        )  # fmt: skip
    return missing


A = Action
CORRECTIVE_ACTION: Workflow[ActionState] = Workflow(
    name="corrective_action",
    initial=S.PLANNED,
    final=frozenset({S.GOOD, S.DROPPED}),
    labels={
        S.PLANNED: N_("Planned"),
        S.UNDER_WAY: N_("Under way"),
        S.DONE: N_("Done, effect to check"),
        S.GOOD: N_("Effect good"),
        S.NOT_GOOD: N_("Effect not good"),
        S.DROPPED: N_("Dropped"),
    },
    steps=(
        Step("begin_action", N_("Begin it"), A.DO_CORRECTIVE_ACTION, {S.PLANNED: S.UNDER_WAY}, gate=gate_owner),
        Step(
            "carry_out_action", N_("Report it done"), A.DO_CORRECTIVE_ACTION, {S.PLANNED: S.DONE, S.UNDER_WAY: S.DONE},
            gate=gate_owner,
        ),
        Step("find_effect_good", N_("Effect good"), A.CHECK_EFFECT, {S.DONE: S.GOOD}, gate=gate_good),
        Step(
            "find_effect_not_good", N_("Effect not good"), A.CHECK_EFFECT, {S.DONE: S.NOT_GOOD},
            gate=gate_other_person,
        ),
        Step("plan_action_again", N_("Plan it again"), A.SET_CORRECTIVE_ACTION, {S.NOT_GOOD: S.PLANNED}),
        Step(
            "move_action", N_("Change owner or days"), A.SET_CORRECTIVE_ACTION,
            {S.PLANNED: S.PLANNED, S.UNDER_WAY: S.UNDER_WAY, S.DONE: S.DONE}, reason_needed=True,
        ),
        Step(
            "drop_action", N_("Drop it"), A.SET_CORRECTIVE_ACTION,
            {S.PLANNED: S.DROPPED, S.UNDER_WAY: S.DROPPED, S.NOT_GOOD: S.DROPPED}, reason_needed=True,
        ),
    ),
)  # fmt: skip
