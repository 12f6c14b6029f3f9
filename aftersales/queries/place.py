"""Who calls and about what: a customer, project or sign with all that a clerk wants to see of it at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import Contact, Customer, Office, Project, Sign, SignType, Team
from aftersales.queries.find import REGISTER, ensure_any
from aftersales.rules.contact_sight import sight_of_customer
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.rows import rows_by

MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class ContactView:
    id: int
    name: str
    phone: str
    title: str
    is_main: bool
    is_whole: bool = True  # else the phone is masked


@dataclass(frozen=True, slots=True)
class PlaceView:
    """What was chosen, and what it belongs to; `project…` and `sign…` are None where only more is known."""

    customer_id: int
    customer_name: str
    is_key: bool
    city: str
    customer_address: str
    customer_office_id: int | None
    project_id: int | None = None
    project_code: str | None = None
    project_name: str | None = None
    project_address: str | None = None
    project_handover_on: date | None = None
    project_warranty_months: int | None = None
    office_id: int | None = None
    office_name: str | None = None
    office_name_en: str | None = None
    team_name: str | None = None
    team_name_en: str | None = None
    sign_id: int | None = None
    sign_code: str | None = None
    sign_place: str | None = None
    sign_handover_on: date | None = None
    sign_warranty_months: int | None = None
    sign_type_name: str | None = None
    sign_type_name_en: str | None = None
    is_main_sign: bool | None = None
    is_whole: bool = True  # else the addresses are masked


@dataclass(frozen=True, slots=True)
class Choice:
    """One project of a customer, or one sign of a project, to narrow down to."""

    id: int
    code: str
    name: str


_CUSTOMER = (Customer.id, Customer.name, Customer.is_key, Customer.city, Customer.address, Customer.office_id)
_PROJECT = (
    Project.id, Project.code, Project.name, Project.address, Project.handover_on, Project.warranty_months, Office.id,
    Office.name, Office.name_en, Team.name, Team.name_en,
)  # fmt: skip
_SIGN = (
    Sign.id, Sign.code, Sign.place, Sign.handover_on, Sign.warranty_months, SignType.name, SignType.name_en,
    Sign.is_main, SignType.is_main,
)  # fmt: skip


def get_place(
    session: Session,
    actor: Actor,
    *,
    customer_id: int | None = None,
    project_id: int | None = None,
    sign_id: int | None = None,
) -> PlaceView:
    """The most exact of the three. Raises NotFound, and NotAllowed as the search does."""
    if sign_id is not None:
        return _one(session, actor, _signs().where(col(Sign.id) == sign_id))
    if project_id is not None:
        return _one(session, actor, _projects().where(col(Project.id) == project_id))
    return _one(session, actor, _columns(*_CUSTOMER).where(col(Customer.id) == customer_id))


def find_place_of_code(session: Session, actor: Actor, code: str) -> PlaceView | None:
    """The sign with exactly this code, else the project with this contract number; for pasted addresses."""
    for statement in (_signs().where(col(Sign.code) == code), _projects().where(col(Project.code) == code)):
        try:
            return _one(session, actor, statement)
        except NotFound:
            continue
    return None


def list_contacts(session: Session, actor: Actor, place: PlaceView, *, limit: int = 12) -> list[ContactView]:
    """Whom to reach there, the main one first."""
    ensure_any(actor, REGISTER)
    sight = sight_of_customer(actor, place.customer_office_id)
    found = rows_by(session, Contact, "customer_id", place.customer_id)
    return [
        ContactView(one.id or 0, one.name, sight.phone(one.phone), one.title, one.is_main, sight.is_whole)
        for one in sorted(found, key=lambda one: (not one.is_main, one.id))[:limit]
    ]


def list_projects_of(session: Session, actor: Actor, customer_id: int) -> list[Choice]:
    """The customer's projects, the newest first, 500 at the most."""
    ensure_any(actor, REGISTER)
    statement = _columns(Project.id, Project.code, Project.name).where(col(Project.customer_id) == customer_id)
    statement = statement.order_by(col(Project.id).desc()).limit(MOST_CHOICES)
    return [Choice(*row) for row in session.connection().execute(statement)]


def list_signs_of(session: Session, actor: Actor, project_id: int) -> list[Choice]:
    """The project's signs by code, 500 at the most."""
    ensure_any(actor, REGISTER)
    statement = _columns(Sign.id, Sign.code, Sign.place).where(col(Sign.project_id) == project_id)
    statement = statement.order_by(col(Sign.code)).limit(MOST_CHOICES)
    return [Choice(*row) for row in session.connection().execute(statement)]


def _columns(*columns: Any) -> Select[Any]:
    return select(*columns)


def _projects() -> Select[Any]:
    return _with_project(_columns(*_CUSTOMER, *_PROJECT).select_from(Project))


def _signs() -> Select[Any]:
    statement = _columns(*_CUSTOMER, *_PROJECT, *_SIGN).select_from(Sign)
    statement = statement.join(SignType, col(SignType.id) == Sign.sign_type_id)
    return _with_project(statement.join(Project, col(Project.id) == Sign.project_id))


def _with_project(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(Customer, col(Customer.id) == Project.customer_id)
        .join(Office, col(Office.id) == Project.office_id)
        .outerjoin(Team, col(Team.id) == Project.team_id)
    )


def _one(session: Session, actor: Actor, statement: Select[Any]) -> PlaceView:
    ensure_any(actor, REGISTER)
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotFound(N_("This customer, project or sign is not in the register."))
    values = list(row)
    if len(values) > len(_CUSTOMER) + len(_PROJECT):
        own, by_type = values[-2:]
        values[-2:] = [by_type if own is None else own]
    return _as_seen(actor, PlaceView(*values))


def _as_seen(actor: Actor, place: PlaceView) -> PlaceView:
    """The customer's address by the customer's office, the site's by the office that built it."""
    of_customer = sight_of_customer(actor, place.customer_office_id)
    of_project = sight_of_customer(actor, place.office_id) if place.office_id is not None else of_customer
    if of_customer.is_whole and of_project.is_whole:
        return place
    project_address = place.project_address
    return replace(
        place, customer_address=of_customer.address(place.customer_address, place.city),
        project_address=of_project.address(project_address, place.city) if project_address else project_address,
        is_whole=False,
    )  # fmt: skip
