"""Opinions go to the departments they concern: routed, acknowledged, answered (5.1(3))."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import NoticeKind, OpinionRouting, ServiceRequest
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_, message
from aftersales.rules.opinion import OPEN_OPINIONS, OPINION, OpinionState, next_due
from aftersales.rules.roles import SYSTEM, Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import FIELDS, MOST_REASON, Input, ensure_text, text
from aftersales.services.matters import ensure_department, ensure_open, matter_facts, tell_asker, tell_department
from aftersales.services.numbers import OPINION as NUMBER
from aftersales.services.numbers import next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.rows import rows_by
from aftersales.services.steps import ensure_own_region, load_request
from aftersales.services.workflow_steps import StepWork, taking_step
from aftersales.services.working_days import end_of

MOST_DEPARTMENTS = 8
MOST_DAYS = 90
MOST_ANSWER = 2000


class NewRouting(Input):
    """Which departments are asked, what, and the day by the end of which each has answered."""

    department_ids: tuple[int, ...] = Field(min_length=1, max_length=MOST_DEPARTMENTS)
    due_on: date
    question: text(400) = ""
    once: str | None = None


def route_opinion(
    session: Session, *, actor: Actor, now: datetime, request_id: int, new: NewRouting
) -> list[OpinionRouting]:
    """Ask each of these departments about an inquiry or suggestion; its people are told.

    Raises NotAllowed, NotFound, InvalidInput, and RuleBroken for another kind, for one that has its outcome, and for a
    department that is being asked already. A `once` key that was used already returns what it made.
    """
    ensure_may(actor, Action.ROUTE_MATTER)
    if result_of(session, new.once) is not None:
        return rows_by(session, OpinionRouting, "request_id", request_id)
    request = load_request(session, request_id)
    if actor.only_region is not None:
        ensure_own_region(session, actor, request_id)
    _ensure_routable(request)
    today = local_day(now)
    if not 0 <= (new.due_on - today).days <= MOST_DAYS:
        raise InvalidInput(
            N_("“{label}” lies between today and {limit} days from now."), field="due_on",
            label=message(FIELDS["due_on"]), limit=MOST_DAYS,
        )  # fmt: skip
    asked = {one.department_id for one in _open_ones(session, request_id)}
    made = [_ask(session, request, one, actor=actor, now=now, new=new, asked=asked) for one in _each(new)]
    use_up(session, new.once, now=now, result_id=request_id)
    record_event(
        session, actor=actor, now=now, name="route_opinion", subject="request", subject_id=request_id,
        data={"opinions": [one.number for one in made], "departments": [one.department_id for one in made],
              "due_on": new.due_on},
        words={"note": new.question},
    )  # fmt: skip
    return made


def _each(new: NewRouting) -> list[int]:
    return list(dict.fromkeys(new.department_ids))


def _ensure_routable(request: ServiceRequest) -> None:
    ensure_open(request, "5.1(3)")
    if not request.kind.is_opinion:
        raise RuleBroken(N_("Only inquiries and suggestions are routed as opinions."), clause="5.1(3)")
    if request.state is RequestState.DONE:
        raise RuleBroken(
            N_("The customer has the outcome of {number} already."), clause="5.1(3)", number=request.number
        )


def _open_ones(session: Session, request_id: int) -> list[OpinionRouting]:
    return [one for one in rows_by(session, OpinionRouting, "request_id", request_id) if one.state in OPEN_OPINIONS]


def _ask(
    session: Session, request: ServiceRequest, department_id: int, *, actor: Actor, now: datetime, new: NewRouting,
    asked: set[int],
) -> OpinionRouting:  # fmt: skip
    department = ensure_department(session, department_id)
    if department_id in asked:
        raise RuleBroken(
            N_("{department} is being asked already."), clause="5.1(3)", department=department.name
        )  # fmt: skip
    due_at = end_of(new.due_on)
    row = OpinionRouting(
        number=next_number(session, NUMBER, now), request_id=request.id or 0, department_id=department_id,
        state=OPINION.initial, question=new.question, routed_at=now, routed_by_id=actor.staff_id, due_at=due_at,
        next_due_at=next_due(OPINION.initial, routed_at=now, due_at=due_at),
    )  # fmt: skip
    session.add(row)
    session.flush()
    record_event(
        session, actor=actor, now=now, name="route_opinion", subject="opinion", subject_id=row.id or 0,
        data={"number": row.number, "request": row.request_id, "department": department_id, "due_on": new.due_on},
    )  # fmt: skip
    tell_department(session, department_id, NoticeKind.OPINION_ROUTED, row.request_id, about_at=due_at, now=now)
    return row


@contextmanager
def _taking(
    session: Session, name: str, actor: Actor, now: datetime, opinion_id: int, version: int | None, reason: str = ""
) -> Iterator[StepWork[OpinionRouting]]:
    """A step of one routing; the request is locked first, as everywhere."""
    known = session.get(OpinionRouting, opinion_id)
    if known is None:
        raise NotFound(N_("This does not exist."))
    load_request(session, known.request_id)
    if actor.only_region is not None:
        ensure_own_region(session, actor, known.request_id)
    with taking_step(
        session, OPINION, OpinionRouting, opinion_id, name, actor=actor, now=now,
        facts=lambda row: matter_facts(row.department_id, actor), expected_version=version, reason=reason,
    ) as work:  # fmt: skip
        yield work
        row = work.row
        after = OPINION.after(OPINION.step(name), row.state, None)
        row.next_due_at = next_due(after, routed_at=row.routed_at, due_at=row.due_at)
        row.reason = reason
        if after in OPINION.final:
            row.ended_at = now


def acknowledge_opinion(
    session: Session, *, actor: Actor, now: datetime, opinion_id: int, expected_version: int | None = None
) -> OpinionRouting:
    """The department has it and will answer."""
    with _taking(session, "acknowledge_opinion", actor, now, opinion_id, expected_version) as work:
        work.row.acknowledged_at = now
        work.data["kept"] = work.row.next_due_at is None or now <= work.row.next_due_at
        return work.row


def answer_opinion(
    session: Session, *, actor: Actor, now: datetime, opinion_id: int, answer: str, expected_version: int | None = None
) -> OpinionRouting:
    """What the department says to it. The customer hears it as the request's outcome."""
    answer = ensure_text(answer, MOST_ANSWER, field="answer", is_needed=True)
    with _taking(session, "answer_opinion", actor, now, opinion_id, expected_version) as work:
        row = work.row
        row.acknowledged_at = row.acknowledged_at or now
        row.answer, row.answered_by_id = answer, actor.staff_id
        work.data["kept"] = now <= row.due_at
        work.words["answer"] = answer
        _told_back(work)
        return row


