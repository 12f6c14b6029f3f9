"""Which rows have to do with one person of a customer: their own, what hangs on them, and what names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, and_, or_, select
from sqlmodel import Session

from aftersales.models import Base, Event, EventWords
from aftersales.models.personal import OF_CUSTOMERS, Personal
from aftersales.rules.names import digits_of
from aftersales.rules.personal import names_person, without_person
from aftersales.rules.roles import Action, Actor, ensure_may

AT_ONCE = 500  # ids in one statement
FEWEST_DIGITS = 7  # of a number that is looked for wherever somebody wrote
# Kinds that a search for the name and the number goes by, beside the rows that are the person's own.
SAID = (Personal.NAME, Personal.WORDS)
# The rows that are one person's own, by the columns of their name and number.
OWN = {
    "contact": ("name", "phone"), "service_request": ("contact_name", "contact_phone"),
    "complaint": ("contact_name", "contact_phone"), "integrity_complaint": ("contact_name", "contact_phone"),
}  # fmt: skip
SEALED = ("integrity_complaint",)  # nobody is told of them here (*Opinions about people*)
# How a table's rows hang on the person's own: its column, and the table that it names.
HANGS_BY = (
    ("request_id", "service_request"), ("customer_id", "customer"), ("dispatch_id", "dispatch"),
    ("return_id", "product_return"), ("project_id", "project"), ("audit_id", "audit"),
)  # fmt: skip
# Words that are looked through by themselves, or go whole.
APART = ("event_words", "sealed_event_words")
# What a trail's subject and a file's owner are rows of, where the table has another name.
SUBJECTS = {
    "request": "service_request", "return": "product_return", "opinion": "opinion_routing",
    "integrity": "integrity_complaint",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """`digits` is the number without its country; empty where none is known.

    `also` are other words for this person, as somebody who knows says them: a nickname, another spelling. They mean
    them in the records that have to do with them, and nobody elsewhere.
    """

    name: str
    digits: str
    also: tuple[str, ...] = ()

    def is_in(self, text: str) -> bool:
        return names_person(text, self.name, self.digits, self.also)

    def taken_out_of(self, text: str) -> str:
        return without_person(text, self.name, self.digits, self.also)


@dataclass(slots=True)
class PersonRows:
    """Ids of the rows by table: `own` are the person's, `naming` name them in one of their columns.

    `reached` are all that have to do with them, whether they are named there or not.
    """

    person: Person
    own: dict[str, list[int]] = field(default_factory=dict)
    naming: dict[str, list[int]] = field(default_factory=dict)
    reached: dict[str, set[int]] = field(default_factory=dict)

    def count(self) -> dict[str, int]:
        """By table, without what nobody is told of."""
        found = {name: len(ids) for name, ids in self.own.items() if ids and name not in SEALED}
        for name, ids in self.naming.items():
            if ids and name not in SEALED:
                found[name] = found.get(name, 0) + len(ids)
        return found


def rows_of_person(session: Session, actor: Actor, person: Person) -> PersonRows:
    """The ids of all rows that are this person's or name them. Raises NotAllowed.

    By name where they have to do with the person's requests, complaints and customers, or with nobody's; by number
    wherever somebody wrote it down.
    """
    ensure_may(actor, Action.ERASE_PERSON)
    rows = PersonRows(person)
    for name, (name_column, phone_column) in OWN.items():
        table = Base.metadata.tables[name]
        asked = select(table.c.id, table.c[phone_column]).where(table.c[name_column] == person.name)
        rows.own[name] = [
            id_ for id_, phone in session.connection().execute(asked) if digits_of(phone or "") == person.digits
        ]
    reached = _reached(session, rows)
    for name in OF_CUSTOMERS:
        rows.reached[name] = _hanging(session, Base.metadata.tables[name], reached) | set(rows.own.get(name, ()))
    rows.reached["attachment"] = _files(session, rows)
    for name in sorted(OF_CUSTOMERS, key=lambda one: one == "service_request"):
        if name == "service_request":  # last: what is done about one is copied into those that it answers
            actions = {*rows.naming.get("corrective_action", ())}
            rows.reached[name] |= _column(session, "cause_analysis", "request_id", "action_id", actions)
        said = said_in(name)
        if said and name not in APART:
            rows.naming[name] = _naming(session, rows, name, said)
    return rows


def said_in(name: str) -> list[str]:
    """The columns of a table in which others than the person whose row it is may be named."""
    return [column for column, kind in OF_CUSTOMERS[name].items() if kind in SAID and column not in OWN.get(name, ())]


def _naming(session: Session, rows: PersonRows, name: str, said: list[str]) -> list[int]:
    person, table, own = rows.person, Base.metadata.tables[name], set(rows.own.get(name, ()))
    key = next(iter(table.primary_key.columns))
    columns = [table.c[one] for one in said]
    found = {
        row[0]
        for part in in_parts(sorted(rows.reached[name] - own))
        for row in session.connection().execute(select(key, *columns).where(key.in_(part)))
        if any(person.is_in(value or "") for value in row[1:])
    }
    if len(person.digits) >= FEWEST_DIGITS:
        # By the last digits, which every way of writing keeps together.
        holds = or_(*(column.like(f"%{person.digits[-2:]}%") for column in columns))
        for row in session.connection().execute(select(key, *columns).where(holds)):
            if row[0] not in own and any(names_person(value or "", "", person.digits) for value in row[1:]):
                found.add(row[0])
    return sorted(found)


def _reached(session: Session, rows: PersonRows) -> dict[str, set[int]]:
    """What others hang on: requests, customers, visits, returns, projects and audits of this person's."""
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
        "audit": _column(session, "audit", "id", "request_id", requests),
    }  # fmt: skip


