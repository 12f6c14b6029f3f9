"""Merge a complaint that was made twice; nothing of either is lost (5.2(4))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from aftersales.errors import InvalidInput, RuleBroken
from aftersales.models.complaints import ComplaintRow
from aftersales.queries.complaint_sight import find_complaint
from aftersales.rules.complaint import ENDED, workflow_of
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.complaint_people import concerned_ids, set_concerned
from aftersales.services.complaint_steps import taking_complaint_step
from aftersales.services.events import record_event
from aftersales.services.input import MOST_REASON, ensure_text
from aftersales.services.rows import lock_row


def merge_complaint(
    session: Session, *, actor: Actor, now: datetime, number: str, into: str, reason: str,
    expected_version: int | None = None,
) -> ComplaintRow:  # fmt: skip
    """The duplicate keeps its number, words, contacts and history, and points to the other, which lists it.

    Of one customer's two, the other keeps the earlier receipt and the first feedback. Raises RuleBroken for one that
    has ended, for an integrity complaint with another kind, and where another customer has not heard of us yet.
    """
    reason = ensure_text(reason, MOST_REASON, field="reason")
    into = ensure_text(into, 40, field="into", is_needed=True)
    known, goal = find_complaint(session, actor, number), find_complaint(session, actor, into)
    if known.number == goal.number:
        raise InvalidInput(N_("A complaint can't be merged into itself."), field="into")
    if type(known) is not type(goal):
        raise RuleBroken(
            N_("An integrity complaint is merged with its like only: it would come into others' hands."),
            clause="4(5)", number=goal.number,
        )  # fmt: skip
    # Both locked in one order, so that two merges can't wait for each other.
    kind: Any = type(known)
    for row_id in sorted((known.id or 0, goal.id or 0)):
        lock_row(session, kind, row_id)
    if goal.state in ENDED:
        raise RuleBroken(N_("{number} has ended; nothing can be merged into it."), number=goal.number)
    with taking_complaint_step(
        session, "merge_complaint", actor=actor, now=now, number=number, expected_version=expected_version,
        reason=reason,
    ) as work:  # fmt: skip
        one: Any = work.row
        other: Any = goal
        taken = _take_in(session, one, other)
        one.merged_into_id, one.reason, one.ended_at = other.id, reason, now
        work.data |= {"into": other.id, "into_number": other.number}
        record_event(
            session, actor=actor, now=now, name="take_in_complaint", subject=workflow_of(other.kind).name,
            subject_id=other.id, data={"merged": one.id, "merged_number": one.number, **taken},
        )  # fmt: skip
        merged: ComplaintRow = one
        return merged


def _take_in(session: Session, one: ComplaintRow, other: ComplaintRow) -> dict[str, Any]:
    """What the surviving one takes over from the duplicate; gives what moved."""
    taken: dict[str, Any] = {}
    same_customer = one.customer_id is not None and one.customer_id == other.customer_id
    if not same_customer and one.first_feedback_at is None:
        raise RuleBroken(
            N_("{number} is another customer's, who has to hear of us first."), clause="5.1(2)", number=one.number
        )
    if same_customer and one.received_at < other.received_at:
        # The promise counts from the first time that the customer told us.
        other.received_at, other.feedback_due_at = one.received_at, one.feedback_due_at
        taken |= {"received_at": one.received_at, "feedback_due_at": one.feedback_due_at}
    if same_customer and one.first_feedback_at is not None:
        earlier = other.first_feedback_at is None or one.first_feedback_at < other.first_feedback_at
        if earlier:
            other.first_feedback_at, other.feedback = one.first_feedback_at, one.feedback
            taken["first_feedback_at"] = one.first_feedback_at
    if other.request_id is None:
        other.request_id = one.request_id
    # Of both: whom either concerns sees, or takes a step of, neither.
    people = concerned_ids(session, one) | concerned_ids(session, other)
    for row in (one, other):
        if row.kind.is_about_people:
            set_concerned(session, row, people)
    other.version += 1
    session.add(other)
    session.flush()
    return taken
