"""Opinions of customers (5.1(1), 5.1(3), 5.2(1)): what a department owes that was asked about one, and by when offices
send in what they collect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Missing, Step, Workflow

ACKNOWLEDGE_WITHIN = timedelta(hours=24)  # decided
SEND_WITHIN_WORKING_DAYS = 2  # decided: what "promptly" means for an office


class OpinionState(StrEnum):
    ROUTED = "routed"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    SENT_BACK = "sent_back"  # it isn't this department's
    WITHDRAWN = "withdrawn"


class OpinionWay(StrEnum):
    """How an office came by what a customer thinks."""

    VISIT = "visit"
    TELEPHONE = "telephone"
    MEETING = "meeting"
    MAILBOX = "mailbox"
    MESSAGE = "message"


State = OpinionState
OPEN_OPINIONS = (State.ROUTED, State.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """`is_member`: whoever looks speaks for the department that was asked."""

    is_member: bool = False


def gate_member(facts: MatterFacts) -> list[Missing]:
    """A department speaks for itself; the after-sales manager may write down what it said."""
    if facts.is_member:
        return []
    return [Missing(message(N_("somebody of the department that was asked, or the after-sales manager")))]


def next_due(state: OpinionState, *, routed_at: datetime, due_at: datetime) -> datetime | None:
    """The acknowledgement within a day, and never later than the answer; then the answer; then nothing."""
    if state is State.ROUTED:
        return min(routed_at + ACKNOWLEDGE_WITHIN, due_at)
    return due_at if state is State.ACKNOWLEDGED else None


def send_by(collected_on: date, is_working: Callable[[date], bool]) -> date:
    """The last day on which an office sends in time: the second working day after the day it collected (decided)."""
    day, left = collected_on, SEND_WITHIN_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working(day)
    return day


OPINION: Workflow[OpinionState] = Workflow(
    name="opinion",
    initial=State.ROUTED,
    final=frozenset({State.ANSWERED, State.SENT_BACK, State.WITHDRAWN}),
    labels={
        State.ROUTED: N_("Waits for the department"),
        State.ACKNOWLEDGED: N_("Acknowledged by the department"),
        State.ANSWERED: N_("Answered by the department"),
        State.SENT_BACK: N_("Sent back by the department"),
        State.WITHDRAWN: N_("Withdrawn"),
    },
    steps=(
        Step(
            "acknowledge_opinion",
            N_("Acknowledge"),
            Action.ANSWER_MATTER,
            {State.ROUTED: State.ACKNOWLEDGED},
            gate=gate_member,
        ),
        Step(
            "answer_opinion",
            N_("Give the department's answer"),
            Action.ANSWER_MATTER,
            dict.fromkeys(OPEN_OPINIONS, State.ANSWERED),
            gate=gate_member,
        ),
        Step(
            "send_back_opinion",
            N_("Send back: not ours"),
            Action.ANSWER_MATTER,
            dict.fromkeys(OPEN_OPINIONS, State.SENT_BACK),
            gate=gate_member,
            reason_needed=True,
        ),
        Step(
            "withdraw_opinion",
            N_("Withdraw"),
            Action.ROUTE_MATTER,
            dict.fromkeys(OPEN_OPINIONS, State.WITHDRAWN),
            reason_needed=True,
        ),
    ),
)
