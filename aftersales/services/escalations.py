"""A request goes to a department at once: a major quality problem by itself (4(8)), anything else by hand (4(2))."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session, select

from aftersales.errors import NotFound, RuleBroken
from aftersales.models import Department, Escalation, NoticeKind, ServiceRequest
from aftersales.rules.escalation import (
    ACKNOWLEDGE_WITHIN,
    ESCALATION,
    OWED,
    EscalationCause,
    EscalationState,
    next_due,
    unit_responsible,
)
from aftersales.rules.kinds import Severity
from aftersales.rules.message import N_
from aftersales.rules.roles import SYSTEM, Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import MOST_REASON, Input, ensure_text, needed_text
from aftersales.services.matters import ensure_department, ensure_open, matter_facts, tell_asker, tell_department
from aftersales.services.numbers import ESCALATION as NUMBER
from aftersales.services.numbers import next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.rows import remembered, rows_by
from aftersales.services.steps import ensure_own_job, ensure_reason, load_request
from aftersales.services.workflow_steps import StepWork, taking_step

MOST_FEEDBACK = 2000


class NewEscalation(Input):
    """To whom, and what they are to look at."""

    department_id: int
    reason: needed_text(MOST_REASON)
    once: str | None = None


def escalate_request(
    session: Session, *, actor: Actor, now: datetime, request_id: int, new: NewEscalation
) -> Escalation:
    """Tell a department of any open request; it acknowledges within 4 hours (4(2)).

    Raises NotAllowed, NotFound, RuleBroken (ended, or with this department already). A `once` key that was used
    already returns what it made.
    """
    ensure_may(actor, Action.ESCALATE)
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(Escalation, made)
    request = load_request(session, request_id)
    ensure_own_job(session, actor, request_id)
    ensure_open(request, "4(2)")
    department = ensure_department(session, new.department_id)
    _ensure_not_there(session, request_id, department)
    row = _raise(session, request, department, EscalationCause.QUESTION, actor=actor, now=now, reason=new.reason)
    use_up(session, new.once, now=now, result_id=row.id or 0)
    return row


def escalate_major(session: Session, request: ServiceRequest, *, now: datetime) -> Escalation | None:
    """What follows by itself from the severity *major*: the unit responsible is told at once (4(8)).

    Once a round; None for another severity, where it was done already, or where there are no departments yet.
    """
    if request.severity is not Severity.MAJOR:
        return None
    earlier = rows_by(session, Escalation, "request_id", request.id)
    if any(one.cause is EscalationCause.MAJOR and one.round == request.round for one in earlier):
        return None
    code = unit_responsible(request.cause_found or request.cause_reported, request.fault)
    department = _department(session, code)
    if department is None:
        return None
    there = next((one for one in earlier if one.state in OWED and one.department_id == department.id), None)
    if there is not None:
        there.cause, there.round = EscalationCause.MAJOR, request.round
        session.add(there)
        session.flush()
        return there
    return _raise(session, request, department, EscalationCause.MAJOR, actor=SYSTEM, now=now, reason="")


def _department(session: Session, code: str) -> Department | None:
    return remembered(
        session, ("department_row", code),
        lambda: session.exec(select(Department).where(Department.code == code)).first(),
    )  # fmt: skip


def _ensure_not_there(session: Session, request_id: int, department: Department) -> None:
    rows = rows_by(session, Escalation, "request_id", request_id)
    if any(one.state in OWED and one.department_id == department.id for one in rows):
        raise RuleBroken(N_("It is with {department} already."), clause="4(2)", department=department.name)


def _raise(
    session: Session, request: ServiceRequest, department: Department, cause: EscalationCause, *, actor: Actor,
    now: datetime, reason: str,
) -> Escalation:  # fmt: skip
    row = Escalation(
        number=next_number(session, NUMBER, now), request_id=request.id or 0, department_id=department.id or 0,
        state=ESCALATION.initial, cause=cause, round=request.round, reason=reason, first_raised_at=now, raised_at=now,
        raised_by_id=actor.staff_id, acknowledge_due_at=now + ACKNOWLEDGE_WITHIN,
        next_due_at=next_due(ESCALATION.initial, now),
    )  # fmt: skip
    session.add(row)
    session.flush()
    data = {"number": row.number, "request": row.request_id, "department": row.department_id, "cause": cause,
            "due_at": row.acknowledge_due_at}  # fmt: skip
    words = {"reason": reason} if reason else {}
    record_event(
        session, actor=actor, now=now, name="escalate", subject="escalation", subject_id=row.id or 0, data=data,
        words=words,
    )  # fmt: skip
    record_event(
        session, actor=actor, now=now, name="escalate", subject="request", subject_id=row.request_id,
        data={"escalation_number": row.number, "department": row.department_id, "clause": cause.clause}, words=words,
    )  # fmt: skip
    _tell(session, row, now)
    _mark(session, request)
    return row


def _tell(session: Session, row: Escalation, now: datetime) -> None:
    tell_department(
        session, row.department_id, NoticeKind.ESCALATED, row.request_id, about_at=row.acknowledge_due_at, now=now
    )


def _mark(session: Session, request: ServiceRequest) -> None:
    """Since when a department owes its word, on the request itself: a list needs no join for its badge."""
    rows = rows_by(session, Escalation, "request_id", request.id)
    since = min((one.raised_at for one in rows if one.state in OWED), default=None)
    if request.escalated_at != since:
        request.escalated_at = since
        session.add(request)
        session.flush()


@contextmanager
def _taking(
    session: Session, name: str, actor: Actor, now: datetime, escalation_id: int, version: int | None, reason: str = ""
) -> Iterator[StepWork[Escalation]]:
    """A step of one escalation; the request is locked first, as everywhere."""
    known = session.get(Escalation, escalation_id)
    if known is None:
        raise NotFound(N_("This does not exist."))
    request = load_request(session, known.request_id)
    ensure_own_job(session, actor, known.request_id)
    with taking_step(
        session, ESCALATION, Escalation, escalation_id, name, actor=actor, now=now,
        facts=lambda row: matter_facts(row.department_id, actor), expected_version=version, reason=reason,
    ) as work:  # fmt: skip
        yield work
        row = work.row
        after = ESCALATION.after(ESCALATION.step(name), row.state, None)
        row.next_due_at = next_due(after, row.raised_at)
        if after in ESCALATION.final:
            row.ended_at, row.ended_by_id = now, actor.staff_id
    _mark(session, request)


def acknowledge_escalation(
    session: Session, *, actor: Actor, now: datetime, escalation_id: int, expected_version: int | None = None
) -> Escalation:
    """The department has taken it up: kept within 4 hours, else late."""
    with _taking(session, "acknowledge_escalation", actor, now, escalation_id, expected_version) as work:
        work.row.acknowledged_at = now
        work.data["kept"] = now <= work.row.acknowledge_due_at
    return work.row


def answer_escalation(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    escalation_id: int,
    feedback: str,
    expected_version: int | None = None,
) -> Escalation:
    """What the department found and does about it; whoever raised it is told."""
    feedback = ensure_text(feedback, MOST_FEEDBACK, field="feedback", is_needed=True)
    with _taking(session, "answer_escalation", actor, now, escalation_id, expected_version) as work:
        row = work.row
        row.acknowledged_at = row.acknowledged_at or now
        row.feedback, row.answered_at, row.answered_by_id = feedback, now, actor.staff_id
        work.words["feedback"] = feedback
        tell_asker(session, session.get_one(ServiceRequest, row.request_id), row.raised_by_id, now=now)
    return work.row


def pass_on_escalation(
    session: Session, *, actor: Actor, now: datetime, escalation_id: int, department_id: int, reason: str,
    expected_version: int | None = None,
) -> Escalation:  # fmt: skip
    """To the right department, whose clock begins now."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with _taking(session, "pass_on_escalation", actor, now, escalation_id, expected_version, reason) as work:
        row = work.row
        department = ensure_department(session, department_id)
        _ensure_not_there(session, row.request_id, department)
        work.data |= {"department_before": row.department_id, "department": department_id}
        row.department_id, row.reason = department_id, reason
        _begin_again(work)
    _tell(session, work.row, now)
    return work.row


