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
from aftersales.unit_session import UnitSession

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Periods in their order that don't overlap, by office or as a whole."""

    periods: tuple[Period, ...]
    by_office: bool = True


def find_daily_sums(
    session: Session, *wanted: Wanted, keys: Sequence[str], now: datetime, where: Where
) -> list[Parts] | None:
    """The figures of each that is wanted, by the place of its period and office.

    Two prepared statements for all of them where nothing has changed since it was counted. None where too much has.
    """
    shapes = tuple(
        _Shape(number, tuple(keys), len(one.periods), _follow_each_other(one.periods), where, one.by_office)
        for number, one in enumerate(wanted)
    )
    values: dict[str, Any] = {}
    for shape, one in zip(shapes, wanted, strict=True):
        for place, period in enumerate(one.periods):
            values |= {shape.name("from", place): period.from_on, shape.name("to", place): period.to_on}
    found: list[Parts] = [{} for _ in wanted]
    is_marked = [False] * len(found)
    for number, position, office_id, marked, *sums in _clean(shapes).rows(session, values):
        is_marked[number] = is_marked[number] or bool(marked)
        _add(found[number], (position, office_id or None), keys, sums_from(keys, sums))
    for number, one in enumerate(wanted):
        if is_marked[number]:
            anew = _count_anew(session, one, keys, where)
            if anew is None:
                return None
            found[number] = anew
    for parts, one in zip(found, wanted, strict=True):
        _add_late(session, parts, one, keys, now, where)
    return found


def _count_anew(session: Session, wanted: Wanted, keys: Sequence[str], where: Where) -> Parts | None:
    """The days that changed from the rows, the others from their sums; None where too many have."""
    periods = wanted.periods
    days = [
        day
        for day in marked_days(session, Period(periods[0].from_on, periods[-1].to_on))
        if any(period.from_on <= day <= period.to_on for period in periods)
    ]
    if len(days) > MOST_MARKED:
        return None
    parts: Parts = {}
    _add_unmarked(session, parts, periods, days, keys, where, wanted.by_office)
    _add_marked(session, parts, periods, days, keys, where, wanted.by_office)
    return parts


@dataclass(frozen=True, slots=True)
class _Shape:
    """What makes a statement another one; its days are values."""

    number: int
    keys: tuple[str, ...]
    periods: int
    is_one_span: bool
    where: Where
    by_office: bool

    def name(self, what: str, place: int) -> str:
        """Of a value."""
        return f"{what}_{self.number}_{place}"

    def inside(self, column: Any) -> ColumnElement[bool]:
        """Whether a day falls into one of the periods."""
        spans = [(0, self.periods - 1)] if self.is_one_span else [(place, place) for place in range(self.periods)]
        return or_(
            *(
                and_(
                    column >= bindparam(self.name("from", begin), type_=column.type),
                    column <= bindparam(self.name("to", end), type_=column.type),
                )
                for begin, end in spans
            )
        )

    def bucket(self, column: Any) -> ColumnElement[int]:
        starts = [bindparam(self.name("from", place), type_=column.type) for place in range(self.periods)]
        return bucket_of(column, starts) if self.periods > 1 else literal_column("0").label("bucket")

    def office(self, column: Any) -> Any:
        return column if self.by_office else literal_column(str(NO_OFFICE)).label("office_id")

    def group(self, statement: Any, bucket: Any, column: Any) -> Any:
        groups = [bucket] if self.periods > 1 else []
        return statement.group_by(*groups, *([column] if self.by_office else []))


@lru_cache(maxsize=256)
def _clean(shapes: tuple[_Shape, ...]) -> Prepared:
    """The sums as they were counted, and how many days of them have changed since."""
    parts = []
    for shape in shapes:
        bucket = shape.bucket(D.day)
        marked = func.sum(case((D.marks != D.counted, 1), else_=0))
        sums = [func.sum(D[f"{key}_{part}"]) for key in shape.keys for part in ("top", "bottom")]
        number: Any = literal_column(str(shape.number)).label("number")
        statement = select(number, bucket, shape.office(D.office_id), marked, *sums)
        parts.append(shape.group(statement.where(shape.inside(D.day), *within(D, shape.where)), bucket, D.office_id))
    return Prepared(parts[0] if len(parts) == 1 else union_all(*parts))


LATE_KEYS = tuple(key for key, measure in MEASURES.items() if measure.late is not None)


@lru_cache(maxsize=64)
def _late(where: Where) -> Prepared:
    """What counts as broken only because time has gone by: open requests alone, so that they are few."""
    r: Any = ServiceRequest
    now: Any = bindparam("now", type_=Moment())
    late = [found(r, now) for key in LATE_KEYS if (found := MEASURES[key].late) is not None]
    flags = [case((condition, 1), else_=0) for condition in late]
    return Prepared(select(r.clock_from_at, r.office_id, *flags).where(IS_OPEN, or_(*late), *within(r, where)))


def _late_rows(session: Session, now: datetime, where: Where) -> Sequence[Any]:
    """Read once by a session that only looks: several periods of a page ask for the same."""
    key = ("late", now, where)
    if key not in session.info or isinstance(session, UnitSession):
        session.info[key] = _late(where).rows(session, {"now": now})
    found: Sequence[Any] = session.info[key]
    return found


def _add_late(session: Session, parts: Parts, wanted: Wanted, keys: Sequence[str], now: datetime, where: Where) -> None:
    asked = [place for place, key in enumerate(LATE_KEYS) if key in keys]
    if not asked:
        return
    spans = [period.moments(service_zone()) for period in wanted.periods]
    for at, office_id, *flags in _late_rows(session, now, where):
        for position, (start, end) in enumerate(spans):
            if start <= at < end:
                more = {LATE_KEYS[place]: Sum(0, flags[place]) for place in asked if flags[place]}
                if more:
                    _add(parts, (position, office_id if wanted.by_office else None), keys, more)


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
