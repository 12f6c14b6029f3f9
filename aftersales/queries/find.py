"""Finding while typing: signs, projects, customers and requests by any words of theirs, newest first.

Each takes what was typed as it is and gives at most `limit` rows; `before_id` is the id of the last
row shown, to go on behind it. Two queries each: the words' index, then the rows to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, literal, select
from sqlmodel import Session, col

from aftersales.database import adapter_of
from aftersales.errors import NotAllowed
from aftersales.models import (
    Assignment,
    Contact,
    Customer,
    Dispatch,
    Project,
    RequestWords,
    ServiceRequest,
    Sign,
    SignType,
)
from aftersales.queries.visible import requests_seen
from aftersales.rules.kinds import FaultCategory, Kind, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.names import digits_of
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.words import query_words

MOST_TYPED = 200  # characters looked at; nobody searches by more
MOST_SIFTED = 500
REGISTER = (Action.SEE_WARRANTY, Action.REGISTER, Action.KEEP_REGISTER, Action.IMPORT)


@dataclass(frozen=True, slots=True)
class FoundSign:
    id: int
    code: str
    place: str
    type_name: str
    type_name_en: str
    project_id: int
    project_name: str
    customer_id: int
    customer_name: str


@dataclass(frozen=True, slots=True)
class FoundProject:
    id: int
    code: str
    name: str
    address: str
    customer_id: int
    customer_name: str


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """`contact_name` and `contact_phone`: whose name or number was typed, else the main contact's."""

    id: int
    name: str
    is_key: bool
    city: str
    address: str
    contact_id: int | None
    contact_name: str
    contact_phone: str


@dataclass(frozen=True, slots=True)
class FoundRequest:
    id: int
    number: str
    state: RequestState
    kind: Kind
    severity: Severity
    fault: FaultCategory
    received_at: datetime
    description: str
    place: str
    sign_id: int | None
    sign_code: str | None
    project_id: int | None
    customer_id: int
    customer_name: str
    contact_name: str
    contact_phone: str


def _columns(*columns: Any) -> Select[Any]:
    """Plain columns, which cost half of objects."""
    return select(*columns)


def _of_ids(id_column: Any, statement: Select[Any]) -> Select[Any]:
    """The rows of the ids that the index found. Built once: building it anew took as long as running it."""
    return statement.where(id_column.in_(bindparam("ids", expanding=True))).order_by(id_column.desc())


_SIGNS = _of_ids(
    col(Sign.id),
    _columns(
        Sign.id, Sign.code, Sign.place, SignType.name, SignType.name_en, Project.id, Project.name, Customer.id,
        Customer.name,
    )
    .join(SignType, col(SignType.id) == Sign.sign_type_id)
    .join(Project, col(Project.id) == Sign.project_id)
    .join(Customer, col(Customer.id) == Project.customer_id),
)  # fmt: skip
_PROJECTS = _of_ids(
    col(Project.id),
    _columns(Project.id, Project.code, Project.name, Project.address, Customer.id, Customer.name).join(
        Customer, col(Customer.id) == Project.customer_id
    ),
)
_CUSTOMERS = _of_ids(
    col(Customer.id),
    _columns(
        Customer.id, Customer.name, Customer.is_key, Customer.city, Customer.address, Contact.id, Contact.name,
        Contact.phone, Contact.phone_digits, Contact.is_main,
    ).outerjoin(Contact, col(Contact.customer_id) == Customer.id),
)  # fmt: skip
_REQUESTS = _of_ids(
    col(ServiceRequest.id),
    _columns(
        ServiceRequest.id, ServiceRequest.number, ServiceRequest.state, ServiceRequest.kind, ServiceRequest.severity,
        ServiceRequest.fault, ServiceRequest.received_at, ServiceRequest.description, ServiceRequest.place,
        ServiceRequest.sign_id, Sign.code, ServiceRequest.project_id, Customer.id, Customer.name,
        ServiceRequest.contact_name, ServiceRequest.contact_phone,
    )
    .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
    .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id),
)  # fmt: skip


def find_signs(
    session: Session, actor: Actor, typed: str, *, limit: int = 20, before_id: int | None = None
) -> list[FoundSign]:
    """By code, place, type, project, customer, city or address."""
    ensure_any(actor, REGISTER)
    ids = _ids(session, "sign_words", typed, before_id, limit)
    return [FoundSign(*row) for row in _rows(session, _SIGNS, ids)]


