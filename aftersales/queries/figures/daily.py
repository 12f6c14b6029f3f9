"""Figures from the daily sums; days that changed since they were counted are read from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, text
from sqlalchemy.sql import Subquery
from sqlmodel import Session

from aftersales.config import service_zone
from aftersales.models import ServiceRequest
from aftersales.models.figures import DAILY_FIGURES
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
    session: Session, periods: Sequence[Period], *, keys: Sequence[str], now: datetime, where: Where
) -> Parts | None:
    """The figures by period and office; the periods follow each other. None where too much has to be counted anew."""
    span = Period(periods[0].from_on, periods[-1].to_on)
    marked = marked_days(session, span)
    if len(marked) > MOST_MARKED:
        return None
    parts: Parts = defaultdict(lambda: dict.fromkeys(keys, NOTHING))
    _add_clean(session, parts, periods, span, marked, keys, where)
    if marked:
        _add_marked(session, parts, periods, marked, keys, where)
    _add_late(session, parts, periods, keys, now, where)
    return dict(parts)


def marked_days(session: Session, span: Period | None = None) -> list[date]:
    """The days that changed since they were counted, oldest first, one more than are used at most."""
    conditions = [text("marks <> counted")]
    if span is not None:
        conditions += [D.day >= span.from_on, D.day <= span.to_on]  # type: ignore[list-item]
    statement = select(D.day).distinct().where(*conditions).order_by(D.day).limit(MOST_MARKED + 1)
    return list(session.execute(statement).scalars())


def _add(part: dict[str, Sum], more: dict[str, Sum]) -> None:
    for key, total in more.items():
        part[key] += total


def _add_clean(
    session: Session,
    parts: Parts,
    periods: Sequence[Period],
    span: Period,
    marked: Sequence[date],
    keys: Sequence[str],
    where: Where,
) -> None:
    bucket = bucket_of(D.day, [period.from_on for period in periods])
    sums = [func.sum(D[f"{key}_{part}"]) for key in keys for part in ("top", "bottom")]
    statement = select(bucket, D.office_id, *sums).where(D.day >= span.from_on, D.day <= span.to_on, *within(D, where))
    if marked:
        statement = statement.where(D.day.not_in(marked))
    for position, office_id, *values in session.execute(statement.group_by(bucket, D.office_id)):
        _add(parts[position, office_id or None], sums_from(keys, values))


def _add_marked(
    session: Session,
    parts: Parts,
    periods: Sequence[Period],
    marked: Sequence[date],
    keys: Sequence[str],
    where: Where,
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
                _add(parts[position, office_id], sums_from(own, values))


def _runs(days: Sequence[date]) -> list[Period]:
    """Days that follow each other as one period."""
    runs: list[Period] = []
    for day in days:
        if runs and runs[-1].to_on + DAY == day:
            runs[-1] = Period(runs[-1].from_on, day)
        else:
            runs.append(Period(day, day))
    return runs


def _add_late(
    session: Session, parts: Parts, periods: Sequence[Period], keys: Sequence[str], now: datetime, where: Where
) -> None:
    """What counts as broken only because time has gone by: open requests alone, so that they are few."""
    r: Any = ServiceRequest
    late = {key: found for key in keys if (found := MEASURES[key].late) is not None}
    if not late:
        return
    zone = service_zone()
    starts = [period.moments(zone)[0] for period in periods]
    flags = [func.sum(case((condition(r, now), 1), else_=0)) for condition in late.values()]
    bucket = bucket_of(r.clock_from_at, starts)
    statement = (
        select(bucket, r.office_id, *flags)
        .where(
            IS_OPEN,
            and_(r.clock_from_at >= starts[0], r.clock_from_at < periods[-1].moments(zone)[1]),
            or_(*[condition(r, now) for condition in late.values()]),
            *within(r, where),
        )
        .group_by(bucket, r.office_id)
    )
    for position, office_id, *counts in session.execute(statement):
        _add(
            parts[position, office_id],
            {key: Sum(0, int(count)) for key, count in zip(late, counts, strict=True)},
        )
