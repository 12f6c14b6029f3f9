"""The end of a request: close, reopen, cancel (4(6), 4(7))."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.models import Dispatch, RequestRound, ServiceRequest
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VisitState
from aftersales.services.agreement_stops import drop_open_agreement
from aftersales.services.escalations import drop_owed_escalations
from aftersales.services.hold import end_stops
from aftersales.services.input import MOST_REASON, ensure_text
from aftersales.services.opinions import drop_open_opinions
from aftersales.services.rows import rows_by
from aftersales.services.steps import Work, taking


def close_request(
    session: Session, *, actor: Actor, now: datetime, request_id: int, expected_version: int | None = None
) -> ServiceRequest:
    """Close the file. The gate asks for report, survey and, for a recurrence, its analysis."""
    with taking(
        session, "close", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        work.request.closed_at = now
        return work.request


def reopen_request(
    session: Session, *, actor: Actor, now: datetime, request_id: int, reason: str, expected_version: int | None = None
) -> ServiceRequest:
    """Start new clocks from now; what the round before came to stands."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking(
        session, "reopen", actor=actor, now=now, request_id=request_id, expected_version=expected_version, reason=reason
    ) as work:
        request = work.request
        session.add(
            RequestRound(
                request_id=request_id, round=request.round, clock_from_at=request.clock_from_at,
                respond_due_at=request.respond_due_at, responded_at=request.responded_at,
                promised_at=request.promised_at, arrive_due_at=request.arrive_due_at, hours_due_at=request.hours_due_at,
                arrived_at=request.arrived_at, finished_at=request.finished_at, closed_at=request.closed_at,
                reason=reason,
            )
        )  # fmt: skip
        request.round += 1
        request.clock_from_at = now
        request.responded_at = request.promised_at = request.arrived_at = None
        request.finished_at = request.closed_at = None
        request.cause_found = request.fault_found = request.made_safe_at = request.came_from = None
        request.quoted_charge = None  # what was accepted was for the work before
        request.outcome = ""
        session.flush()
        work.data["round"] = request.round
        work.replay_clocks()
        return request


def cancel_request(
    session: Session, *, actor: Actor, now: datetime, request_id: int, reason: str, expected_version: int | None = None
) -> ServiceRequest:
    """Nothing is to be done any more; the number stays."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    with taking(
        session, "cancel", actor=actor, now=now, request_id=request_id, expected_version=expected_version, reason=reason
    ) as work:
        drop_what_waits(work, reason)
        work.request.closed_at = now
        return work.request


def drop_what_waits(work: Work, reason: str) -> None:
    """Ends a running stop and takes back the visit that was still to plan."""
    drop_open_agreement(work, reason)
    if work.request.kind.is_opinion:
        drop_open_opinions(work.session, work.request_id, now=work.now, reason=reason)
    if work.request.escalated_at is not None:
        drop_owed_escalations(work.session, work.request, now=work.now, reason=reason)
    end_stops(work)
    visits = rows_by(work.session, Dispatch, "request_id", work.request_id)
    waiting = next((visit for visit in visits if visit.state is VisitState.TO_PLAN), None)
    if waiting is not None:
        waiting.state = VisitState.RECALLED
        waiting.ended_at, waiting.end_reason = work.now, reason
        waiting.version += 1
        work.session.add(waiting)
        work.session.flush()


__all__ = ["cancel_request", "close_request", "drop_what_waits", "reopen_request"]
