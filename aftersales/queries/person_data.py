"""Everything stored about one person of a customer: to show, to hand out, and to erase.

A person is a name with a telephone number: two who share a phone are two, and so are two of one name. What hangs on
their requests, complaints and customers is looked through for that name and that number, by the declared list of
`models/personal.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import Base, Contact, ServiceRequest
from aftersales.models.personal import OF_CUSTOMERS
from aftersales.queries.person_reach import (
    SEALED,
    Person,
    events_naming,
    in_parts,
    rows_of_person,
)
from aftersales.rules.message import N_
from aftersales.rules.names import digits_of
from aftersales.rules.personal import ERASED
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class FoundPerson:
    person: Person
    phone: str  # as it was written
    contacts: int
    requests: int


def find_people(session: Session, actor: Actor, typed: str) -> list[FoundPerson]:
    """Who has this name or this number (all its digits), each name and number once. Raises NotAllowed."""
    ensure_may(actor, Action.ERASE_PERSON)
    name, digits = typed.strip()[:80], digits_of(typed)
    if not name:
        return []
    found: dict[Person, list[Any]] = {}
    sources: tuple[tuple[Any, Any, Any, int], ...] = (
        (Contact, Contact.name, Contact.phone, 0),
        (ServiceRequest, ServiceRequest.contact_name, ServiceRequest.contact_phone, 1),
    )
    for table, name_column, phone_column, place in sources:
        wanted = col(name_column) == name
        if len(digits) >= 7:
            # By the last digits, then by all of them: people write spaces and countries as they like.
            wanted |= col(phone_column).like(f"%{digits[-2:]}%")
        rows = session.connection().execute(select(name_column, phone_column).select_from(table).where(wanted))
        for who, phone in rows:
            person = Person(who, digits_of(phone))
            if who and (who == name or (digits and person.digits == digits)):
                entry = found.setdefault(person, [phone, 0, 0])
                entry[1 + place] += 1
    people = [FoundPerson(person, *entry) for person, entry in found.items()]
    return sorted(people, key=lambda one: (-one.requests - one.contacts, one.person.name))[:MOST_PEOPLE]


def get_person_of_contact(session: Session, actor: Actor, contact_id: int) -> Person:
    """Whom one contact of the register names. Raises NotAllowed, NotFound."""
    ensure_may(actor, Action.ERASE_PERSON)
    contact = session.get(Contact, contact_id)
    if contact is None or contact.name == ERASED:
        raise NotFound(N_("Nothing about this person is stored."))
    return Person(contact.name, digits_of(contact.phone))


def export_person(session: Session, actor: Actor, person: Person) -> dict[str, Any]:
    """All of it as plain values, for JSON: rows by table, and the events that name the person.

    Complaints about somebody's integrity are left out, for whoever asks.
    """
    rows = rows_of_person(session, actor, person)
    told: dict[str, list[dict[str, Any]]] = {}
    for name in OF_CUSTOMERS:
        table = Base.metadata.tables[name]
        ids = sorted({*rows.own.get(name, ()), *rows.naming.get(name, ())})
        if name in SEALED or not ids:
            continue
        key = next(iter(table.primary_key.columns))
        told[name] = [
            {column: _plain(value) for column, value in row._mapping.items() if value not in (None, "")}
            for part in in_parts(ids)
            for row in session.connection().execute(select(table).where(key.in_(part)).order_by(key))
        ]
    events = [
        {"at": event.at.isoformat(), "event": event.name, "subject": event.subject, "id": event.subject_id,
         "words": words}
        for event, words in events_naming(session, rows)
    ]  # fmt: skip
    return {"person": {"name": person.name, "phone": person.digits}, "rows": told, "events": events}


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, int | float | str | bool | dict | list) else str(value)
