"""What holds for a sign, a project or a customer's projects today: warranty, who pays, how fast, by which term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from aftersales.clock import local_day
from aftersales.models import ContractTerm, Project, ServiceCalendar, Sign, SignType, TermName
from aftersales.queries.find import REGISTER, ensure_any
from aftersales.queries.place import MOST_CHOICES, PlaceView
from aftersales.queries.place_together import keep_place
from aftersales.rules.charge import ChargeDecision, decide_charge
from aftersales.rules.kinds import Cause, FaultCategory, Kind, TermSource
from aftersales.rules.roles import Actor
from aftersales.rules.warranty import WarrantyDecision, WarrantyTerms, decide_warranty
from aftersales.services.decisions import Promises, decide, load_place
from aftersales.services.rows import rows_by
from aftersales.services.terms import load_terms


@dataclass(frozen=True, slots=True)
class TermView:
    """One contract term. `calendar` is the calendar that a calendar term names."""

    name: TermName
    value: dict[str, Any]
    source: TermSource
    quote: str
    from_at: datetime
    holds: bool
    calendar: ServiceCalendar | None = None


@dataclass(frozen=True, slots=True)
class WarrantyView:
    """`decided` is what we would owe for a repair reported now; `charges` who would pay, cause by cause."""

    decided: Promises
    charges: tuple[tuple[Cause, ChargeDecision], ...]
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A project, or a sign, as a row with its warranty."""

    id: int
    code: str
    name: str
    kind: str
    kind_en: str
    warranty: WarrantyDecision


def get_warranty(session: Session, actor: Actor, place: PlaceView, *, now: datetime) -> WarrantyView:
    """Decided by the same rules as a request received now."""
    ensure_any(actor, REGISTER)
    keep_place(session, place)
    rows = load_place(
        session, customer_id=place.customer_id, project_id=place.project_id, sign_id=place.sign_id
    )  # fmt: skip
    terms = load_terms(session, place.project_id)
    decided = decide(
        session, rows, kind=Kind.REPAIR, fault=FaultCategory.OTHER, cause=Cause.UNKNOWN, received_at=now, now=now,
        terms=terms,
    )  # fmt: skip
    coverage = terms.coverage(now)
    charges = tuple(
        (cause, decide_charge(warranty=decided.warranty.result, cause=cause, coverage=coverage))
        for cause in Cause
        if cause is not Cause.UNKNOWN
    )
    return WarrantyView(decided, charges, _views(session, terms.terms, now))


def _views(session: Session, terms: Any, now: datetime) -> tuple[TermView, ...]:
    ids = {term.value["calendar_id"] for term in terms if term.name is TermName.CALENDAR}
    calendars = {id_: row for id_ in ids for row in rows_by(session, ServiceCalendar, "id", id_)}
    last: dict[TermName, ContractTerm] = {term.name: term for term in terms if term.from_at <= now}
    return tuple(
        TermView(
            term.name, term.value, term.source, term.quote, term.from_at, last.get(term.name) is term,
            calendars.get(term.value.get("calendar_id")),
        )
        for term in terms
    )  # fmt: skip


def list_projects_warranty(session: Session, actor: Actor, customer_id: int, *, now: datetime) -> list[Item]:
    """The customer's projects, the newest first, 500 at the most."""
    ensure_any(actor, REGISTER)
    statement = _columns(Project.id, Project.code, Project.name, *_PROJECT_TERMS)
    statement = statement.where(col(Project.customer_id) == customer_id).order_by(col(Project.id).desc())
    on = local_day(now)
    return [
        Item(id_, code, name, "", "", decide_warranty(received_on=on, project=WarrantyTerms(*terms)))
        for id_, code, name, *terms in session.connection().execute(statement.limit(MOST_CHOICES))
    ]


def list_signs_warranty(session: Session, actor: Actor, project_id: int, *, now: datetime) -> list[Item]:
    """The project's signs by code, 500 at the most."""
    ensure_any(actor, REGISTER)
    statement = _columns(
        Sign.id, Sign.code, Sign.place, SignType.name, SignType.name_en, Sign.handover_on, Sign.warranty_months,
        Sign.exchanged_on, Sign.exchange_months, *_PROJECT_TERMS,
    )  # fmt: skip
    statement = statement.join(Project, col(Project.id) == Sign.project_id)
    statement = statement.join(SignType, col(SignType.id) == Sign.sign_type_id)
    statement = statement.where(col(Sign.project_id) == project_id).order_by(col(Sign.code)).limit(MOST_CHOICES)
    on = local_day(now)
    items = []
    found = session.connection().execute(statement)
    for id_, code, place, kind, kind_en, handover_on, months, exchanged_on, own_months, *terms in found:
        own = WarrantyTerms(handover_on, months, TermSource.SIGN)
        exchange = WarrantyTerms(exchanged_on, own_months, TermSource.CONTRACT)
        warranty = decide_warranty(received_on=on, sign=own, project=WarrantyTerms(*terms), exchange=exchange)
        items.append(Item(id_, code, place, kind, kind_en, warranty))
    return items


_PROJECT_TERMS = (Project.handover_on, Project.warranty_months, Project.warranty_source)


def _columns(*columns: Any) -> Any:
    return select(*columns)
