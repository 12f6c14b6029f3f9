"""One job as the report form needs it: whose sign, which visits, what is filed already."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import (
    Assignment,
    Attachment,
    Base,
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
    Staff,
)
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.reports import REPORTED
from aftersales.queries.together import Together
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.kinds import Cause, Charge, CostKind, FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VisitState
from aftersales.services.plain_rows import columns_of

MOST_ON_VISITS = 300  # people on all visits together
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
    round: int


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
    visits = _visits(session, request_id)
    values: list[Any] = [*head, place or sign_place or "", sign_code, visits, round_]
    job = ReportJob(*values)
    sight = sight_of_request(actor, office_id=office_id, registered_by_id=registered_by_id, state=job.state)
    return replace(
        job, description=sight.text(job.description), contact_phone=sight.phone(job.contact_phone),
        place=sight.text(job.place), visits=tuple(replace(one, needs=sight.text(one.needs)) for one in visits),
    )  # fmt: skip


def _visits(session: Session, request_id: int) -> tuple[JobVisit, ...]:
    """Newest first, with who went; a row for each person, since two queries would take longer."""
    rows: Any = session.execute(
        _columns(
            Dispatch.id, Dispatch.number, Dispatch.visit, Dispatch.round, Dispatch.state, Dispatch.arrived_at,
            Dispatch.ended_at, Dispatch.needs, ServiceReport.id, Staff.name, Staff.name_en,
        )
        .outerjoin(ServiceReport, col(ServiceReport.dispatch_id) == Dispatch.id)
        .outerjoin(Assignment, (col(Assignment.dispatch_id) == Dispatch.id) & col(Assignment.refused_at).is_(None))
        .outerjoin(Staff, col(Staff.id) == Assignment.staff_id)
        .where(
            Dispatch.request_id == request_id, col(Dispatch.state).in_(REPORTED), col(Dispatch.arrived_at).is_not(None)
        )
        .order_by(col(Dispatch.visit).desc(), col(Assignment.id))
        .limit(MOST_ON_VISITS)
    ).all()  # fmt: skip
    crews: dict[tuple[Any, ...], list[tuple[str, str]]] = {}
    for *visit, name, name_en in rows:
        crew = crews.setdefault(tuple(visit), [])
        if name is not None:
            crew.append((name, name_en))
    made: list[tuple[Any, ...]] = [(*visit, tuple(crew)) for visit, crew in crews.items()]
    return tuple(JobVisit(*values) for values in made)


def list_accepted_lines(session: Session, job: ReportJob) -> tuple[JobQuoteLine, ...]:
    """What the customer accepted to pay for, in the present round of a job that the actor may see."""
    rows = session.execute(
        select(QuoteLine.name, QuoteLine.quantity_milli, QuoteLine.unit, QuoteLine.total_fen)  # type: ignore[call-overload]
        .join(Quote, col(Quote.id) == QuoteLine.quote_id)
        .where(Quote.request_id == job.request_id, Quote.round == job.round, Quote.state == QuoteState.ACCEPTED)
        .order_by(col(QuoteLine.id))
        .limit(100)
    )
    return tuple(JobQuoteLine(*row) for row in rows)


def find_filed_report(session: Session, dispatch_id: int) -> FiledReport | None:
    """The stored report of one visit; call it for a visit of a job that the actor may see."""
    rows = _FILED.rows(session, {"dispatch_id": dispatch_id})
    if not rows[ServiceReport]:
        return None
    return FiledReport(rows[ServiceReport][0], tuple(rows[ReportPart]), tuple(rows[CostLine]))


_T = Base.metadata.tables
_OF_VISIT = _T["service_report"].c.dispatch_id == bindparam("dispatch_id")
_ITS_ID = select(_T["service_report"].c.id).where(_OF_VISIT)
_FILED = Together(
    (ServiceReport, select(*columns_of(ServiceReport)).where(_OF_VISIT)),
    (ReportPart, select(*columns_of(ReportPart)).where(_T["report_part"].c.report_id.in_(_ITS_ID))),
    (CostLine, select(*columns_of(CostLine)).where(_T["cost_line"].c.report_id.in_(_ITS_ID))),
)


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