def send_back_opinion(
    session: Session, *, actor: Actor, now: datetime, opinion_id: int, reason: str, expected_version: int | None = None
) -> OpinionRouting:
    """It isn't this department's; the desk routes it anew."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with _taking(session, "send_back_opinion", actor, now, opinion_id, expected_version, reason) as work:
        _told_back(work)
        return work.row


def withdraw_opinion(
    session: Session, *, actor: Actor, now: datetime, opinion_id: int, reason: str, expected_version: int | None = None
) -> OpinionRouting:
    """The department needn't answer any more."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with _taking(session, "withdraw_opinion", actor, now, opinion_id, expected_version, reason) as work:
        return work.row


def _told_back(work: StepWork[OpinionRouting]) -> None:
    row = work.row
    request = work.session.get_one(ServiceRequest, row.request_id)
    tell_asker(work.session, request, row.routed_by_id, now=work.now)


def drop_open_opinions(session: Session, request_id: int, *, now: datetime, reason: str) -> None:
    """With a request that is cancelled or merged, what departments were asked about it falls away."""
    for row in _open_ones(session, request_id):
        row.state, row.reason, row.ended_at, row.next_due_at = OpinionState.WITHDRAWN, reason, now, None
        row.version += 1
        session.add(row)
        session.flush()
        record_event(
            session, actor=SYSTEM, now=now, name="withdraw_opinion", subject="opinion", subject_id=row.id or 0,
            data={"number": row.number, "to": row.state}, words={"reason": reason},
        )  # fmt: skip