def ask_more_of_escalation(
    session: Session, *, actor: Actor, now: datetime, escalation_id: int, reason: str,
    expected_version: int | None = None,
) -> Escalation:  # fmt: skip
    """The feedback isn't enough: the same department, from the beginning."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    ensure_reason(ESCALATION.step("ask_more_of_escalation"), reason)
    with _taking(session, "ask_more_of_escalation", actor, now, escalation_id, expected_version, reason) as work:
        _ensure_not_there(session, work.row.request_id, ensure_department(session, work.row.department_id))
        work.row.reason = reason
        _begin_again(work)
    _tell(session, work.row, now)
    return work.row


def _begin_again(work: StepWork[Escalation]) -> None:
    row = work.row
    row.raised_at, row.acknowledge_due_at, row.acknowledged_at = work.now, work.now + ACKNOWLEDGE_WITHIN, None


def close_escalation(
    session: Session, *, actor: Actor, now: datetime, escalation_id: int, expected_version: int | None = None
) -> Escalation:
    """The feedback is enough."""
    with _taking(session, "close_escalation", actor, now, escalation_id, expected_version) as work:
        pass
    return work.row


def withdraw_escalation(
    session: Session, *, actor: Actor, now: datetime, escalation_id: int, reason: str,
    expected_version: int | None = None,
) -> Escalation:  # fmt: skip
    """The department needn't say anything any more."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with _taking(session, "withdraw_escalation", actor, now, escalation_id, expected_version, reason) as work:
        work.row.reason = reason
    return work.row


def drop_owed_escalations(session: Session, request: ServiceRequest, *, now: datetime, reason: str) -> None:
    """With a request that is cancelled or merged."""
    for row in rows_by(session, Escalation, "request_id", request.id):
        if row.state not in OWED:
            continue
        row.state, row.reason, row.ended_at, row.next_due_at = EscalationState.CLOSED, reason, now, None
        row.version += 1
        session.add(row)
        session.flush()
        record_event(
            session, actor=SYSTEM, now=now, name="withdraw_escalation", subject="escalation", subject_id=row.id or 0,
            data={"number": row.number, "to": row.state}, words={"reason": reason} if reason else {},
        )  # fmt: skip
    _mark(session, request)
