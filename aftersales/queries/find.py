"""Finding while typing: signs, projects, customers and requests by any words of theirs, newest first.

Each takes what was typed as it is and gives at most `limit` rows; `before_id` is the id of the last
row shown, to go on behind it. Two queries each: the words' index, then the rows to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlmodel import Session, col

from aftersales.database import adapter_of
from aftersales.errors import NotAllowed
from aftersales.models import (
    Contact,
    Customer,
    Project,
    RequestWords,
    ServiceRequest,
    Sign,
    SignType,
)
from aftersales.prepared import Prepared, is_one_of
from aftersales.queries.found import FoundCustomer, FoundProject, FoundRequest, FoundSign
from aftersales.queries.visible import own_request_ids, requests_seen
from aftersales.rules.contact_sight import sees_all_contacts, sight_of_customer, sight_of_request
from aftersales.rules.kinds import Role
from aftersales.rules.lifecycle import OPEN_STATES
from aftersales.rules.message import N_
from aftersales.rules.names import digits_of
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.words import EITHER, query_words

MOST_TYPED = 200  # characters looked at; nobody searches by more
MOST_SIFTED = 500
MOST_LOOKED_THROUGH = 2_000
REGISTER = (Action.SEE_WARRANTY, Action.REGISTER, Action.KEEP_REGISTER, Action.IMPORT)


def _columns(*columns: Any) -> Select[Any]:
    """Plain columns, which cost half of objects."""
    return select(*columns)


def _of_ids(id_column: Any, statement: Select[Any]) -> Prepared:
    """The rows of the ids that the index found. Prepared: building it anew took as long as running it."""
    return Prepared(statement.where(is_one_of(id_column, "ids")).order_by(id_column.desc()))


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
    _columns(
        Project.id, Project.code, Project.name, Project.address, Customer.id, Customer.name, Project.office_id
    ).join(Customer, col(Customer.id) == Project.customer_id),
)  # fmt: skip
_CUSTOMERS = _of_ids(
    col(Customer.id),
    _columns(
        Customer.id, Customer.name, Customer.is_key, Customer.city, Customer.address, Contact.id, Contact.name,
        Contact.phone, Contact.phone_digits, Contact.is_main, Customer.office_id,
    ).outerjoin(Contact, col(Contact.customer_id) == Customer.id),
)  # fmt: skip
_REQUESTS = _of_ids(
    col(ServiceRequest.id),
    _columns(
        ServiceRequest.id, ServiceRequest.number, ServiceRequest.state, ServiceRequest.kind, ServiceRequest.severity,
        ServiceRequest.fault, ServiceRequest.received_at, ServiceRequest.description, ServiceRequest.place,
        ServiceRequest.sign_id, Sign.code, ServiceRequest.project_id, Customer.id, Customer.name,
        ServiceRequest.contact_name, ServiceRequest.contact_phone, ServiceRequest.office_id,
        ServiceRequest.registered_by_id,
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
    found = []
    for *row, office_id in _rows(session, _PROJECTS, ids):
        row[3] = sight_of_customer(actor, office_id).address(row[3])
        found.append(FoundProject(*row))
    return found


def find_customers(
    session: Session, actor: Actor, typed: str, *, limit: int = 20, before_id: int | None = None
) -> list[FoundCustomer]:
    """By name, address, or a contact's name, phone (its last four digits too) or e-mail."""
    ensure_any(actor, REGISTER)
    ids = _customer_ids(session, actor, typed, before_id, limit)
    found: dict[int, tuple[tuple[bool, bool, int], FoundCustomer]] = {}
    for row in _rows(session, _CUSTOMERS, ids):
        id_, name, is_key, city, address, contact_id, contact, phone, digits, is_main, office_id = row
        sight = sight_of_customer(actor, office_id)
        is_meant = _is_meant(typed, contact or "", digits or "" if sight.is_whole else "")
        rank = (is_meant, bool(is_main), -(contact_id or 0))
        if id_ not in found or rank > found[id_][0]:
            customer = FoundCustomer(
                id_, name, is_key, city, sight.address(address), contact_id, contact or "", sight.phone(phone or "")
            )
            found[id_] = rank, customer
    return [customer for _, customer in found.values()]


def find_requests(
    session: Session, actor: Actor, typed: str, *, limit: int = 20, before_id: int | None = None
) -> list[FoundRequest]:
    """By number, customer, project, sign, place, contact, phone or description.

    A technician finds the jobs he was sent to and no others. By phone finds who would see that phone.
    """
    ensure_any(actor, (Action.SEE_REQUESTS, Action.SEE_OWN_JOBS))
    if not may(actor, Action.SEE_REQUESTS):
        ids = _own_ids(session, actor, typed, before_id, limit)
    elif actor.only_region is not None or not sees_all_contacts(actor):
        ids = _ids_in_sight(session, actor, typed, before_id, limit)
    else:
        ids = _ids(session, "request_words", typed, before_id, limit, phones=True)
    return [_found_request(actor, row) for row in _rows(session, _REQUESTS, ids)]


