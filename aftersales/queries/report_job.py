"""One job as the report form needs it: whose sign, which visits, what is filed already."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import (
    Attachment,
    CostLine,
    Customer,
    Dispatch,
    PriceItem,
    Quote,
    QuoteLine,
    QuoteState,
    ReportPart,
    ServiceReport,
    ServiceRequest,
    Sign,
)
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.reports import REPORTED, crews_of
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.kinds import Cause, Charge, CostKind, FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VisitState

PHOTO_PURPOSES = ("photo_before", "photo_after", "photo", "signature")


@dataclass(frozen=True, slots=True)
class JobVisit:
    dispatch_id: int
    number: str | None
    visit: int
    round: int
    state: VisitState
    arrived_at: datetime
    ended_at: datetime | None
    needs: str
    report_id: int | None
    crew: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class JobQuoteLine:
    """What the customer accepted: the only money that a technician sees (4(5))."""

    name: str
    quantity_milli: int
    unit: str
    total_fen: int


@dataclass(frozen=True, slots=True)
class ReportJob:
    request_id: int
    number: str
    version: int
    state: RequestState
    charge: Charge
    fault: FaultCategory
    fault_found: FaultCategory | None
    cause_reported: Cause
    cause_found: Cause | None
    description: str
    customer: str
    contact_name: str
    contact_phone: str
    place: str
    sign_code: str | None
    visits: tuple[JobVisit, ...]
    quote_lines: tuple[JobQuoteLine, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledReport:
    """A stored report with its lines, as the form begins with."""

    report: ServiceReport
    parts: tuple[ReportPart, ...]
    costs: tuple[CostLine, ...]


@dataclass(frozen=True, slots=True)
class Price:
    id: int
    kind: CostKind
    name: str
    name_en: str
    unit: str
    unit_en: str


@dataclass(frozen=True, slots=True)
class JobPhoto:
    id: int
    purpose: str
    name: str
    added_at: datetime
    size: int = field(default=0)


def _columns(*columns: Any) -> Any:
    """More columns than the types of `select` know."""
    return select(*columns)


def get_report_job(session: Session, actor: Actor, number: str) -> ReportJob:
    """The request behind `number`, with the visits that arrived. Raises NotFound, also for a job of others."""
    row: Any = session.execute(
        _columns(
            ServiceRequest.id, ServiceRequest.number, ServiceRequest.version, ServiceRequest.state,
            ServiceRequest.charge, ServiceRequest.fault, ServiceRequest.fault_found, ServiceRequest.cause_reported,
            ServiceRequest.cause_found, ServiceRequest.description, Customer.name, ServiceRequest.contact_name,
            ServiceRequest.contact_phone, ServiceRequest.place, Sign.place, Sign.code, ServiceRequest.round,
            ServiceRequest.office_id, ServiceRequest.registered_by_id,
        )
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .where(ServiceRequest.number == number.strip().upper(), *only_seen_by(actor, col(ServiceRequest.id)))
    ).first()  # fmt: skip
    if row is None:
        raise NotFound(N_("There is no service request {number} among those you may see."), number=number.strip()[:40])
    *head, place, sign_place, sign_code, round_, office_id, registered_by_id = row
    request_id = head[0]
    visits, quoted = _visits(session, request_id), _accepted_lines(session, request_id, round_)
    values: list[Any] = [*head, place or sign_place or "", sign_code, visits, quoted]
    job = ReportJob(*values)
    sight = sight_of_request(actor, office_id=office_id, registered_by_id=registered_by_id, state=job.state)
    return replace(
        job, description=sight.text(job.description), contact_phone=sight.phone(job.contact_phone),
        place=sight.text(job.place), visits=tuple(replace(one, needs=sight.text(one.needs)) for one in visits),
    )  # fmt: skip


def _visits(session: Session, request_id: int) -> tuple[JobVisit, ...]:
    rows: Any = session.execute(
        select(  # type: ignore[call-overload, misc]
            Dispatch.id, Dispatch.number, Dispatch.visit, Dispatch.round, Dispatch.state, Dispatch.arrived_at,
            Dispatch.ended_at, Dispatch.needs, ServiceReport.id,
        )
        .outerjoin(ServiceReport, col(ServiceReport.dispatch_id) == Dispatch.id)
        .where(
            Dispatch.request_id == request_id, col(Dispatch.state).in_(REPORTED), col(Dispatch.arrived_at).is_not(None)
        )
        .order_by(col(Dispatch.visit).desc())
        .limit(50)
    ).all()  # fmt: skip
    crews = crews_of(session, [row[0] for row in rows])
    return tuple(JobVisit(*values) for row in rows for values in [[*row, crews.get(row[0], ())]])


def _accepted_lines(session: Session, request_id: int, round_: int) -> tuple[JobQuoteLine, ...]:
    rows = session.execute(
        select(QuoteLine.name, QuoteLine.quantity_milli, QuoteLine.unit, QuoteLine.total_fen)  # type: ignore[call-overload]
        .join(Quote, col(Quote.id) == QuoteLine.quote_id)
        .where(Quote.request_id == request_id, Quote.round == round_, Quote.state == QuoteState.ACCEPTED)
        .order_by(col(QuoteLine.id))
        .limit(100)
    )
    return tuple(JobQuoteLine(*row) for row in rows)


def find_filed_report(session: Session, dispatch_id: int) -> FiledReport | None:
    """The stored report of one visit; call it for a visit of a job that the actor may see."""
    report = session.scalars(select(ServiceReport).where(col(ServiceReport.dispatch_id) == dispatch_id)).first()
    if report is None:
        return None
    parts = session.scalars(
        select(ReportPart).where(col(ReportPart.report_id) == report.id).order_by(col(ReportPart.id))
    )
    costs = session.scalars(select(CostLine).where(col(CostLine.report_id) == report.id).order_by(col(CostLine.id)))
    return FiledReport(report, tuple(parts), tuple(costs))


def list_prices(session: Session) -> list[Price]:
    """The price list without its prices, to choose from."""
    rows = session.execute(
        select(PriceItem.id, PriceItem.kind, PriceItem.name, PriceItem.name_en, PriceItem.unit, PriceItem.unit_en)  # type: ignore[call-overload]
        .where(col(PriceItem.is_active))
        .order_by(col(PriceItem.id))
        .limit(500)
    )
    return [Price(*row) for row in rows]


def list_photos(session: Session, request_id: int, visit: JobVisit, visits: tuple[JobVisit, ...]) -> list[JobPhoto]:
    """Photos and signatures taken from the arrival of this visit until the arrival of the next one."""
    later = [other.arrived_at for other in visits if other.visit > visit.visit]
    statement: Any = (
        select(Attachment.id, Attachment.purpose, Attachment.name, Attachment.added_at, Attachment.size)  # type: ignore[call-overload]
        .where(Attachment.owner == "request", Attachment.owner_id == request_id)
        .where(col(Attachment.purpose).in_(PHOTO_PURPOSES), Attachment.added_at >= visit.arrived_at)
        .order_by(col(Attachment.id))
        .limit(60)
    )
    if later:
        statement = statement.where(Attachment.added_at < min(later))
    return [JobPhoto(*row) for row in session.execute(statement)]
