"""Draw audits among the requests that an office closed in a month, and give them to auditors (5.2(3))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, col, select

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import Audit, AuditLine, AuditSample, NoticeKind, Office, ServiceRequest
from aftersales.rules.audit import AUDIT, MOST_DRAWN, TIME_TO_AUDIT, draw_sample, sample_size
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_, message
from aftersales.rules.periods import Period, month_of
from aftersales.rules.roles import Action, Actor, ensure_may, may
from aftersales.services.audit_facts import answers_from_facts
from aftersales.services.audit_people import took_part
from aftersales.services.company import get_actor
from aftersales.services.events import record_event
from aftersales.services.input import FIELDS, Input
from aftersales.services.notify import About, notify_about
from aftersales.services.numbers import AUDIT as NUMBER
from aftersales.services.numbers import next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.rows import rows_by
from aftersales.services.working_days import end_of

MOST_POPULATION = 100_000
MOST_AUDITORS = 20


class NewSample(Input):
    """Of which office and month (any day of it), how many (or what share), and who audits them in turn."""

    office_id: int
    month: date
    size: int | None = Field(default=None, ge=1, le=MOST_DRAWN)
    percent: int | None = Field(default=None, ge=1, le=100)
    seed: int | None = Field(default=None, ge=0, le=999_999_999)
    auditor_ids: tuple[int, ...] = Field(min_length=1, max_length=MOST_AUDITORS)
    once: str | None = None


def usual_seed(office_id: int, month: date) -> int:
    """The seed where nobody says another: the same for the same office and month."""
    return (month.year * 100 + month.month) * 1000 + office_id % 1000


def closed_in(session: Session, office_id: int, month: Period) -> list[int]:
    """The requests that this office closed in that month and that are closed now, in the order of their ids."""
    from_at, before_at = month.moments(service_zone())
    rows = session.exec(
        select(ServiceRequest.id)
        .where(col(ServiceRequest.office_id) == office_id, col(ServiceRequest.state) == RequestState.CLOSED)
        .where(col(ServiceRequest.closed_at) >= from_at, col(ServiceRequest.closed_at) < before_at)
        .order_by(col(ServiceRequest.id))
        .limit(MOST_POPULATION)
    )
    return [id_ for id_ in rows if id_ is not None]


def ensure_auditor(session: Session, staff_id: int, *, field: str = "auditor_id") -> Actor:
    """Somebody who works here and may audit. Raises InvalidInput."""
    try:
        person = get_actor(session, staff_id)
    except NotFound:
        person = None
    if person is None or not may(person, Action.AUDIT):
        raise InvalidInput(N_("“{label}”: choose people who may audit."), field=field, label=message(FIELDS[field]))
    return person


def draw_audits(session: Session, *, actor: Actor, now: datetime, new: NewSample) -> AuditSample:
    """Draw them, answer what the facts answer, and give each to an auditor who had no hand in it.

    Raises NotAllowed, InvalidInput, NotFound, and RuleBroken for a month that isn't over, was drawn already, or in
    which nothing was closed. A `once` key that was used already returns what it made.
    """
    ensure_may(actor, Action.DRAW_AUDITS)
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(AuditSample, made)
    if (new.size is None) == (new.percent is None):
        raise InvalidInput(N_("Give a number or a share of the closed requests, one of both."), field="size")
    office = session.get(Office, new.office_id)
    if office is None:
        raise NotFound(N_("This office does not exist."))
    month = month_of(new.month)
    for staff_id in new.auditor_ids:
        ensure_auditor(session, staff_id, field="auditor_ids")
    if month.to_on >= local_day(now):
        raise RuleBroken(N_("The month isn't over yet: it is drawn from when it is."), clause="5.2(3)")
    if any(one.month == month.from_on for one in rows_by(session, AuditSample, "office_id", new.office_id)):
        raise RuleBroken(N_("Audits of this office and month are drawn already."), clause="5.2(3)")
    closed = closed_in(session, new.office_id, month)
    seed = new.seed if new.seed is not None else usual_seed(new.office_id, month.from_on)
    drawn = draw_sample(closed, sample_size(len(closed), size=new.size, percent=new.percent), seed=seed)
    if not drawn:
        raise RuleBroken(N_("This office closed no request in that month."), clause="5.2(3)")
    sample = AuditSample(
        office_id=new.office_id, month=month.from_on, seed=seed, size=new.size, percent=new.percent,
        population=len(closed), drawn=len(drawn), drawn_at=now, drawn_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(sample)
    session.flush()
    audits = _give_out(session, sample, drawn, new.auditor_ids, now=now)
    use_up(session, new.once, now=now, result_id=sample.id or 0)
    record_event(
        session, actor=actor, now=now, name="draw_audits", subject="audit_sample", subject_id=sample.id or 0,
        data={"office": sample.office_id, "month": sample.month, "seed": seed, "population": sample.population,
              "audits": [one.number for one in audits]},
    )  # fmt: skip
    for staff_id in dict.fromkeys(new.auditor_ids):
        mine = [one for one in audits if one.auditor_id == staff_id]
        if mine and staff_id != actor.staff_id:
            tell_auditor(session, mine[0], office, now=now)
    return sample


def _give_out(
    session: Session, sample: AuditSample, request_ids: Sequence[int], auditor_ids: Sequence[int], *, now: datetime
) -> list[Audit]:
    """In turn, past those who did or closed the request; nobody where all of them did."""
    hands = took_part(session, request_ids)
    due_at = end_of(local_day(now + TIME_TO_AUDIT))
    audits = []
    for place, request_id in enumerate(request_ids):
        turn = [*auditor_ids[place % len(auditor_ids) :], *auditor_ids[: place % len(auditor_ids)]]
        audit = Audit(
            number=next_number(session, NUMBER, now), state=AUDIT.initial, sample_id=sample.id or 0,
            request_id=request_id, office_id=sample.office_id, due_at=due_at, drawn_at=now,
            auditor_id=next((one for one in turn if one not in hands.get(request_id, ())), None),
        )  # fmt: skip
        session.add(audit)
        session.flush()
        request = session.get_one(ServiceRequest, request_id)
        for question, answer in answers_from_facts(session, request, now=now).items():
            session.add(
                AuditLine(
                    audit_id=audit.id or 0, question=question, answer=answer, from_facts=answer is not None
                )
            )  # fmt: skip
        session.flush()
        audits.append(audit)
    return audits


def tell_auditor(session: Session, audit: Audit, office: Office, *, now: datetime) -> None:
    """The first of those given to them stands for all."""
    assert audit.auditor_id is not None
    about = About("audit", audit.id or 0, audit.number, office.name, "audits.py")
    notify_about(
        session, staff_id=audit.auditor_id, kind=NoticeKind.AUDITS_GIVEN, about=about, about_at=audit.due_at, now=now
    )
