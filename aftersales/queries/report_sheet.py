"""Everything that stands on one service report (售后服务报告单), to be seen and printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import (
    Attachment,
    AttachmentBytes,
    Bearer,
    Company,
    CostLine,
    Customer,
    Dispatch,
    Office,
    Project,
    Quote,
    QuoteState,
    ReportPart,
    ServiceReport,
    ServiceRequest,
    Sign,
    SignType,
)
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.report_job import JobVisit, list_photos
from aftersales.queries.reports import crews_of
from aftersales.rules.kinds import Cause, Charge, CostKind, FaultCategory, WarrantyStatus
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.visit import VisitState

MOST_PHOTOS = 6
BothNames = tuple[str, str]  # Chinese, English (may be empty)


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: str
    size: str
    count: int
    old_returned: bool


@dataclass(frozen=True, slots=True)
class SheetCost:
    """Money is left out (None) of what we bear ourselves, and for readers who see no costs."""

    kind: CostKind
    name: str
    quantity_milli: int
    unit: str
    bearer: Bearer
    total_fen: int | None


@dataclass(frozen=True, slots=True)
class SheetPhoto:
    id: int
    purpose: str  # photo_before, photo_after, photo
    content: bytes


@dataclass(frozen=True, slots=True)
class ReportSheet:
    company: BothNames
    hotline: str
    office: BothNames
    request_id: int
    number: str
    visit: int
    dispatch_number: str | None
    customer: str
    contact_name: str
    contact_phone: str
    address: str
    place: str
    project: str
    contract: str
    sign_code: str
    sign_type: BothNames
    handover_on: date | None
    warranty: WarrantyStatus
    warranty_ends_on: date | None
    charge: Charge
    description: str
    reported_at: datetime
    asked_at: datetime | None
    promised_at: datetime | None
    dispatched_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    is_finished: bool
    fault_seen: FaultCategory
    cause_found: Cause
    findings: str
    work_done: str
    safety_measures: str
    left_to_do: str
    customer_words: str
    signed_by: str
    signed_at: datetime | None
    unsigned_reason: str
    signature: bytes | None
    filed_at: datetime
    report_version: int
    crew: tuple[BothNames, ...]
    parts: tuple[SheetPart, ...]
    costs: tuple[SheetCost, ...]
    quote_fen: int | None  # accepted by the customer
    photos: tuple[SheetPhoto, ...]


def get_report_sheet(session: Session, actor: Actor, dispatch_id: int, *, with_photos: bool = True) -> ReportSheet:
    """The filed report of one visit. Raises NotFound where none is filed, or it is a job of others."""
    row = session.execute(
        select(ServiceReport, Dispatch, ServiceRequest, Customer, Project, Sign, SignType, Office)  # type: ignore[call-overload]
        .join(Dispatch, col(Dispatch.id) == ServiceReport.dispatch_id)
        .join(ServiceRequest, col(ServiceRequest.id) == ServiceReport.request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Project, col(Project.id) == ServiceRequest.project_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .outerjoin(SignType, col(SignType.id) == Sign.sign_type_id)
        .outerjoin(Office, col(Office.id) == ServiceRequest.office_id)
        .where(ServiceReport.dispatch_id == dispatch_id, *only_seen_by(actor, col(ServiceRequest.id)))
    ).first()
    if row is None:
        raise NotFound(N_("There is no service report of this visit among those you may see."))
    report, visit, request, customer, project, sign, kind, office = row
    company = session.get(Company, 1)
    photos = _photos(session, request.id, visit) if with_photos else ()
    return ReportSheet(
        company=(company.name, company.name_en) if company else ("", ""),
        hotline=company.hotline if company else "",
        office=(office.name, office.name_en) if office else ("", ""),
        request_id=request.id, number=request.number, visit=visit.visit, dispatch_number=visit.number,
        customer=customer.name, contact_name=request.contact_name, contact_phone=request.contact_phone,
        address=(project.address if project else "") or f"{customer.city}{customer.address}",
        place=request.place or (sign.place if sign else ""),
        project=project.name if project else "", contract=project.code if project else "",
        sign_code=sign.code if sign else "", sign_type=(kind.name, kind.name_en) if kind else ("", ""),
        handover_on=(sign.handover_on if sign else None) or (project.handover_on if project else None),
        warranty=request.warranty, warranty_ends_on=request.warranty_ends_on, charge=request.charge,
        description=request.description, reported_at=request.received_at,
        asked_at=visit.asked_at or request.asked_at, promised_at=visit.promised_at or request.promised_at,
        dispatched_at=visit.dispatched_at, departed_at=visit.departed_at, arrived_at=visit.arrived_at,
        ended_at=visit.ended_at, is_finished=visit.state is VisitState.FINISHED,
        fault_seen=report.fault_seen, cause_found=report.cause_found, findings=report.findings,
        work_done=report.work_done, safety_measures=report.safety_measures, left_to_do=report.left_to_do,
        customer_words=report.customer_words, signed_by=report.signed_by, signed_at=report.signed_at,
        unsigned_reason=report.unsigned_reason,
        signature=_content(session, report.signature_id) if with_photos and report.signature_id else None,
        filed_at=report.filed_at, report_version=report.version,
        crew=crews_of(session, [dispatch_id]).get(dispatch_id, ()),
        parts=_parts(session, report.id), costs=_costs(session, report.id, actor),
        quote_fen=_quote(session, request), photos=photos,
    )  # fmt: skip


def _parts(session: Session, report_id: int) -> tuple[SheetPart, ...]:
    rows = session.exec(select(ReportPart).where(ReportPart.report_id == report_id).order_by(col(ReportPart.id)))
    return tuple(SheetPart(row.name, row.size, row.count, row.old_returned) for row in rows)


def _costs(session: Session, report_id: int, actor: Actor) -> tuple[SheetCost, ...]:
    sees_costs = may(actor, Action.SEE_COSTS)
    rows = session.exec(select(CostLine).where(CostLine.report_id == report_id).order_by(col(CostLine.id)))
    return tuple(
        SheetCost(
            row.kind, row.name, row.quantity_milli, row.unit, row.bearer,
            row.total_fen if sees_costs and row.bearer is Bearer.CUSTOMER else None,
        )
        for row in rows
    )  # fmt: skip


def _quote(session: Session, request: ServiceRequest) -> int | None:
    return session.exec(
        select(func.sum(Quote.total_fen)).where(
            Quote.request_id == request.id, Quote.round == request.round, Quote.state == QuoteState.ACCEPTED
        )
    ).one()


def _photos(session: Session, request_id: int, visit: Dispatch) -> tuple[SheetPhoto, ...]:
    """The last few before and after, up to six together."""
    if visit.arrived_at is None or visit.id is None:
        return ()
    later = session.exec(
        select(Dispatch.visit, Dispatch.arrived_at, Dispatch.id)
        .where(Dispatch.request_id == request_id, Dispatch.visit > visit.visit, col(Dispatch.arrived_at).is_not(None))
        .order_by(col(Dispatch.visit))
        .limit(1)
    ).all()
    this: Any = JobVisit(visit.id, None, visit.visit, visit.round, visit.state, visit.arrived_at, None, "", None)
    others = tuple(
        JobVisit(id, None, number, 0, VisitState.ON_SITE, arrived_at, None, "", None)
        for number, arrived_at, id in later
        if arrived_at is not None and id is not None
    )
    found = [photo for photo in list_photos(session, request_id, this, others) if photo.purpose != "signature"]
    kept = [photo for purpose in ("photo_before", "photo_after") for photo in found if photo.purpose == purpose][
        :MOST_PHOTOS
    ] or found[:MOST_PHOTOS]
    contents = [(photo, _content(session, photo.id)) for photo in kept]
    return tuple(SheetPhoto(photo.id, photo.purpose, content) for photo, content in contents if content)


def _content(session: Session, attachment_id: int) -> bytes | None:
    return session.exec(
        select(AttachmentBytes.content)
        .join(Attachment, col(Attachment.id) == AttachmentBytes.attachment_id)
        .where(AttachmentBytes.attachment_id == attachment_id, col(Attachment.content_type).startswith("image/"))
    ).first()
