"""The figures of a period, whole or split: each a sum over the rows, top of bottom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from aftersales.config import service_zone
from aftersales.queries.figures.bases import BASES, Base
from aftersales.queries.figures.daily import Parts, Wanted, bucket_of, columns_of, find_daily_sums, sums_from
from aftersales.queries.figures.groups import GROUPINGS, By, Narrow
from aftersales.queries.figures.measures import MEASURES
from aftersales.queries.where import Where, within
from aftersales.rules.figures import FIGURES, NOTHING, Sum, Unit
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


def sum_figures(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    now: datetime,
    where: Where = EVERYWHERE,
    keys: Sequence[str] | None = None,
    narrow: Narrow | None = None,
    from_rows: bool = False,
) -> dict[str, Sum]:
    """Every figure of a period. Raises NotAllowed.

    From the daily sums where they can tell, else over the rows, one query for each kind of row; both give
    the same. `from_rows` asks for the latter.
    """
    found = split_figures(
        session, actor, period, by=None, now=now, where=where, keys=keys, narrow=narrow, from_rows=from_rows
    )
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
    from_rows: bool = False,
) -> dict[Any, dict[str, Sum]]:
    """The figures of each part. The parts are ids, enum members or batches; None stands for the rows without one."""
    wanted = readable(actor, keys)
    if not from_rows and by in (None, By.OFFICE) and narrow is None and where.team_id is None:
        one = Wanted((period,), by_office=by is By.OFFICE)
        daily = find_daily_sums(session, one, keys=wanted, now=now, where=where)
        if daily is not None:
            return {office_id: sums for (_, office_id), sums in daily[0].items()}
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
    from_rows: bool = False,
) -> list[dict[str, Sum]]:
    """The same figures for each of several periods that follow each other."""
    wanted = readable(actor, keys)
    zone = service_zone()
    found: list[dict[str, Sum]] = [{key: Sum() for key in wanted} for _ in weeks]
    if not weeks:
        return found
    if not from_rows and where.team_id is None:
        daily = find_daily_sums(session, Wanted(tuple(weeks), by_office=False), keys=wanted, now=now, where=where)
        if daily is not None:
            return _by_week(daily[0], weeks, wanted)
    starts = [week.moments(zone)[0] for week in weeks]
    span = (starts[0], weeks[-1].moments(zone)[1])
    for base in Base:
        own = [key for key in wanted if MEASURES[key].base is base]
        if not own:
            continue
        r = BASES[base]([span])
        bucket = bucket_of(r.c.at, starts)
        statement = select(bucket, *columns_of(r.c, own, now)).where(*within(r.c, where)).group_by(bucket)
        for position, *values in session.execute(statement):
            found[position].update(sums_from(own, values))
    return found


def _by_week(parts: Parts, weeks: Sequence[Period], keys: Sequence[str]) -> list[dict[str, Sum]]:
    found = [{key: Sum() for key in keys} for _ in weeks]
    for (position, _), sums in parts.items():
        for key in keys:
            found[position][key] += sums[key]
    return found


def compare_figures(
    session: Session,
    actor: Actor,
    period: Period,
    against: Period,
    weeks: Sequence[Period] = (),
    *,
    now: datetime,
    where: Where = EVERYWHERE,
    week_keys: Sequence[str] = (),
) -> tuple[dict[Any, dict[str, Sum]], dict[str, Sum], list[dict[str, Sum]]]:
    """A period by office, as `split_figures` gives it; another as a whole; and figures of weeks, as `sum_weeks` does.

    Read together, by two statements for all of it where nothing has changed since it was counted.
    """
    wanted = readable(actor, None)
    overlap = period.from_on <= against.to_on and against.from_on <= period.to_on
    if not overlap and where.team_id is None:
        both = sorted((period, against), key=lambda one: one.from_on)
        asked = [Wanted(tuple(both)), *([Wanted(tuple(weeks), by_office=False)] if weeks else ())]
        daily = find_daily_sums(session, *asked, keys=wanted, now=now, where=where)
        if daily is not None:
            before = dict.fromkeys(wanted, NOTHING)
            for (position, _), sums in daily[0].items():
                if both[position] == against:
                    before = {key: before[key] + sums[key] for key in wanted}
            by_office = {office: sums for (position, office), sums in daily[0].items() if both[position] == period}
            by_week = _by_week(daily[1], weeks, readable(actor, week_keys)) if weeks else []
            return by_office, before, by_week
    return (
        split_figures(session, actor, period, by=By.OFFICE, now=now, where=where),
        sum_figures(session, actor, against, now=now, where=where),
        sum_weeks(session, actor, weeks, keys=week_keys, now=now, where=where),
    )
