"""What stands on a printed dispatch slip (派遣单): what the crew takes along to the sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import Dispatch, ServiceRequest, Sign, SignType, Staff
from aftersales.queries.as_seen import texts_seen
from aftersales.queries.letterhead import BothNames
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.reports import crews_of
from aftersales.queries.sheet_head import HEAD, SheetHead, both_names, head_fields, with_head
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Severity
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor


@dataclass(frozen=True, slots=True)
class DispatchSlip(SheetHead):
    dispatch_number: str
    visit: int
    sign_type: BothNames
    kind: Kind
    severity: Severity
    fault: FaultCategory
    cause_reported: Cause
    charge: Charge
    reported_at: datetime
    arrive_due_at: datetime | None
    asked_at: datetime | None
    promised_at: datetime | None
    starts_at: datetime | None
    minutes: int
    dispatched_at: datetime
    dispatched_by: BothNames
    crew: tuple[BothNames, ...]
    needs: str
    note: str


def get_dispatch_slip(session: Session, actor: Actor, dispatch_id: int) -> DispatchSlip:
    """One visit to which a crew was sent. Raises NotFound, also for a job of others."""
    row = session.execute(
        with_head(select(Dispatch, SignType, Staff, *HEAD).select_from(Dispatch), Dispatch.request_id)
        .outerjoin(SignType, col(SignType.id) == Sign.sign_type_id)
        .outerjoin(Staff, col(Staff.id) == Dispatch.dispatched_by_id)
        .where(
            col(Dispatch.id) == dispatch_id,
            col(Dispatch.dispatched_at).is_not(None),
            *only_seen_by(actor, col(ServiceRequest.id)),
        )
    ).first()
    if row is None:
        raise NotFound(N_("There is no such dispatch among those you may see."))
    visit, kind, sender, *head = row
    request: ServiceRequest = head[0]
    sheet = DispatchSlip(
        **head_fields(session, actor, *head),
        dispatch_number=visit.number or "", visit=visit.visit, sign_type=both_names(kind),
        kind=request.kind, severity=request.severity, fault=request.fault, cause_reported=request.cause_reported,
        charge=request.charge,
        reported_at=request.received_at, arrive_due_at=request.arrive_due_at,
        asked_at=visit.asked_at or request.asked_at, promised_at=visit.promised_at or request.promised_at,
        starts_at=visit.starts_at, minutes=visit.minutes, dispatched_at=visit.dispatched_at,
        dispatched_by=both_names(sender),
        crew=crews_of(session, [dispatch_id]).get(dispatch_id, ()), needs=visit.needs, note=visit.note,
    )  # fmt: skip
    sight = sight_of_request(
        actor, office_id=request.office_id, registered_by_id=request.registered_by_id, state=request.state
    )
    return texts_seen(sight, sheet, "needs", "note")