def find_projects(
    session: Session, actor: Actor, typed: str, *, limit: int = 20, before_id: int | None = None
) -> list[FoundProject]:
    """By contract number, name, address or customer."""
    ensure_any(actor, REGISTER)
    ids = _ids(session, "project_words", typed, before_id, limit)
    return [FoundProject(*row) for row in _rows(session, _PROJECTS, ids)]


def find_customers(
    session: Session, actor: Actor, typed: str, *, limit: int = 20, before_id: int | None = None
) -> list[FoundCustomer]:
    """By name, address, or a contact's name, phone (its last four digits too) or e-mail."""
    ensure_any(actor, REGISTER)
    ids = _ids(session, "customer_words", typed, before_id, limit)
    found: dict[int, tuple[tuple[bool, bool, int], FoundCustomer]] = {}
    for row in _rows(session, _CUSTOMERS, ids):
        id_, name, is_key, city, address, contact_id, contact, phone, digits, is_main = row
        rank = (_is_meant(typed, contact or "", digits or ""), bool(is_main), -(contact_id or 0))
        if id_ not in found or rank > found[id_][0]:
            customer = FoundCustomer(id_, name, is_key, city, address, contact_id, contact or "", phone or "")
            found[id_] = rank, customer
    return [customer for _, customer in found.values()]


def find_requests(
    session: Session, actor: Actor, typed: str, *, limit: int = 20, before_id: int | None = None
) -> list[FoundRequest]:
    """By number, customer, project, sign, place, contact, phone or description.

    A technician finds the jobs he was sent to and no others.
    """
    ensure_any(actor, (Action.SEE_REQUESTS, Action.SEE_OWN_JOBS))
    if actor.only_region is not None:
        ids = _ids_in_sight(session, actor, typed, before_id, limit)
    elif may(actor, Action.SEE_REQUESTS):
        ids = _ids(session, "request_words", typed, before_id, limit)
    else:
        ids = _own_ids(session, actor, typed, before_id, limit)
    return [FoundRequest(*row) for row in _rows(session, _REQUESTS, ids)]


def ensure_any(actor: Actor, actions: tuple[Action, ...]) -> None:
    """One of `actions` is enough to look."""
    if not any(may(actor, action) for action in actions):
        raise NotAllowed(N_("Your role does not allow this search."))


def _ids(session: Session, table: str, typed: str, before_id: int | None, limit: int) -> list[int]:
    words = query_words(typed[:MOST_TYPED])
    return adapter_of(session).search_ids(session, table, words, before_id, limit) if words else []


def _rows(session: Session, statement: Select[Any], ids: list[int]) -> Sequence[Any]:
    return session.connection().execute(statement, {"ids": ids}).all() if ids else []


def _own_ids(session: Session, actor: Actor, typed: str, before_id: int | None, limit: int) -> list[int]:
    """A technician's jobs are some hundreds: cheaper to look through them than to thin out everybody's."""
    words = query_words(typed[:MOST_TYPED])
    if not words:
        return []
    statement = (
        _columns(RequestWords.id)
        .join(Dispatch, col(Dispatch.request_id) == RequestWords.id)
        .join(Assignment, col(Assignment.dispatch_id) == Dispatch.id)
        .where(col(Assignment.staff_id) == actor.staff_id)
        .distinct()
    )
    for word in words:
        pattern = f"% {word[:-1]}%" if word.endswith("*") else f"% {word} %"
        statement = statement.where((literal(" ") + col(RequestWords.words) + " ").like(pattern))
    if before_id is not None:
        statement = statement.where(col(RequestWords.id) < before_id)
    found = session.connection().execute(statement.order_by(col(RequestWords.id).desc()).limit(limit))
    return [row[0] for row in found]


def _ids_in_sight(session: Session, actor: Actor, typed: str, before_id: int | None, limit: int) -> list[int]:
    """What the index finds, as far as an office bound to its region sees it: of the newest 500."""
    ids = _ids(session, "request_words", typed, before_id, MOST_SIFTED)
    seen = _columns(ServiceRequest.id).where(col(ServiceRequest.id).in_(ids), *requests_seen(actor))
    found = session.connection().execute(seen.order_by(col(ServiceRequest.id).desc()).limit(limit))
    return [row[0] for row in found]


def _is_meant(typed: str, name: str, digits: str) -> bool:
    """Whether this contact is the one that was typed, by number or by name."""
    wanted = digits_of(typed)
    return (len(wanted) >= 4 and wanted in digits) or bool(typed.strip() and name and typed.strip() in name)


__all__ = ["FoundCustomer", "FoundProject", "FoundRequest", "FoundSign", "find_customers", "find_projects",
           "find_requests", "find_signs"]  # fmt: skip
