"""The stored deadlines of a request, always replayed from its history and never counted up."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.models import RequestPromise, RequestStop, ServiceRequest
from aftersales.rules.deadlines import Promise, Stop
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.visit import VisitState
from aftersales.services.decisions import Place, Promises, decide, load_place
from aftersales.services.rows import rows_by, visits_of
from aftersales.services.terms import ProjectTerms

NOT_THERE_YET = (VisitState.TO_PLAN, VisitState.ASSIGNED, VisitState.ACCEPTED, VisitState.EN_ROUTE)
NO_CLOCK = (RequestState.DONE, RequestState.CLOSED, RequestState.CANCELLED, RequestState.MERGED)


def history_of(session: Session, request: ServiceRequest) -> tuple[tuple[Promise, ...], tuple[Stop, ...]]:
    """The promises and stops of the present round, oldest first."""
    promises = [row for row in rows_by(session, RequestPromise, "request_id", request.id) if row.round == request.round]
    stops = [row for row in rows_by(session, RequestStop, "request_id", request.id) if row.round == request.round]
    promises.sort(key=lambda row: row.at)
    stops.sort(key=lambda row: row.from_at)
    return (
        tuple(Promise(row.at, row.promised_at) for row in promises),
        tuple(Stop(row.from_at, row.to_at, row.reason) for row in stops),
    )


def replay(
    session: Session,
    request: ServiceRequest,
    *,
    now: datetime,
    place: Place | None = None,
    terms: ProjectTerms | None = None,
) -> Promises:
    """All decisions of a stored request, computed again from its history."""
    place = place or load_place(
        session, customer_id=request.customer_id, project_id=request.project_id, sign_id=request.sign_id
    )
    promises, stops = history_of(session, request)
    return decide(
        session,
        place,
        kind=request.kind,
        fault=request.fault_found or request.fault,
        cause=request.cause_found or request.cause_reported,
        received_at=request.received_at,
        clock_from_at=request.clock_from_at,
        promises=promises,
        stops=stops,
        request_id=request.id,
        now=now,
        terms=terms,
    )


def set_clocks(request: ServiceRequest, decided: Promises) -> None:
    """Write the replayed deadlines; while the clock by hours stands still it has none."""
    request.respond_due_at = decided.response.due_at or request.respond_due_at
    arrival, repair = decided.arrival, decided.repair
    request.hours_due_at = None if arrival is None or arrival.stopped else arrival.by_hours_at
    if arrival is None:
        request.arrive_due_at = None
    else:
        request.arrive_due_at = request.promised_at or request.hours_due_at
    request.repair_due_at = None if repair is None or repair.stopped else repair.due_at


def set_due(session: Session, request: ServiceRequest) -> None:
    """The next promise to keep: an unanswered customer, an arrival, the next visit's own time, the repair."""
    if request.state in NO_CLOCK:
        request.due_at = None
        return
    moments: list[datetime | None] = [] if request.responded_at else [request.respond_due_at]
    if request.arrived_at is None:
        moments.append(request.arrive_due_at)
    elif request.state is not RequestState.ON_SITE:
        moments.append(next_visit_promised_at(session, request))
    moments.append(request.repair_due_at)
    request.due_at = min((moment for moment in moments if moment is not None), default=None)


def next_visit_promised_at(session: Session, request: ServiceRequest) -> datetime | None:
    """A second visit is judged by its own promised time."""
    coming = [
        visit
        for visit in visits_of(session, request.id or 0)
        if visit.state in NOT_THERE_YET and visit.arrived_at is None
    ]
    return max(coming, key=lambda visit: visit.visit).promised_at if coming else None
