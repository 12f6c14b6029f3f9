"""Escalation of a request to a department: at once for a major quality problem (4(8)), by hand for what can't be
answered where it was asked (4(2)).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.message import N_
from aftersales.rules.opinion import gate_member
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Step, Workflow

ACKNOWLEDGE_WITHIN = timedelta(hours=4)  # decided
FEEDBACK_WITHIN = timedelta(hours=48)  # decided; both by the clock, day and night


class EscalationState(StrEnum):
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    CLOSED = "closed"


class EscalationCause(StrEnum):
    MAJOR = "major"  # a major quality problem (4(8))
    QUESTION = "question"  # what can't be answered where it was asked (4(2))

    @property
    def clause(self) -> str:
        return "4(8)" if self is EscalationCause.MAJOR else "4(2)"


State = EscalationState
OWED = (State.RAISED, State.ACKNOWLEDGED)  # the department's word is still to come

_BY_CAUSE = {
    Cause.CONSTRUCTION: "project",
    Cause.MATERIAL: "quality",
    Cause.WEAR: "production",
    Cause.CUSTOMER_USE: "after_sales",
    Cause.THIRD_PARTY: "after_sales",
    Cause.FORCE_MAJEURE: "after_sales",
}
_BY_FAULT = {
    FaultCategory.LETTERS_FALLEN: "project",
    FaultCategory.LOOSE: "project",
    FaultCategory.MAY_FALL: "project",
    FaultCategory.LEAKAGE: "project",
    FaultCategory.TEXT_CHANGE: "design",
    FaultCategory.POWER_SUPPLY: "purchasing",
    FaultCategory.SCREEN: "purchasing",
}


def unit_responsible(cause: Cause, fault: FaultCategory) -> str:
    """The code of the department that a major problem goes to unless somebody chose one (decided).

    By the cause where it is known, else by the fault: what holds a sign is the project department's, what is bought in
    is purchasing's, what was drawn is design's; all else the quality department sorts out.
    """
    return _BY_CAUSE.get(cause) or _BY_FAULT.get(fault) or "quality"


def next_due(state: EscalationState, raised_at: datetime) -> datetime | None:
    """The acknowledgement within 4 hours, then the feedback within 48, both from when it was raised; then nothing."""
    if state is State.RAISED:
        return raised_at + ACKNOWLEDGE_WITHIN
    return raised_at + FEEDBACK_WITHIN if state is State.ACKNOWLEDGED else None


ESCALATION: Workflow[EscalationState] = Workflow(
    name="escalation",
    initial=State.RAISED,
    final=frozenset({State.CLOSED}),
    labels={
        State.RAISED: N_("Escalated, not acknowledged yet"),
        State.ACKNOWLEDGED: N_("Acknowledged by the department"),
        State.ANSWERED: N_("Feedback given"),
        State.CLOSED: N_("Escalation closed"),
    },
    steps=(
        Step(
            "acknowledge_escalation",
            N_("Acknowledge"),
            Action.ANSWER_MATTER,
            {State.RAISED: State.ACKNOWLEDGED},
            gate=gate_member,
        ),
        Step(
            "answer_escalation",
            N_("Give feedback"),
            Action.ANSWER_MATTER,
            dict.fromkeys(OWED, State.ANSWERED),
            gate=gate_member,
        ),
        # To the right department, whose clock begins then.
        Step(
            "pass_on_escalation",
            N_("Pass on to another department"),
            Action.ROUTE_MATTER,
            dict.fromkeys(OWED, State.RAISED),
            reason_needed=True,
        ),
        Step(
            "ask_more_of_escalation",
            N_("Ask the department again"),
            Action.ROUTE_MATTER,
            {State.ANSWERED: State.RAISED},
            reason_needed=True,
        ),
        Step("close_escalation", N_("Close the escalation"), Action.ROUTE_MATTER, {State.ANSWERED: State.CLOSED}),
        Step(
            "withdraw_escalation",
            N_("Withdraw"),
            Action.ROUTE_MATTER,
            dict.fromkeys(OWED, State.CLOSED),
            reason_needed=True,
        ),
    ),
)
