"""Rows of a register: a page of them, how many there are, or all of them in batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_
from sqlmodel import Session, col

from aftersales.models import Customer, Project, ServiceRequest
from aftersales.models.base import Moment
from aftersales.queries.as_seen import masked
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.registers.columns import ColumnKind, Register
from aftersales.queries.reports import crews_of
from aftersales.queries.where import Where, within
from aftersales.rules.contact_sight import MASKED, ContactSight, sees_all_contacts, sight_of_request
from aftersales.rules.roles import Actor, ensure_may

MOST_ROWS = 200  # of one page
MOST_COUNTED = 10_000
BATCH = 1000  # rows that an export holds at once
LONGEST_TYPED = 100
EVERYWHERE = Where()


@dataclass(frozen=True, slots=True)
class Selection:
    """`from_at` inclusive, `before_at` exclusive; `customer` and `project` are parts of their names or numbers."""

    from_at: datetime | None = None
    before_at: datetime | None = None
    where: Where = EVERYWHERE
    customer: str = ""
    project: str = ""
    narrowed: tuple[tuple[str, Enum], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended; the next begins behind it."""

    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """`cells` in the order of the columns: a pair for NAMES, a tuple of pairs for CREW, else one value."""

    number: str  # of the request, or of the record that the row opens
    place: Place
    cells: tuple[Any, ...]


def ensure_may_read(actor: Actor, register: Register) -> None:
    """Raises NotAllowed for who may not open this register at all."""
    only_seen_by(actor, register.id)
    if register.needs is not None:
        ensure_may(actor, register.needs)


def list_rows(
    session: Session,
    actor: Actor,
    register: Register,
    selection: Selection,
    *,
    after: Place | None = None,
    limit: int = 50,
) -> list[RegisterRow]:
    """The newest first, from behind `after`. Two queries at most. Raises NotAllowed."""
    return _rows(session, actor, register, selection, after, min(limit, MOST_ROWS))


def each_batch(
    session: Session, actor: Actor, register: Register, selection: Selection, *, is_masked: bool = False
) -> Iterator[list[RegisterRow]]:
    """All rows, the newest first, a thousand at a time, so that memory doesn't grow with their number.

    `is_masked` hides phones and addresses from who could see them, too.
    """
    after: Place | None = None
    while True:
        rows = _rows(session, actor, register, selection, after, BATCH, is_masked=is_masked)
        if rows:
            yield rows
        if len(rows) < BATCH:
            return
        after = rows[-1].place


def count_rows(
    session: Session, actor: Actor, register: Register, selection: Selection, *, most: int = MOST_COUNTED
) -> int:
    """How many there are, counted up to `most`."""
    statement = register.joined(select(register.id))
    inner = statement.where(*_conditions(actor, register, selection)).limit(most).subquery()
    return int(session.execute(select(func.count()).select_from(inner)).scalar_one())


def _rows(
    session: Session, actor: Actor, register: Register, selection: Selection, after: Place | None, limit: int,
    *, is_masked: bool = False,
) -> list[RegisterRow]:  # fmt: skip
    expressions = [sql for column in register.columns for sql in column.sql]
    # One column may be asked for twice: a label of its own keeps each in its place.
    asked = [sql.label(f"c{place}") for place, sql in enumerate([register.number, register.at, register.id])]
    asked += [sql.label(f"v{place}") for place, sql in enumerate(expressions)]
    sees_all = sees_all_contacts(actor) and not is_masked
    if not sees_all:
        asked += [sql.label(f"w{place}") for place, sql in enumerate(register.whose)]
    statement: Select[Any] = register.joined(select(*asked)).where(*_conditions(actor, register, selection))
    if after is not None:
        at = literal(after.at, Moment())
        # The first half alone lets every planner begin in the index at this moment.
        statement = statement.where(register.at <= at, tuple_(register.at, register.id) < tuple_(at, after.id))
    statement = statement.order_by(register.at.desc(), register.id.desc()).limit(limit)
    found = session.execute(statement).all()
    crew_places = [place for place, column in enumerate(register.columns) if column.kind is ColumnKind.CREW]
    rows = [_cut(register, row) for row in found]
    if not sees_all:
        for row, (_, _, _, cells) in zip(found, rows, strict=True):
            sight = MASKED if is_masked else _sight(actor, *row[-3:])
            _mask(register, cells, sight)
    if crew_places:
        ids = {cells[place] for _, _, _, cells in rows for place in crew_places}
        crews = crews_of(session, sorted(id for id in ids if id is not None))
        for _, _, _, cells in rows:
            for place in crew_places:
                cells[place] = crews.get(cells[place], ())
    return [RegisterRow(number, Place(at, id), tuple(cells)) for number, at, id, cells in rows]


def _cut(register: Register, row: Any) -> tuple[str, datetime, int, list[Any]]:
    cells: list[Any] = []
    place = 3
    for column in register.columns:
        if column.kind is ColumnKind.NAMES:
            cells.append((row[place] or "", row[place + 1] or ""))
        else:
            cells.append(row[place])
        place += len(column.sql)
    return row[0], row[1], row[2], cells


def _sight(actor: Actor, office_id: int | None, registered_by_id: int | None, state: Any) -> ContactSight:
    return sight_of_request(actor, office_id=office_id, registered_by_id=registered_by_id, state=state)


def _mask(register: Register, cells: list[Any], sight: ContactSight) -> None:
    """Phones, addresses and the numbers in words, of a row whose contact isn't this person's to see."""
    if sight.is_whole:
        return
    for place, column in enumerate(register.columns):
        if column.personal is not None and isinstance(cells[place], str):
            cells[place] = masked(sight, column.personal, cells[place])


def _conditions(actor: Actor, register: Register, selection: Selection) -> list[ColumnElement[bool]]:
    ensure_may_read(actor, register)
    seen = register.seen(actor) if register.seen is not None else only_seen_by(actor, col(ServiceRequest.id))
    conditions = [*seen, register.at.is_not(None)]
    if selection.from_at is not None:
        conditions.append(register.at >= selection.from_at)
    if selection.before_at is not None:
        conditions.append(register.at < selection.before_at)
    conditions += within(register.of, selection.where)
    customer, project = (typed.strip()[:LONGEST_TYPED] for typed in (selection.customer, selection.project))
    if customer:
        ids = select(col(Customer.id)).where(col(Customer.name).icontains(customer, autoescape=True))
        conditions.append(col(register.of.customer_id).in_(ids))
    if project:
        name, code = (column.icontains(project, autoescape=True) for column in (col(Project.name), col(Project.code)))
        conditions.append(col(register.of.project_id).in_(select(col(Project.id)).where(or_(name, code))))
    known = {narrowing.key: narrowing for narrowing in register.narrowings}
    conditions += [known[key].sql == value for key, value in selection.narrowed if key in known]
    return conditions
