"""Which records beside the requests' own clocks are due now or late: one statement over all kinds of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, literal, select, union_all
from sqlmodel import Session

from aftersales.models.base import Moment
from aftersales.prepared import Prepared
from aftersales.queries.actions_due import ACTIONS_DUE
from aftersales.queries.audits_due import AUDITS_DUE
from aftersales.queries.bills_due import BILLS_DUE
from aftersales.queries.complaints_due import COMPLAINTS_DUE
from aftersales.queries.due_source import DueSource
from aftersales.queries.matters_due import MATTERS_DUE
from aftersales.queries.returns_due import RETURNS_DUE
from aftersales.queries.revisits_due import REVISITS_DUE
from aftersales.queries.visits_due import VISITS_TO_START
from aftersales.rules.contact_sight import sight_of_lists
from aftersales.rules.roles import Actor
from aftersales.services.plain_rows import ask

MOST_OF_A_KIND = 50
AHEAD = timedelta(days=3)  # what is due later is nothing for today; decided

# One row a kind of record; add yours here.
DUE_SOURCES: tuple[DueSource, ...] = (
    VISITS_TO_START, *COMPLAINTS_DUE, *MATTERS_DUE, *RETURNS_DUE, REVISITS_DUE, *ACTIONS_DUE, *AUDITS_DUE, *BILLS_DUE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DueRecord:
    source: DueSource
    number: str
    words: str
    due_at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class DueRecords:
    """`total` counts them all, `rows` holds the most pressing, at most 50 of a kind."""

    total: int
    rows: tuple[DueRecord, ...]


def list_due_records(
    session: Session, actor: Actor, *, now: datetime, sources: Sequence[DueSource] | None = None
) -> DueRecords:
    """What this person's records ask for within three days; one query, or none.

    First what somebody waits for by the hour, then the others; the longest overdue first.
    """
    asked = DUE_SOURCES if sources is None else tuple(sources)
    statement = _statement(actor, asked)
    if statement is None:
        return DueRecords(0, ())
    known = {source.kind: source for source in asked}
    found = ask(session, statement, now=now, ahead=now + AHEAD)
    totals = {kind: total for kind, *_, total in found}
    sight = sight_of_lists(actor)
    rows = sorted(found, key=lambda row: (not known[row[0]].is_by_hours, row[3], row[0], row[1]))
    return DueRecords(
        sum(totals.values()),
        tuple(
            DueRecord(known[kind], number, sight.text(words), due_at, key)
            for kind, number, words, due_at, key, _ in rows
        ),
    )


@lru_cache(maxsize=256)
def _statement(actor: Actor, sources: tuple[DueSource, ...]) -> Prepared | None:
    """Kept by the person, whose sight is in it, with *now* as a value: building it took longer than running it."""
    parts = [part for source in sources if (part := _part(source, actor)) is not None]
    return Prepared(union_all(*parts)) if parts else None


def _part(source: DueSource, actor: Actor) -> Any | None:
    """One kind's first rows, each with how many there are."""
    wanted = source.find(actor, bindparam("now", type_=Moment()))
    if wanted is None:
        return None
    due = wanted.subquery()
    first = (
        select(literal(source.kind).label("kind"), *due.c, func.count().over().label("total"))
        .where(due.c.due_at <= bindparam("ahead", type_=Moment()))
        .order_by(due.c.due_at, due.c.number)
        .limit(MOST_OF_A_KIND)
        .subquery()
    )
    return select(*first.c)
