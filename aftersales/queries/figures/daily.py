"""Figures from the daily sums; days that changed since they were counted are read from the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_, select, text, union_all
from sqlalchemy.sql import Subquery
from sqlmodel import Session

from aftersales.config import service_zone
from aftersales.models import ServiceRequest
from aftersales.models.base import Moment
from aftersales.models.figures import DAILY_FIGURES, NO_OFFICE
from aftersales.prepared import Prepared
from aftersales.queries.cards import IS_OPEN
from aftersales.queries.figures.bases import BASES, Base
from aftersales.queries.figures.measures import MEASURES
from aftersales.queries.where import Where, within
from aftersales.rules.figures import NOTHING, Sum
from aftersales.rules.periods import DAY, Period

MOST_MARKED = 62  # with more days than that to count anew, everything is counted from the rows
D = DAILY_FIGURES.c
Parts = dict[tuple[int, int | None], dict[str, Sum]]  # by place of the period, and office


def columns_of(r: Any, keys: Sequence[str], now: datetime | None) -> list[ColumnElement[int]]:
    """Two columns a figure: its top and its bottom."""
    return [
        column
        for key in keys
        for column in (
            MEASURES[key].top(r).label(f"{key}_top"),
            MEASURES[key].bottom(r, now).label(f"{key}_bottom"),
        )
    ]


def sums_from(keys: Sequence[str], values: Sequence[Any]) -> dict[str, Sum]:
    """The other way round: what such a row says."""
    return {key: Sum(int(values[2 * at] or 0), int(values[2 * at + 1] or 0)) for at, key in enumerate(keys)}


def bucket_of(at: Any, starts: Sequence[Any]) -> ColumnElement[int]:
    """Which of the periods that begin at `starts` a moment or day falls into."""
    whens = [(at >= start, position) for position, start in reversed(list(enumerate(starts)))]
    # Grouped by name: the bound values would make it another expression in GROUP BY.
    return case(*whens, else_=0).label("bucket")


def find_daily_sums(
    session: Session,
    periods: Sequence[Period],
    *,
    keys: Sequence[str],
    now: datetime,
    where: Where,
    by_office: bool = True,
) -> Parts | None:
    """The figures by period and office, or by period alone; the periods are in their order and don't overlap.

    One prepared statement where nothing has changed since it was counted. None where too much has.
    """
    shape = _Shape(tuple(keys), len(periods), _follow_each_other(periods), where, by_office)
    zone = service_zone()
    values: dict[str, Any] = {"now": now}
    for place, period in enumerate(periods):
        values |= {f"from_{place}": period.from_on, f"to_{place}": period.to_on}
        values[f"at_{place}"], values[f"before_{place}"] = period.moments(zone)
    parts: Parts = {}
    rows = _counted(shape).rows(session, values)
    if any((row[2] or 0) > 0 for row in rows):
        span = Period(periods[0].from_on, periods[-1].to_on)
        days = [
            day
            for day in marked_days(session, span)
            if any(period.from_on <= day <= period.to_on for period in periods)
        ]
        if len(days) > MOST_MARKED:
            return None
        _add_unmarked(session, parts, periods, days, keys, where, by_office)
        _add_marked(session, parts, periods, days, keys, where, by_office)
        rows = [row for row in rows if row[2] == _LATE]
    for position, office_id, _, *sums in rows:
        _add(parts, (position, office_id or None), keys, sums_from(keys, sums))
    return parts


@dataclass(frozen=True, slots=True)
class _Shape:
    """What makes a statement another one; its days and moments are values."""

    keys: tuple[str, ...]
    periods: int
    is_one_span: bool
    where: Where
    by_office: bool

    def inside(self, column: Any, first: str, last: str, *, with_last: bool) -> ColumnElement[bool]:
        """Whether a day or moment falls into one of the periods."""
        spans = [(0, self.periods - 1)] if self.is_one_span else [(place, place) for place in range(self.periods)]
        kind = column.type
        found = []
        for begin, end in spans:
            to = bindparam(f"{last}_{end}", type_=kind)
            until = column <= to if with_last else column < to
            found.append(and_(column >= bindparam(f"{first}_{begin}", type_=kind), until))
        return or_(*found)

    def bucket(self, column: Any, first: str) -> ColumnElement[int]:
        starts = [bindparam(f"{first}_{place}", type_=column.type) for place in range(self.periods)]
        return bucket_of(column, starts) if self.periods > 1 else literal_column("0").label("bucket")

    def office(self, column: Any) -> Any:
        return column if self.by_office else literal_column(str(NO_OFFICE)).label("office_id")

    def group(self, statement: Any, bucket: Any, column: Any) -> Any:
        groups = [bucket] if self.periods > 1 else []
        return statement.group_by(*groups, *([column] if self.by_office else []))


_LATE = -1  # in the place of the marks: this row tells what is late by now


@lru_cache(maxsize=256)
def _counted(shape: _Shape) -> Prepared:
    """Rows of place, office, marks and sums: those that were counted, and beside them what is late by now."""
    parts = [_clean(shape), _late(shape)]
    return Prepared(union_all(*(part for part in parts if part is not None)))


def _clean(shape: _Shape) -> Any:
    """The sums as they were counted, and how many days of them have changed since."""
    bucket = shape.bucket(D.day, "from")
    marked = func.sum(case((D.marks != D.counted, 1), else_=0))
    sums = [func.sum(D[f"{key}_{part}"]) for key in shape.keys for part in ("top", "bottom")]
    inside = shape.inside(D.day, "from", "to", with_last=True)
    statement = select(bucket, shape.office(D.office_id), marked, *sums).where(inside, *within(D, shape.where))
    return shape.group(statement, bucket, D.office_id)


def _late(shape: _Shape) -> Any:
    """What counts as broken only because time has gone by: open requests alone, so that they are few."""
    r: Any = ServiceRequest
    now: Any = bindparam("now", type_=Moment())
    found = {key: MEASURES[key].late for key in shape.keys}
    late = {key: condition(r, now) for key, condition in found.items() if condition is not None}
    if not late:
        return None
    bucket = shape.bucket(r.clock_from_at, "at")
    nothing: ColumnElement[int] = literal_column("0")
    counts = [
        column
        for key in shape.keys
        for column in (nothing, func.sum(case((late[key], 1), else_=0)) if key in late else nothing)
    ]
    statement = select(bucket, shape.office(r.office_id), literal_column(str(_LATE)), *counts).where(
        IS_OPEN, shape.inside(r.clock_from_at, "at", "before", with_last=False), or_(*late.values())
    )
    having: Any = func.count() > 0  # a sum over nothing is still a row where nothing is grouped
    return shape.group(statement.where(*within(r, shape.where)), bucket, r.office_id).having(having)


def _follow_each_other(periods: Sequence[Period]) -> bool:
    return all(one.to_on + DAY == following.from_on for one, following in pairwise(periods))


def marked_days(session: Session, span: Period | None = None) -> list[date]:
    """The days that changed since they were counted, oldest first, one more than are used at most."""
    conditions = [text("marks <> counted")]
    if span is not None:
        conditions += [D.day >= span.from_on, D.day <= span.to_on]  # type: ignore[list-item]
    statement = select(D.day).distinct().where(*conditions).order_by(D.day).limit(MOST_MARKED + 1)
    return list(session.execute(statement).scalars())


def _add(parts: Parts, where: tuple[int, int | None], keys: Sequence[str], more: dict[str, Sum]) -> None:
    part = parts.get(where)
    if part is None:
        part = parts[where] = dict.fromkeys(keys, NOTHING)
    for key, total in more.items():
        part[key] += total


def _add_unmarked(
    session: Session,
    parts: Parts,
    periods: Sequence[Period],
    marked: Sequence[date],
    keys: Sequence[str],
    where: Where,
    by_office: bool,
) -> None:
    bucket = bucket_of(D.day, [period.from_on for period in periods])
    sums = [func.sum(D[f"{key}_{part}"]) for key in keys for part in ("top", "bottom")]
    inside = or_(*[and_(D.day >= period.from_on, D.day <= period.to_on) for period in periods])
    statement = select(bucket, D.office_id, *sums).where(inside, D.day.not_in(marked), *within(D, where))
    for position, office_id, *values in session.execute(statement.group_by(bucket, D.office_id)):
        _add(parts, (position, (office_id or None) if by_office else None), keys, sums_from(keys, values))


def _add_marked(
    session: Session,
    parts: Parts,
    periods: Sequence[Period],
    marked: Sequence[date],
    keys: Sequence[str],
    where: Where,
    by_office: bool,
) -> None:
    zone = service_zone()
    spans = [run.moments(zone) for run in _runs(marked)]
    starts = [period.moments(zone)[0] for period in periods]
    for base in Base:
        own = [key for key in keys if MEASURES[key].base is base]
        if own:
            r: Subquery = BASES[base](spans)
            bucket = bucket_of(r.c.at, starts)
            statement = select(bucket, r.c.office_id, *columns_of(r.c, own, None)).where(*within(r.c, where))
            for position, office_id, *values in session.execute(statement.group_by(bucket, r.c.office_id)):
                _add(parts, (position, office_id if by_office else None), keys, sums_from(own, values))


def _runs(days: Sequence[date]) -> list[Period]:
    """Days that follow each other as one period."""
    runs: list[Period] = []
    for day in days:
        if runs and runs[-1].to_on + DAY == day:
            runs[-1] = Period(runs[-1].from_on, day)
        else:
            runs.append(Period(day, day))
    return runs