def _found_request(actor: Actor, row: Any) -> FoundRequest:
    *values, office_id, registered_by_id = row
    found = FoundRequest(*values)
    sight = sight_of_request(actor, office_id=office_id, registered_by_id=registered_by_id, state=found.state)
    if sight.is_whole:
        return found
    phone, said = sight.phone(found.contact_phone), sight.text(found.description)
    return replace(found, contact_phone=phone, description=said, place=sight.text(found.place))


def ensure_any(actor: Actor, actions: tuple[Action, ...]) -> None:
    """One of `actions` is enough to look."""
    if not any(may(actor, action) for action in actions):
        raise NotAllowed(N_("Your role does not allow this search."))


def _ids(
    session: Session, table: str, typed: str, before_id: int | None, limit: int, *, phones: bool = False
) -> list[int]:
    words = query_words(typed[:MOST_TYPED], phones=phones)
    return adapter_of(session).search_ids(session, table, words, before_id, limit) if words else []


def _rows(session: Session, statement: Prepared, ids: list[int]) -> Sequence[Any]:
    return statement.rows(session, {"ids": ids}) if ids else []


def _own_ids(session: Session, actor: Actor, typed: str, before_id: int | None, limit: int) -> list[int]:
    """Of the newest that the index finds, those that the technician was sent to; too few, and all jobs are read."""
    words = query_words(typed[:MOST_TYPED], phones=True)
    newest = _ids(session, "request_words", typed, before_id, MOST_LOOKED_THROUGH, phones=True)
    if not newest:
        return []
    conditions: list[ColumnElement[bool]] = []
    is_open = col(ServiceRequest.state).in_(OPEN_STATES)
    for word in words:
        plain, *by_phone = (_stands_in_words(one) for one in word.split(EITHER))
        conditions.append(or_(plain, *(is_open & condition for condition in by_phone)))
    if before_id is not None:
        conditions.append(col(RequestWords.id) < before_id)
    those = (
        _columns(RequestWords.id)
        .join(ServiceRequest, col(ServiceRequest.id) == RequestWords.id)
        .where(*conditions)
        .order_by(col(RequestWords.id).desc())
        .limit(limit)
    )
    read = session.connection().execute
    found = list(read(those.where(col(RequestWords.id).in_(newest), *requests_seen(actor))).scalars())
    if len(found) == limit or len(newest) < MOST_LOOKED_THROUGH:
        return found
    return list(read(those.where(col(RequestWords.id).in_(own_request_ids(actor)))).scalars())


def _stands_in_words(word: str) -> ColumnElement[bool]:
    pattern = f"% {word[:-1]}%" if word.endswith("*") else f"% {word} %"
    return (literal(" ") + col(RequestWords.words) + " ").like(pattern)


def _ids_in_sight(session: Session, actor: Actor, typed: str, before_id: int | None, limit: int) -> list[int]:
    """Of the newest 500 that the index finds: those seen, and by a phone only those whose phone is seen."""
    table, seen = "request_words", requests_seen(actor)
    found = _sifted(session, ServiceRequest, _ids(session, table, typed, before_id, MOST_SIFTED), seen)
    if Role.OFFICE in actor.roles and query_words(typed) != query_words(typed, phones=True):
        by_phone = _ids(session, table, typed, before_id, MOST_SIFTED, phones=True)
        own = col(ServiceRequest.office_id) == actor.office_id
        own |= col(ServiceRequest.registered_by_id) == actor.staff_id
        found |= _sifted(session, ServiceRequest, by_phone, [*seen, own])
    return sorted(found, reverse=True)[:limit]


def _customer_ids(session: Session, actor: Actor, typed: str, before_id: int | None, limit: int) -> list[int]:
    """By a phone only customers whose phones are seen."""
    table = "customer_words"
    if sees_all_contacts(actor):
        return _ids(session, table, typed, before_id, limit, phones=True)
    found = set(_ids(session, table, typed, before_id, limit))
    if Role.OFFICE in actor.roles:
        by_phone = _ids(session, table, typed, before_id, MOST_SIFTED, phones=True)
        found |= _sifted(session, Customer, by_phone, [col(Customer.office_id) == actor.office_id])
    return sorted(found, reverse=True)[:limit]


def _sifted(session: Session, kind: Any, ids: list[int], conditions: Sequence[ColumnElement[bool]]) -> set[int]:
    if not ids or not conditions:
        return set(ids)
    return set(session.connection().execute(_columns(kind.id).where(kind.id.in_(ids), *conditions)).scalars())


def _is_meant(typed: str, name: str, digits: str) -> bool:
    """Whether this contact is the one that was typed, by number or by name."""
    wanted = digits_of(typed)
    return (len(wanted) >= 4 and wanted in digits) or bool(typed.strip() and name and typed.strip() in name)


__all__ = ["FoundCustomer", "FoundProject", "FoundRequest", "FoundSign", "find_customers", "find_projects",
           "find_requests", "find_signs"]  # fmt: skip
