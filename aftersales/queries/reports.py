"""The register of service reports (售后服务报告单), and the visits that still lack one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from aftersales.database import adapter_of
from aftersales.models import Assignment, Customer, Dispatch, ServiceReport, ServiceRequest, Sign, Staff
from aftersales.queries.cards import IS_OPEN
from aftersales.queries.own_jobs import only_seen_by
from aftersales.rules.contact_sight import sees_all_contacts, sight_of_lists
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VisitState
from aftersales.rules.words import query_words

MOST_COUNTED = 1000
MOST_FOUND = 500
AT_WORK = (RequestState.ON_SITE, RequestState.UNFINISHED, RequestState.DONE)
REPORTED = (VisitState.ON_SITE, VisitState.FINISHED, VisitState.HALF_DONE)


@dataclass(frozen=True, slots=True)
class ReportRow:
    report_id: int
    request_id: int
    number: str
    visit: int
    filed_at: datetime
    customer: str
    sign_code: str | None
    place: str
    fault_seen: FaultCategory
    cause_found: Cause
    is_signed: bool
    is_last: bool  # of the visit that finished the work
    crew: tuple[tuple[str, str], ...]  # Chinese and English names


@dataclass(frozen=True, slots=True)
class LackingReport:
    """A visit at whose sign somebody is or was, and of which no report was filed yet."""

    dispatch_id: int
    number: str
    visit: int
    customer: str
    place: str
    fault: FaultCategory
    state: VisitState
    arrived_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """`filed_from` inclusive, `filed_before` exclusive; `typed` finds by number, customer, sign, place or phone."""

    office_id: int | None = None
    filed_from: datetime | None = None
    filed_before: datetime | None = None
    typed: str = ""


def _narrowed(session: Session, actor: Actor, statement: Any, wanted: ReportFilter) -> Any:
    statement = statement.where(*only_seen_by(actor, col(ServiceReport.request_id)))
    if wanted.office_id is not None:
        statement = statement.where(ServiceRequest.office_id == wanted.office_id)
    if wanted.filed_from is not None:
        statement = statement.where(ServiceReport.filed_at >= wanted.filed_from)
    if wanted.filed_before is not None:
        statement = statement.where(ServiceReport.filed_at < wanted.filed_before)
    words = query_words(wanted.typed[:200], phones=sees_all_contacts(actor))
    if words:
        ids = adapter_of(session).search_ids(session, "request_words", words, None, MOST_FOUND)
        statement = statement.where(col(ServiceReport.request_id).in_(ids))
    return statement


def count_reports(session: Session, actor: Actor, wanted: ReportFilter) -> int:
    """How many there are, counted up to a thousand."""
    inner = select(ServiceReport.id).join(  # type: ignore[call-overload]
        ServiceRequest, col(ServiceRequest.id) == col(ServiceReport.request_id)
    )
    limited = _narrowed(session, actor, inner, wanted).limit(MOST_COUNTED).subquery()
    return int(session.execute(select(func.count()).select_from(limited)).scalar_one())


def list_reports(
    session: Session, actor: Actor, wanted: ReportFilter, *, limit: int = 20, offset: int = 0
) -> list[ReportRow]:
    """The newest first. Two queries; a technician's list holds own jobs only."""
    statement = (
        select(
            ServiceReport.id, ServiceReport.request_id, ServiceRequest.number, Dispatch.visit, ServiceReport.filed_at,  # type: ignore[call-overload]
            Customer.name, Sign.code, ServiceRequest.place, Sign.place, ServiceReport.fault_seen,
            ServiceReport.cause_found, ServiceReport.signed_by, Dispatch.state, Dispatch.id,
        )
        .join(ServiceRequest, col(ServiceRequest.id) == col(ServiceReport.request_id))
        .join(Dispatch, col(Dispatch.id) == col(ServiceReport.dispatch_id))
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .order_by(col(ServiceReport.filed_at).desc(), col(ServiceReport.id).desc())
        .limit(min(limit, 200))
        .offset(min(offset, MOST_COUNTED))
    )  # fmt: skip
    rows = session.execute(_narrowed(session, actor, statement, wanted)).all()
    crews, sight = crews_of(session, [row[-1] for row in rows]), sight_of_lists(actor)
    return [
        ReportRow(
            report_id, request_id, number, visit, filed_at, customer, code, sight.text(place or sign_place or ""),
            fault, cause, bool(signed_by), state is VisitState.FINISHED, crews.get(dispatch_id, ()),
        )
        for report_id, request_id, number, visit, filed_at, customer, code, place, sign_place, fault, cause,
        signed_by, state, dispatch_id in rows
    ]  # fmt: skip


def crews_of(session: Session, dispatch_ids: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Who went on each visit: names in both scripts; those who refused are left out. One query."""
    if not dispatch_ids:
        return {}
    statement = (
        select(Assignment.dispatch_id, Staff.name, Staff.name_en)  # type: ignore[call-overload]
        .join(Staff, col(Staff.id) == Assignment.staff_id)
        .where(col(Assignment.dispatch_id).in_(dispatch_ids), col(Assignment.refused_at).is_(None))
        .order_by(col(Assignment.id))
    )
    crews: dict[int, tuple[tuple[str, str], ...]] = {}
    for dispatch_id, name, name_en in session.execute(statement):
        crews[dispatch_id] = (*crews.get(dispatch_id, ()), (name, name_en))
    return crews


def list_lacking_reports(session: Session, actor: Actor, *, limit: int = 50) -> list[LackingReport]:
    """Visits of open requests without a report, those who wait longest first. Open requests are few."""
    at_work = select(ServiceRequest.id).where(IS_OPEN, col(ServiceRequest.state).in_(AT_WORK))  # type: ignore[call-overload]
    statement: Select[Any] = (
        select(
            Dispatch.id, ServiceRequest.number, Dispatch.visit, Customer.name, ServiceRequest.place, Sign.place,  # type: ignore[call-overload]
            ServiceRequest.fault, Dispatch.state, Dispatch.arrived_at, Dispatch.ended_at,
        )
        .join(ServiceRequest, col(ServiceRequest.id) == Dispatch.request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .outerjoin(ServiceReport, col(ServiceReport.dispatch_id) == Dispatch.id)
        .where(
            col(Dispatch.request_id).in_(at_work), col(Dispatch.state).in_(REPORTED),
            col(Dispatch.arrived_at).is_not(None), col(ServiceReport.id).is_(None),
            col(Dispatch.round) == col(ServiceRequest.round),
            *only_seen_by(actor, col(ServiceRequest.id)),
        )
        .order_by(col(Dispatch.arrived_at))
        .limit(min(limit, 200))
    )  # fmt: skip
    sight = sight_of_lists(actor)
    return [
        LackingReport(
            id, number, visit, customer, sight.text(place or sign_place or ""), fault, state, arrived_at, ended_at
        )
        for id, number, visit, customer, place, sign_place, fault, state, arrived_at, ended_at in session.execute(
            statement
        )
    ]
