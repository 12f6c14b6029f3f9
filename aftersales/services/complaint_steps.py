"""Every step of a complaint: organise, filter, verify, track, resolve, and hear the customer (5.1(2), 5.2(4)).

A complaint is named by its number, and found only by whom it exists for: the others get the same answer as for a
number that was never given.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput, NotFound
from aftersales.models import Department
from aftersales.models.complaints import ComplaintRow
from aftersales.queries.complaint_sight import complaint_facts, find_complaint
from aftersales.rules.complaint import ComplaintFacts, ComplaintKind, CustomerAnswer, workflow_of
from aftersales.rules.message import N_, message
from aftersales.rules.roles import Actor
from aftersales.services.complaint_people import (
    concerned_ids,
    ensure_may_be_responsible,
    set_concerned,
    tell_responsible,
)
from aftersales.services.input import FIELDS, MOST_NOTE, MOST_REASON, Input, ensure_text, needed_text, text
from aftersales.services.workflow_steps import StepWork, taking_step
from aftersales.services.working_days import end_of


class Responsible(Input):
    """Who answers for it. `concerned_ids` None: as it stands."""

    department_id: int
    owner_id: int
    concerned_ids: tuple[int, ...] | None = None
    note: text(MOST_NOTE) = ""


class Finding(Input):
    finding: needed_text(2000)
    cause: needed_text(1000)


class CorrectiveAction(Input):
    action: needed_text(1000)
    action_owner_id: int
    action_due_on: date


class Answer(Input):
    """What the customer said to the outcome; a refusal in their words."""

    answer: CustomerAnswer
    answered_by: text(80) = ""
    words: text(MOST_NOTE) = ""


@contextmanager
def taking_complaint_step(
    session: Session, name: str, *, actor: Actor, now: datetime, number: str, expected_version: int | None,
    reason: str | None = None,
) -> Iterator[StepWork[Any]]:  # fmt: skip
    """One step of the complaint of this number. Raises NotFound, ChangedMeanwhile, NotAllowed, RuleBroken."""
    known = find_complaint(session, actor, number)

    def facts(row: ComplaintRow) -> ComplaintFacts:
        return complaint_facts(row, concerned_ids(session, row) if row.kind.is_about_people else (), actor)

    with taking_step(
        session, workflow_of(known.kind), type(known), known.id or 0, name, actor=actor, now=now,
        facts=facts, expected_version=expected_version, reason=reason,
    ) as work:  # fmt: skip
        yield work


def give_first_feedback(
    session: Session, *, actor: Actor, now: datetime, number: str, feedback: str, expected_version: int | None = None
) -> ComplaintRow:
    """What the customer was told first; the promise of four hours is kept or broken by it (5.1(2))."""
    feedback = ensure_text(feedback, MOST_NOTE, field="feedback", is_needed=True)
    with taking_complaint_step(
        session, "give_first_feedback", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        work.row.first_feedback_at, work.row.feedback = now, feedback
        work.data["kept"] = now <= work.row.feedback_due_at
        work.words["feedback"] = feedback
        return _row(work)


def _row(work: StepWork[Any]) -> ComplaintRow:
    row: ComplaintRow = work.row
    return row


def organise_complaint(
    session: Session, *, actor: Actor, now: datetime, number: str, new: Responsible,
    expected_version: int | None = None,
) -> ComplaintRow:  # fmt: skip
    """The responsible department and the person who sees it through; for conduct and integrity, whom it concerns."""
    with taking_complaint_step(
        session, "organise_complaint", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        row = _row(work)
        if session.get(Department, new.department_id) is None:
            raise NotFound(N_("There is no such department."))
        if new.concerned_ids is not None:
            set_concerned(session, row, new.concerned_ids)
            work.data["concerned"] = sorted(new.concerned_ids)
        ensure_may_be_responsible(session, row, new.owner_id, "owner_id")
        is_new = row.owner_id != new.owner_id
        row.department_id, row.owner_id = new.department_id, new.owner_id
        if is_new and new.owner_id != actor.staff_id:
            tell_responsible(session, row, new.owner_id, now=now)
        work.data |= {"department": new.department_id, "owner_id": new.owner_id}
        work.words["note"] = new.note
        return row


def filter_complaint(
    session: Session, *, actor: Actor, now: datetime, number: str, kind: ComplaintKind, note: str = "",
    expected_version: int | None = None,
) -> ComplaintRow:  # fmt: skip
    """It is to be taken up, and of this kind. Nothing becomes an integrity complaint or ceases to be one."""
    note = ensure_text(note, MOST_NOTE, field="note")
    with taking_complaint_step(
        session, "filter_complaint", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        row = _row(work)
        if (kind is ComplaintKind.INTEGRITY) != (row.kind is ComplaintKind.INTEGRITY):
            raise InvalidInput(
                N_("An integrity complaint is registered as one from the beginning; it changes into no other kind."),
                field="kind",
            )
        if not kind.is_about_people:
            set_concerned(session, row, ())
        row.kind = kind
        work.data["kind"] = kind
        work.words["note"] = note
        return row


def verify_complaint(
    session: Session, *, actor: Actor, now: datetime, number: str, new: Finding, expected_version: int | None = None
) -> ComplaintRow:
    """What was found, and why it happened."""
    with taking_complaint_step(
        session, "verify_complaint", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        work.row.finding, work.row.cause = new.finding, new.cause
        work.words |= {"finding": new.finding, "cause": new.cause}
        return _row(work)


def plan_complaint_action(
    session: Session, *, actor: Actor, now: datetime, number: str, new: CorrectiveAction,
    expected_version: int | None = None,
) -> ComplaintRow:  # fmt: skip
    """What is done so that it doesn't happen again, by whom and by when."""
    with taking_complaint_step(
        session, "plan_complaint_action", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        row = _row(work)
        if new.action_due_on < local_day(now):
            raise InvalidInput(
                N_("“{label}” lies before today: {day}."), field="action_due_on",
                label=message(FIELDS["action_due_on"]), day=new.action_due_on,
            )  # fmt: skip
        ensure_may_be_responsible(session, row, new.action_owner_id, "action_owner_id")
        if new.action_owner_id not in (row.action_owner_id, actor.staff_id):
            tell_responsible(session, row, new.action_owner_id, now=now)
        row.action, row.action_owner_id = new.action, new.action_owner_id
        row.action_due_on, row.action_due_at = new.action_due_on, end_of(new.action_due_on)
        work.data |= {"owner_id": new.action_owner_id, "due_on": new.action_due_on}
        work.words["action"] = new.action
        return row


def note_on_complaint(
    session: Session, *, actor: Actor, now: datetime, number: str, note: str, expected_version: int | None = None
) -> ComplaintRow:
    """A talk with the customer, or how far the action is."""
    note = ensure_text(note, MOST_NOTE, field="note", is_needed=True)
    with taking_complaint_step(
        session, "note_on_complaint", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        work.words["note"] = note
        return _row(work)


def resolve_complaint(
    session: Session, *, actor: Actor, now: datetime, number: str, outcome: str, expected_version: int | None = None
) -> ComplaintRow:
    """What came of it, as the customer was told."""
    outcome = ensure_text(outcome, MOST_NOTE, field="outcome", is_needed=True)
    with taking_complaint_step(
        session, "resolve_complaint", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        work.row.outcome, work.row.resolved_at = outcome, now
        work.words["outcome"] = outcome
        return _row(work)


def record_complaint_answer(
    session: Session, *, actor: Actor, now: datetime, number: str, new: Answer, expected_version: int | None = None
) -> ComplaintRow:
    """The customer confirms the outcome, or doesn't, in their words."""
    if new.answer is CustomerAnswer.REFUSED and not new.words:
        raise InvalidInput(N_("“{label}” is needed."), field="words", clause="5.2(4)", label=message(FIELDS["words"]))
    with taking_complaint_step(
        session, "record_complaint_answer", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        row = _row(work)
        row.answer, row.answer_words, row.answered_by, row.answered_at = new.answer, new.words, new.answered_by, now
        work.data["answer"] = new.answer
        work.words |= {"answered_by": new.answered_by, "words": new.words}
        return row


def close_complaint(
    session: Session, *, actor: Actor, now: datetime, number: str, expected_version: int | None = None
) -> ComplaintRow:
    with taking_complaint_step(
        session, "close_complaint", actor=actor, now=now, number=number, expected_version=expected_version
    ) as work:
        work.row.ended_at = now
        return _row(work)


def find_unfounded(
    session: Session, *, actor: Actor, now: datetime, number: str, reason: str, expected_version: int | None = None
) -> ComplaintRow:
    """Nothing of it holds, and why; the customer has heard of us before."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking_complaint_step(
        session, "find_unfounded", actor=actor, now=now, number=number, expected_version=expected_version,
        reason=reason,
    ) as work:  # fmt: skip
        work.row.reason, work.row.ended_at = reason, now
        return _row(work)


def reopen_complaint(
    session: Session, *, actor: Actor, now: datetime, number: str, reason: str, expected_version: int | None = None
) -> ComplaintRow:
    """Verified anew; what was told and answered before stays in its history."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking_complaint_step(
        session, "reopen_complaint", actor=actor, now=now, number=number, expected_version=expected_version,
        reason=reason,
    ) as work:  # fmt: skip
        row = _row(work)
        row.round += 1
        row.reason, row.ended_at, row.resolved_at = reason, None, None
        row.answer, row.answered_at, row.answered_by, row.answer_words = None, None, "", ""
        work.data["round"] = row.round
        return row
