"""The three staged cases made anew when a demo of some hours or days ago is started again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from aftersales.database import Store
from aftersales.models import Company, ServiceRequest
from aftersales.queries.staged import CASES, DANGER, PROMISE, RECURRENCE, find_last_case
from aftersales.rules.kinds import Channel, Severity
from aftersales.rules.lifecycle import BEFORE_WORK
from aftersales.services.close import cancel_request
from aftersales.services.company import get_actor
from aftersales.services.register_request import NewRequest, managers, register_request
from aftersales.services.respond import respond
from db.demo.story import STORY

SHORT = timedelta(minutes=40)  # what the hospital's promise has left
STILL_FRESH = {PROMISE: timedelta(minutes=45), RECURRENCE: timedelta(hours=3), DANGER: timedelta(hours=3)}
RECEIVED = {PROMISE: timedelta(minutes=150), RECURRENCE: timedelta(minutes=25), DANGER: timedelta(minutes=12)}
OUTDATED = "演示案例已过时，已换成新的一例。"


def freshen(store: Store, *, now: datetime) -> int:
    """Tell the cases that grew old once more, as a clerk would; how many were. What somebody works on stays."""
    told = 0
    with store.unit_of_work() as session:
        for case in CASES:
            last = find_last_case(session, case)
            if last is not None and not is_fresh(case, last, now):
                _tell_again(session, case, last, now)
                told += 1
    return told


def story_ended_at(session: Session) -> datetime:
    """The moment up to which the company's history was told."""
    return session.get_one(Company, 1).founded_at + STORY


def is_fresh(case: str, request: ServiceRequest, now: datetime) -> bool:
    """Whether the case still shows what it is there for."""
    if request.state not in BEFORE_WORK:
        return False
    if case == PROMISE:
        return request.promised_at is not None and now < request.promised_at <= now + STILL_FRESH[case]
    return request.made_safe_at is None and now - request.received_at <= STILL_FRESH[case]


def _tell_again(session: Session, case: str, last: ServiceRequest, now: datetime) -> None:
    clerk = get_actor(session, last.registered_by_id or managers(session)[0])
    assert last.id is not None
    if last.state in BEFORE_WORK:
        cancel_request(session, actor=clerk, now=now, request_id=last.id, reason=OUTDATED)
    new = NewRequest(
        channel=Channel.HOTLINE, kind=last.kind, severity=Severity.DANGER if case == DANGER else Severity.URGENT,
        sign_id=last.sign_id, contact_name=last.contact_name, contact_phone=last.contact_phone,
        description=last.description, fault=last.fault, cause=last.cause_reported, received_at=now - RECEIVED[case],
        asked_at=now + SHORT if case == PROMISE else None,
    )  # fmt: skip
    request = register_request(session, actor=clerk, now=now, new=new)
    if case == PROMISE:
        assert request.id is not None
        respond(session, actor=clerk, now=now, request_id=request.id)
