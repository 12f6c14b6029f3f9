"""Show a masked phone or address to somebody who asks for it: once, and it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import Contact, Customer, Event, Project, ServiceRequest
from aftersales.queries.complaint_sight import find_complaint
from aftersales.queries.visible import requests_seen
from aftersales.rules.complaint import workflow_of
from aftersales.rules.message import N_
from aftersales.rules.roles import SYSTEM, Action, Actor, ensure_may
from aftersales.services.events import record_event

MOST_CONTACTS = 12
NEWEST_LOOKED_AT = 20_000  # events: more than a day of a busy company


@dataclass(frozen=True, slots=True)
class Revealed:
    """`people` are name and phone of each; `address` is the work's own, else the customer's."""

    people: tuple[tuple[str, str], ...]
    address: str


def reveal_request_contact(session: Session, *, actor: Actor, now: datetime, request_id: int) -> Revealed:
    """The contact and the address of one request, as stored. The event tells who looked, never what was shown.

    Raises NotAllowed for who may not ask, NotFound also for a request that isn't this person's to see.
    """
    ensure_may(actor, Action.REVEAL_CONTACTS)
    columns: tuple[Any, ...] = (
        ServiceRequest.contact_name, ServiceRequest.contact_phone, Project.address, Customer.city, Customer.address
    )  # fmt: skip
    row = session.execute(
        select(*columns)
        .select_from(ServiceRequest)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Project, col(Project.id) == ServiceRequest.project_id)
        .where(col(ServiceRequest.id) == request_id, *requests_seen(actor))
    ).first()
    if row is None:
        raise NotFound(N_("This service request does not exist."))
    name, phone, site, city, address = row
    _tell(session, actor, now, "request", request_id)
    return Revealed(((name, phone),), site or f"{city}{address}")


def reveal_customer_contacts(session: Session, *, actor: Actor, now: datetime, customer_id: int) -> Revealed:
    """The same of a customer: everybody to reach there, and its address."""
    ensure_may(actor, Action.REVEAL_CONTACTS)
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound(N_("This does not exist."))
    people: Any = (
        select(col(Contact.name), col(Contact.phone))
        .where(col(Contact.customer_id) == customer_id)
        .order_by(col(Contact.is_main).desc(), col(Contact.id))
        .limit(MOST_CONTACTS)
    )
    found = tuple((name, phone) for name, phone in session.execute(people))
    _tell(session, actor, now, "customer", customer_id)
    return Revealed(found, f"{customer.city}{customer.address}")


def reveal_complaint_contact(session: Session, *, actor: Actor, now: datetime, number: str) -> Revealed:
    """The same of one complaint; of one about integrity it is told in the trail of those alone."""
    ensure_may(actor, Action.REVEAL_CONTACTS)
    complaint = find_complaint(session, actor, number)
    _tell(session, actor, now, workflow_of(complaint.kind).name, complaint.id or 0)
    return Revealed(((complaint.contact_name, complaint.contact_phone),), "")


def note_export(
    session: Session, *, actor: Actor = SYSTEM, now: datetime, register: str, from_on: date | None, to_on: date | None
) -> None:
    """That a register was written with its contacts in full, past any screen. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_CONTACTS)
    record_event(
        session, actor=actor, now=now, name="export_contacts", subject="company", subject_id=1,
        data={"register": register, "from": from_on, "to": to_on},
    )  # fmt: skip


def _tell(session: Session, actor: Actor, now: datetime, subject: str, subject_id: int) -> None:
    """Who looked, at what, and how often within a day: who collects numbers stands out in the trail."""
    record_event(
        session, actor=actor, now=now, name="reveal_contact", subject=subject, subject_id=subject_id,
        data={"within_a_day": _looks(session, actor, now) + 1},
    )  # fmt: skip


def _looks(session: Session, actor: Actor, now: datetime) -> int:
    """How often this person looked in the last 24 hours, counted over the newest events."""
    end = session.execute(select(func.max(col(Event.id)))).scalar() or 0
    newest: Any = select(func.count()).where(
        col(Event.id) > end - NEWEST_LOOKED_AT, col(Event.name) == "reveal_contact",
        col(Event.actor_id) == actor.staff_id, col(Event.at) > now - timedelta(days=1),
    )  # fmt: skip
    return int(session.execute(newest).scalar_one())
