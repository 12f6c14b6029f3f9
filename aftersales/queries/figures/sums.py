"""The figures of a period, whole or split: each a sum over the rows, top of bottom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.sql import Subquery
from sqlmodel import Session

from aftersales.config import service_zone
from aftersales.queries.figures.bases import BASES, Base
from aftersales.queries.figures.groups import GROUPINGS, By, Narrow
from aftersales.queries.figures.measures import MEASURES
from aftersales.queries.where import Where, within
from aftersales.rules.figures import FIGURES, Sum, Unit
from aftersales.rules.periods import Period
from aftersales.rules.roles import Action, Actor, ensure_may, may

Sums = Mapping[str, Sum]
EVERYWHERE = Where()


def may_read(actor: Actor, key: str) -> bool:
    """Money is for those who see costs."""
    return may(actor, Action.SEE_FIGURES) and (FIGURES[key].unit is not Unit.MONEY or may(actor, Action.SEE_COSTS))


def ensure_may_read(actor: Actor, key: str) -> None:
    ensure_may(actor, Action.SEE_FIGURES)
    if FIGURES[key].unit is Unit.MONEY:
        ensure_may(actor, Action.SEE_COSTS)


def readable(actor: Actor, keys: Sequence[str] | None) -> list[str]:
    """Those of `keys`, or of all, that the actor may see. Raises NotAllowed for who sees no figures."""
    ensure_may(actor, Action.SEE_FIGURES)
    return [key for key in keys or FIGURES if may_read(actor, key)]


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


def sum_figures(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    now: datetime,
    where: Where = EVERYWHERE,
    keys: Sequence[str] | None = None,
    narrow: Narrow | None = None,
) -> dict[str, Sum]:
    """Every figure of a period, over the rows: one query for each kind of row. Raises NotAllowed."""
    found = split_figures(session, actor, period, by=None, now=now, where=where, keys=keys, narrow=narrow)
    return found.get(None, {key: Sum() for key in readable(actor, keys)})


def split_figures(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    by: By | None,
    now: datetime,
    where: Where = EVERYWHERE,
    keys: Sequence[str] | None = None,
    narrow: Narrow | None = None,
) -> dict[Any, dict[str, Sum]]:
    """The figures of each part. The parts are ids, enum members or batches; None stands for the rows without one."""
    wanted = readable(actor, keys)
    parts: dict[Any, dict[str, Sum]] = defaultdict(lambda: {key: Sum() for key in wanted})
    for base in Base:
        own = [key for key in wanted if MEASURES[key].base is base]
        if not own or (base is not Base.COSTS and (by is By.COST_KIND or (narrow and narrow.is_of_costs))):
            continue
        r = BASES[base]([period.moments(service_zone())])
        source: Any = r
        columns: list[Any] = []
        if by is not None:
            source = GROUPINGS[by].joins(r)
            columns = [GROUPINGS[by].column(r.c)]
        statement = select(*columns, *columns_of(r.c, own, now)).select_from(source).where(*within(r.c, where))
        if narrow is not None:
            statement = statement.where(narrow.condition(r))
        if by is not None:
            statement = statement.group_by(*columns)
        for row in session.execute(statement):
            part = row[0] if by is not None else None
            parts[part].update(sums_from(own, row[len(columns) :]))
    return dict(parts)


def sum_weeks(
    session: Session,
    actor: Actor,
    weeks: Sequence[Period],
    *,
    keys: Sequence[str],
    now: datetime,
    where: Where = EVERYWHERE,
) -> list[dict[str, Sum]]:
    """The same figures for each of several periods that follow each other, in one query a kind of row."""
    wanted = readable(actor, keys)
    zone = service_zone()
    found: list[dict[str, Sum]] = [{key: Sum() for key in wanted} for _ in weeks]
    if not weeks:
        return found
    starts = [week.moments(zone)[0] for week in weeks]
    span = (starts[0], weeks[-1].moments(zone)[1])
    for base in Base:
        own = [key for key in wanted if MEASURES[key].base is base]
        if not own:
            continue
        r = BASES[base]([span])
        bucket = _bucket(r, starts)
        statement = select(bucket, *columns_of(r.c, own, now)).where(*within(r.c, where)).group_by(bucket)
        for position, *values in session.execute(statement):
            found[position].update(sums_from(own, values))
    return found


def _bucket(r: Subquery, starts: Sequence[datetime]) -> ColumnElement[int]:
    """Which of the periods a row falls into. Boundaries are moments, so that days are the service zone's own."""
    whens = [(r.c.at >= start, position) for position, start in reversed(list(enumerate(starts)))]
    # Grouped by name: the bound moments would make it another expression in GROUP BY.
    return case(*whens, else_=0).label("bucket")
