"""What erasing one person would take out of what others wrote: to look at before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from aftersales.models import Base
from aftersales.models.personal import OF_CUSTOMERS
from aftersales.queries.person_reach import SEALED, PersonRows, in_parts, said_in
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One text that names the person. `record` is its row's number, where it has one people know."""

    table: str
    record: str
    text: str


def list_hits(session: Session, actor: Actor, rows: PersonRows, *, most: int = MOST_HITS) -> list[Hit]:
    """Free texts and names that would be changed, without the person's own name and number, and what nobody is told of.

    Raises NotAllowed.
    """
    ensure_may(actor, Action.ERASE_PERSON)
    found: list[Hit] = []
    for name in OF_CUSTOMERS:
        ids = sorted({*rows.own.get(name, ()), *rows.naming.get(name, ())})
        said = said_in(name)
        if name in SEALED or not ids or not said:
            continue
        table = Base.metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        numbered = table.c.number if "number" in table.c else key
        for part in in_parts(ids):
            asked = select(numbered, *(table.c[column] for column in said)).where(key.in_(part)).order_by(key)
            for record, *texts in session.connection().execute(asked):
                found += [Hit(name, str(record), text) for text in texts if rows.person.is_in(text or "")]
                if len(found) >= most:
                    return found[:most]
    return found
