"""The arrival clock stands still by itself while a supplementary agreement is open (2b).

The request keeps its state: only its clock and its trail tell of the agreement. A danger never waits.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from aftersales.models import Agreement, RequestStop, ServiceRequest
from aftersales.rules.agreement import OPEN_AGREEMENTS, AgreementState
from aftersales.rules.kinds import Severity, StopReason
from aftersales.rules.roles import Actor
from aftersales.services.clocks import replay, set_clocks, set_due
from aftersales.services.events import record_event
from aftersales.services.figures import mark_request
from aftersales.services.rows import rows_by
from aftersales.services.steps import CLOCKS, Work


def stop_for(session: Session, request: ServiceRequest, agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The agreement was begun: the clock stands still from now on."""
    if request.severity is not Severity.DANGER:
        session.add(
            RequestStop(
                request_id=agreement.request_id, round=request.round, reason=StopReason.AGREEMENT,
                note=agreement.number, from_at=now, agreement_id=agreement.id,
            )
        )  # fmt: skip
        session.flush()
    _tell(session, request, agreement, "begin_agreement", actor=actor, now=now)


def go_on_after(
    session: Session, request: ServiceRequest, agreement: Agreement, name: str, *, actor: Actor, now: datetime,
    reason: str = "",
) -> None:  # fmt: skip
    """The agreement ended: the clock goes on, and the deadline by hours moves by what it stood still."""
    seconds = _end_stops(session, request, now)
    more = {"stopped_seconds": seconds} if seconds else {}
    _tell(session, request, agreement, name, actor=actor, now=now, reason=reason, **more)


def drop_open_agreement(work: Work, reason: str) -> None:
    """The request needs none any more: the open one is withdrawn within the step under way."""
    for agreement in rows_by(work.session, Agreement, "request_id", work.request_id):
        if agreement.state not in OPEN_AGREEMENTS:
            continue
        before = agreement.state
        agreement.state, agreement.reason = AgreementState.WITHDRAWN, reason
        agreement.ended_at, agreement.ended_by_id = work.now, work.actor.staff_id
        agreement.version += 1
        work.session.add(agreement)
        work.session.flush()
        record_event(
            work.session, actor=work.actor, now=work.now, name="withdraw", subject="agreement",
            subject_id=agreement.id or 0, data={"from": before, "to": agreement.state}, words={"reason": reason},
        )  # fmt: skip
    end_agreement_stop(work)


def end_agreement_stop(work: Work) -> None:
    """Whatever stands still for an agreement goes on, as when the request turns out to be a danger."""
    if _end_stops(work.session, work.request, work.now):
        work.replay_clocks()


def _end_stops(session: Session, request: ServiceRequest, now: datetime) -> int:
    seconds = 0
    for stop in rows_by(session, RequestStop, "request_id", request.id):
        if stop.to_at is None and stop.agreement_id is not None:
            stop.to_at = now
            seconds += int((now - stop.from_at).total_seconds())
            session.add(stop)
    session.flush()
    return seconds


def _tell(
    session: Session, request: ServiceRequest, agreement: Agreement, name: str, *, actor: Actor, now: datetime,
    reason: str = "", **data: Any,
) -> None:  # fmt: skip
    """One event in the request's own trail, with the deadlines that moved."""
    mark_request(session, request)
    before = {clock: getattr(request, clock) for clock in CLOCKS}
    set_clocks(request, replay(session, request, now=now))
    set_due(session, request)
    moved = {clock: getattr(request, clock) for clock in CLOCKS if getattr(request, clock) != before[clock]}
    request.version += 1
    session.add(request)
    session.flush()
    data |= {"agreement": agreement.id, "agreement_number": agreement.number}
    if moved:
        data["clocks"] = moved
    record_event(
        session, actor=actor, now=now, name=name, subject="request", subject_id=request.id or 0, data=data,
        words={"reason": reason},
    )  # fmt: skip
