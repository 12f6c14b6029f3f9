"""Everything stored about one person of a customer: to show, to hand out, and to erase.

A person is a name with a telephone number: two who share a phone are two, and so are two of one name. What hangs on
their requests, complaints and customers is looked through for that name and that number, by the declared list of
`models/personal.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import Base, Contact, Event, EventWords, ServiceRequest
from aftersales.models.personal import OF_CUSTOMERS, Personal
from aftersales.rules.message import N_
from aftersales.rules.names import digits_of
from aftersales.rules.personal import ERASED, names_person
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_PEOPLE = 50
AT_ONCE = 500  # ids in one statement
# Kinds that a search for the name and the number goes by, beside the rows that are the person's own.
_SAID = (Personal.NAME, Personal.WORDS)
# The rows that are one person's own, by the columns of their name and number.
OWN = {
    "contact": ("name", "phone"), "service_request": ("contact_name", "contact_phone"),
    "complaint": ("contact_name", "contact_phone"), "integrity_complaint": ("contact_name", "contact_phone"),
}  # fmt: skip
SEALED = ("integrity_complaint",)  # nobody is told of them here (*Opinions about people*)
# How a table's rows hang on the person's own: its column, and the table that it names.
_HANGS_BY = (
    ("request_id", "service_request"), ("customer_id", "customer"), ("dispatch_id", "dispatch"),
    ("return_id", "product_return"), ("project_id", "project"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """`digits` is the number without its country; empty where none is known."""

    name: str
    digits: str


@dataclass(frozen=True, slots=True)
class FoundPerson:
    person: Person
    phone: str  # as it was written
    contacts: int
    requests: int


@dataclass(slots=True)
class PersonRows:
    """Ids of the rows by table: `own` are the person's, `naming` name them in one of their columns."""

    person: Person
    own: dict[str, list[int]] = field(default_factory=dict)
    naming: dict[str, list[int]] = field(default_factory=dict)

    def count(self) -> dict[str, int]:
        """By table, without what nobody is told of."""
        found = {name: len(ids) for name, ids in self.own.items() if ids and name not in SEALED}
        for name, ids in self.naming.items():
            if ids and name not in SEALED:
                found[name] = found.get(name, 0) + len(ids)
        return found


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


def rows_of_person(session: Session, actor: Actor, person: Person) -> PersonRows:
    """The ids of all rows that are this person's or name them. Raises NotAllowed."""
    ensure_may(actor, Action.ERASE_PERSON)
    rows = PersonRows(person)
    for name, (name_column, phone_column) in OWN.items():
        table = Base.metadata.tables[name]
        asked = select(table.c.id, table.c[phone_column]).where(table.c[name_column] == person.name)
        rows.own[name] = [
            id_ for id_, phone in session.connection().execute(asked) if digits_of(phone or "") == person.digits
        ]
    reached = _reached(session, rows)
    for name, columns in OF_CUSTOMERS.items():
        table = Base.metadata.tables[name]
        # Another's row with the same name and another number is another's.
        said = [column for column, kind in columns.items() if kind in _SAID and column not in OWN.get(name, ())]
        if not said or name in ("event_words", "sealed_event_words", "attachment"):
            continue
        key = next(iter(table.primary_key.columns))
        ids = _hanging(session, table, reached)
        own = set(rows.own.get(name, ()))
        rows.naming[name] = [
            row[0]
            for part in _parts(sorted(ids - own))
            for row in session.connection().execute(select(key, *(table.c[one] for one in said)).where(key.in_(part)))
            if any(names_person(value or "", person.name, person.digits) for value in row[1:])
        ]
    return rows


def _reached(session: Session, rows: PersonRows) -> dict[str, set[int]]:
    """Requests, customers, visits, returns and projects that the person has to do with."""
    requests = set(rows.own["service_request"])
    customers = _column(session, "contact", "customer_id", "id", rows.own["contact"])
    customers |= _column(session, "service_request", "customer_id", "id", requests)
    for name in ("complaint", "integrity_complaint"):
        customers |= _column(session, name, "customer_id", "id", rows.own[name])
        requests |= _column(session, name, "request_id", "id", rows.own[name])
    return {
        "service_request": requests, "customer": customers,
        "dispatch": _column(session, "dispatch", "id", "request_id", requests),
        "product_return": _column(session, "product_return", "id", "request_id", requests)
        | _column(session, "product_return", "id", "customer_id", customers),
        "project": _column(session, "project", "id", "customer_id", customers),
    }  # fmt: skip


def _column(session: Session, table: str, wanted: str, by: str, ids: Any) -> set[int]:
    columns = Base.metadata.tables[table].c
    found: set[int] = set()
    for part in _parts(sorted(ids)):
        found |= set(session.connection().execute(select(columns[wanted]).where(columns[by].in_(part))).scalars())
    return {one for one in found if one is not None}


def _hanging(session: Session, table: Table, reached: dict[str, set[int]]) -> set[int]:
    """The ids of a table's rows that hang on what was reached, or are among it."""
    ids = set(reached.get(table.name, ()))
    key = next(iter(table.primary_key.columns)).name
    for column, of in _HANGS_BY:
        if column in table.c:
            ids |= _column(session, table.name, key, column, reached[of])
    return ids


def _parts(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]


def events_naming(
    session: Session, rows: PersonRows, event: Any = Event, words: Any = EventWords
) -> list[tuple[Event, dict[str, Any]]]:
    """The events whose words name this person, oldest first, with those words.

    All words are looked through: a name may stand beside an event of anything.
    """
    person = rows.person
    found = []
    statement: Any = select(event, words.words).join(words, words.event_id == event.id).order_by(event.id)
    for one, said in session.execute(statement.execution_options(yield_per=2000)):
        text = json.dumps(said, ensure_ascii=False)
        if names_person(text, person.name, person.digits) or _has_number(said, person.digits):
            found.append((one, said))
    return found


def _has_number(said: Any, digits: str) -> bool:
    """Whether a value is the number, however it was written."""
    if not digits:
        return False
    if isinstance(said, dict):
        return any(_has_number(value, digits) for value in said.values())
    if isinstance(said, list):
        return any(_has_number(value, digits) for value in said)
    return isinstance(said, str) and len(said) <= 40 and digits_of(said) == digits


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
            for part in _parts(ids)
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
