"""What we owe: warranty, charge, recurrence and deadlines of one request, decided from the rows.

The intake page looks at it before saving; registering uses the very same function.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.errors import InvalidInput, NotFound
from aftersales.models import Customer, Project, Sign, TermName
from aftersales.rules.charge import ChargeDecision, decide_charge
from aftersales.rules.deadlines import (
    Deadline,
    Promise,
    Stop,
    arrival_deadline,
    ensure_asked_after_receipt,
    response_deadline,
)
from aftersales.rules.kinds import Cause, FaultCategory, Kind, TermSource
from aftersales.rules.message import N_
from aftersales.rules.recurrence import WINDOW_DAYS, Earlier, RecurrenceDecision, decide_recurrence
from aftersales.rules.warranty import WarrantyDecision, WarrantyTerms, decide_warranty
from aftersales.services.place_rows import finished_requests, place_of_project, place_of_sign
from aftersales.services.terms import ProjectTerms, load_terms


@dataclass(frozen=True, slots=True)
class Place:
    """Whose sign it is: the rows that a request hangs on (1.4c)."""

    customer: Customer
    project: Project | None
    sign: Sign | None


@dataclass(frozen=True, slots=True)
class Promises:
    """All decisions of one request at one moment. `arrival` and `repair` are None for kinds without a visit."""

    warranty: WarrantyDecision
    charge: ChargeDecision
    recurrence: RecurrenceDecision
    response: Deadline
    arrival: Deadline | None
    repair: Deadline | None


def load_place(
    session: Session, *, customer_id: int | None, project_id: int | None = None, sign_id: int | None = None
) -> Place:
    """The sign with its project and customer, or as much as is known.

    Raises NotFound, or InvalidInput for a mismatch.
    """
    sign = project = None
    if sign_id is not None:
        row = place_of_sign(session, sign_id)
        if row is None:
            raise NotFound(N_("This sign is not in the register."))
        sign, project, customer = row
    elif project_id is not None:
        pair = place_of_project(session, project_id)
        if pair is None:
            raise NotFound(N_("This project is not in the register."))
        project, customer = pair
    else:
        found = session.get(Customer, customer_id) if customer_id is not None else None
        if found is None:
            raise InvalidInput(N_("Choose the customer, the project or the sign first."), field="customer_id")
        customer = found
    if customer_id is not None and customer.id != customer_id:
        raise InvalidInput(N_("The sign or project belongs to another customer."), field="customer_id")
    if project_id is not None and project is not None and project.id != project_id:
        raise InvalidInput(N_("The sign belongs to another project."), field="project_id")
    return Place(customer, project, sign)


def find_earlier(session: Session, sign_id: int | None, *, but: int | None = None) -> list[Earlier]:
    """Finished requests of the same sign, for the recurrence check (4(6)), newest first."""
    if sign_id is None:
        return []
    return [
        Earlier(id, number, sign_id, found or fault, finished_at, kind is Kind.REPAIR)
        for id, number, fault, found, finished_at, kind in finished_requests(session, sign_id)
        if id != but and kind.needs_visit
    ]


def warranty_of(place: Place, received_at: datetime) -> WarrantyDecision:
    """The sign's own handover and months win over its project's; an exchange's own months may end later (3(1))."""
    sign, project = place.sign, place.project
    return decide_warranty(
        received_on=local_day(received_at),
        exchange=WarrantyTerms(sign.exchanged_on, sign.exchange_months, TermSource.CONTRACT) if sign else None,
        sign=WarrantyTerms(sign.handover_on, sign.warranty_months, TermSource.SIGN) if sign else None,
        project=WarrantyTerms(project.handover_on, project.warranty_months, project.warranty_source)
        if project
        else None,
    )


def decide(
    session: Session,
    place: Place,
    *,
    kind: Kind,
    fault: FaultCategory,
    cause: Cause,
    received_at: datetime,
    clock_from_at: datetime | None = None,
    promises: tuple[Promise, ...] = (),
    stops: tuple[Stop, ...] = (),
    asked_at: datetime | None = None,
    request_id: int | None = None,
    now: datetime | None = None,
    terms: ProjectTerms | None = None,
) -> Promises:
    """Everything that follows from the facts, by the rules. `clock_from_at` is the reopening, where there was one."""
    if asked_at is not None:
        ensure_asked_after_receipt(asked_at=asked_at, received_at=received_at)
    terms = terms or load_terms(session, place.project.id if place.project else None)
    start = clock_from_at or received_at
    warranty = warranty_of(place, received_at)
    earlier = find_earlier(session, place.sign.id if place.sign else None, but=request_id) if kind.needs_visit else []
    recurrence = decide_recurrence(received_at=received_at, fault=fault, earlier=earlier, zone=service_zone())
    charge = decide_charge(
        warranty=warranty.result, cause=cause, coverage=terms.coverage(received_at), repeat=recurrence.repeat
    )
    return Promises(
        warranty=warranty,
        charge=charge,
        recurrence=recurrence,
        response=response_of(terms, start),
        arrival=arrival_of(terms, warranty, start, promises, stops, now) if kind.needs_visit else None,
        repair=repair_of(terms, start, stops, now) if kind.needs_visit else None,
    )


def response_of(terms: ProjectTerms, start: datetime) -> Deadline:
    """4 h (4(4)) or the contract's hours (2a)."""
    found = terms.hours(TermName.RESPONSE_HOURS, start)
    length, source = (found[0], found[1].source) if found else (timedelta(hours=4), TermSource.RULES)
    return response_deadline(
        received_at=start, length=length, source=source, calendar=terms.calendar_at(start), zone=service_zone()
    )


def arrival_of(
    terms: ProjectTerms,
    warranty: WarrantyDecision,
    start: datetime,
    promises: tuple[Promise, ...],
    stops: tuple[Stop, ...],
    now: datetime | None,
) -> Deadline:
    """The promised time, else the contract's hours, else 1.3."""
    return arrival_deadline(
        received_at=start, terms=terms.arrival(warranty.result.in_warranty, start), promises=promises, stops=stops,
        now=now, zone=service_zone(),
    )  # fmt: skip


def repair_of(terms: ProjectTerms, start: datetime, stops: tuple[Stop, ...], now: datetime | None) -> Deadline | None:
    """Only where the contract sets one (2a)."""
    periods = terms.repair(start)
    if not periods:
        return None
    return arrival_deadline(received_at=start, terms=periods, stops=stops, now=now, zone=service_zone())


__all__ = ["WINDOW_DAYS", "Place", "Promises", "decide", "find_earlier", "load_place", "warranty_of"]