def _column(session: Session, table: str, wanted: str, by: str, ids: Any) -> set[int]:
    columns = Base.metadata.tables[table].c
    found: set[int] = set()
    for part in in_parts(sorted(ids)):
        found |= set(session.connection().execute(select(columns[wanted]).where(columns[by].in_(part))).scalars())
    return {one for one in found if one is not None}


def _hanging(session: Session, table: Table, reached: dict[str, set[int]]) -> set[int]:
    """The ids of a table's rows that hang on what was reached, are among it, or hang on nothing."""
    ids = set(reached.get(table.name, ()))
    key = next(iter(table.primary_key.columns))
    by = [(column, of) for column, of in HANGS_BY if column in table.c]
    for column, of in by:
        ids |= _column(session, table.name, key.name, column, reached[of])
    if by and all(table.c[column].nullable for column, _ in by):
        # A corrective action for a whole batch, a notice of a record: nobody else's by a request or a customer.
        nobodys = select(key).where(and_(*(table.c[column].is_(None) for column, _ in by)))
        ids |= set(session.connection().execute(nobodys).scalars())
    return ids


def _files(session: Session, rows: PersonRows) -> set[int]:
    """The files of what was reached: their names are words, too."""
    table = Base.metadata.tables["attachment"]
    asked = select(table.c.id, table.c.owner, table.c.owner_id)
    return {
        id_ for id_, owner, owner_id in session.connection().execute(asked)
        if owner_id in rows.reached.get(SUBJECTS.get(owner, owner), ())
    }  # fmt: skip


def in_parts(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]


def events_naming(
    session: Session, rows: PersonRows, event: Any = Event, words: Any = EventWords
) -> list[tuple[Event, dict[str, Any]]]:
    """The events whose words name this person, oldest first, with those words.

    All words are looked through for name and number, which may stand beside an event of anything; other words for
    the person count beside events of records that have to do with them.
    """
    person = rows.person
    plain = Person(person.name, person.digits)
    found = []
    statement: Any = select(event, words.words).join(words, words.event_id == event.id).order_by(event.id)
    for one, said in session.execute(statement.execution_options(yield_per=2000)):
        is_near = one.subject_id in rows.reached.get(SUBJECTS.get(one.subject, one.subject), ())
        who = person if is_near else plain
        if any(who.is_in(text) or _is_number(text, person.digits) for text in texts_in(said)):
            found.append((one, said))
    return found


def texts_in(said: Any) -> Iterator[str]:
    """Every text of a JSON value, the keys' own left out."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list):
        for value in said.values() if isinstance(said, dict) else said:
            yield from texts_in(value)


def _is_number(text: str, digits: str) -> bool:
    """Whether a value is the number, however it was written."""
    return bool(digits) and len(text) <= 40 and digits_of(text) == digits
