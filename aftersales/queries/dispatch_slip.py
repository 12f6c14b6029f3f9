"""What stands on a printed dispatch slip (派遣单): what the crew takes along to the sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import Company, Customer, Dispatch, Office, Project, ServiceRequest, Sign, SignType, Staff
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.reports import crews_of
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Severity, WarrantyStatus
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor

BothNames = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DispatchSlip:
    company: BothNames
    hotline: str
    office: BothNames
    number: str  # of the request
    dispatch_number: str
    visit: int
    customer: str
    contact_name: str
    contact_phone: str
    address: str
    place: str
    project: str
    contract: str
    sign_code: str
    sign_type: BothNames
    kind: Kind
    severity: Severity
    fault: FaultCategory
    cause_reported: Cause
    description: str
    warranty: WarrantyStatus
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
        select(Dispatch, ServiceRequest, Customer, Project, Sign, SignType, Office, Staff)  # type: ignore[call-overload]
        .join(ServiceRequest, col(ServiceRequest.id) == Dispatch.request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Project, col(Project.id) == ServiceRequest.project_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .outerjoin(SignType, col(SignType.id) == Sign.sign_type_id)
        .outerjoin(Office, col(Office.id) == ServiceRequest.office_id)
        .outerjoin(Staff, col(Staff.id) == Dispatch.dispatched_by_id)
        .where(
            Dispatch.id == dispatch_id,
            col(Dispatch.dispatched_at).is_not(None),
            *only_seen_by(actor, col(ServiceRequest.id)),
        )
    ).first()
    if row is None:
        raise NotFound(N_("There is no such dispatch among those you may see."))
    visit, request, customer, project, sign, kind, office, sender = row
    company = session.get(Company, 1)
    return DispatchSlip(
        company=(company.name, company.name_en) if company else ("", ""),
        hotline=company.hotline if company else "",
        office=(office.name, office.name_en) if office else ("", ""),
        number=request.number, dispatch_number=visit.number or "", visit=visit.visit, customer=customer.name,
        contact_name=request.contact_name, contact_phone=request.contact_phone,
        address=(project.address if project else "") or f"{customer.city}{customer.address}",
        place=request.place or (sign.place if sign else ""),
        project=project.name if project else "", contract=project.code if project else "",
        sign_code=sign.code if sign else "", sign_type=(kind.name, kind.name_en) if kind else ("", ""),
        kind=request.kind, severity=request.severity, fault=request.fault, cause_reported=request.cause_reported,
        description=request.description, warranty=request.warranty, charge=request.charge,
        reported_at=request.received_at, arrive_due_at=request.arrive_due_at,
        asked_at=visit.asked_at or request.asked_at, promised_at=visit.promised_at or request.promised_at,
        starts_at=visit.starts_at, minutes=visit.minutes, dispatched_at=visit.dispatched_at,
        dispatched_by=(sender.name, sender.name_en) if sender else ("", ""),
        crew=crews_of(session, [dispatch_id]).get(dispatch_id, ()), needs=visit.needs, note=visit.note,
    )  # fmt: skip
