"""Answer the customer, promise a time, and give the outcome of what needs no visit (4(4), 5.1(3))."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.errors import InvalidInput, NotAllowed
from aftersales.models import RequestPromise, ServiceRequest
from aftersales.rules.deadlines import ensure_asked_after_receipt
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.input import MOST_NOTE, ensure_moment_near, ensure_text
from aftersales.services.steps import Work, taking


def respond(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    note: str = "",
    promised_at: datetime | None = None,
    expected_version: int | None = None,
) -> ServiceRequest:
    """A person's answer meets the response deadline; the first one counts. May promise a time as well.

    Raises NotAllowed for the system: an automatic answer never meets the promise (4(4)).
    """
    if actor.staff_id is None:
        raise NotAllowed(N_("Only a person's answer meets the promise to answer."), clause="4(4)")
    with taking(
        session, "respond", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        if work.request.responded_at is None:
            work.request.responded_at = now
            work.data["responded_at"] = now
        work.words["note"] = ensure_text(note, MOST_NOTE, field="note")
        if promised_at is not None:
            write_promise(work, promised_at)
        return work.request


def promise_time(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    promised_at: datetime,
    expected_version: int | None = None,
) -> ServiceRequest:
    """Confirm a time of arrival to the customer. Earlier promises are kept beside it, none is overwritten."""
    with taking(
        session, "promise", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        write_promise(work, promised_at)
        return work.request


def write_promise(work: Work, promised_at: datetime) -> None:
    """The promise in the history, and the deadlines replayed with it."""
    request = work.request
    if not request.kind.needs_visit:
        raise InvalidInput(N_("Only a request that needs a visit has a time of arrival."), field="promised_at")
    ensure_asked_after_receipt(asked_at=promised_at, received_at=request.received_at)
    if promised_at < work.now:
        raise InvalidInput(
            N_("A time that is past can't be promised: {moment}."), field="promised_at", moment=promised_at
        )
    ensure_moment_near(promised_at, work.now, field="promised_at", years=2)
    work.session.add(
        RequestPromise(request_id=work.request_id, round=request.round, at=work.now, promised_at=promised_at)
    )
    request.promised_at = promised_at
    work.session.flush()
    work.data["promised_at"] = promised_at
    work.replay_clocks()


def resolve(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    outcome: str,
    expected_version: int | None = None,
) -> ServiceRequest:
    """The outcome of an inquiry or suggestion, told to the customer."""
    outcome = ensure_text(outcome, 1000, field="outcome")
    if not outcome:
        raise InvalidInput(N_("Write down the outcome that the customer was told."), field="outcome", clause="5.1(3)")
    with taking(
        session, "resolve", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        work.request.outcome = outcome
        work.request.finished_at = now
        work.words["outcome"] = work.request.outcome
        return work.request
