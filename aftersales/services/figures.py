"""Keep the daily sums of leadership's figures: mark what changed, count marked days again, rebuild all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, text, union, update
from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.config import service_zone
from aftersales.models import RequestRound, ServiceReport, ServiceRequest, Survey
from aftersales.models.figures import DAILY_FIGURES, NO_OFFICE
from aftersales.prepared import Prepared
from aftersales.queries.figures.bases import BASES, Base
from aftersales.queries.figures.daily import bucket_of, columns_of, marked_days, sums_from
from aftersales.queries.figures.measures import MEASURES
from aftersales.rules.figures import FIGURES, NOTHING, Sum
from aftersales.rules.periods import DAY, Period, midnight, month_of

MOST_COUNTED = 31  # days in one transaction
_MARK = Prepared(
    text(
        "INSERT INTO daily_figures (day, office_id, marks) VALUES (:day, :office_id, 1) "
        "ON CONFLICT (day, office_id) DO UPDATE SET marks = daily_figures.marks + 1"
    ).bindparams(bindparam("day", type_=DAILY_FIGURES.c.day.type))
)
D = DAILY_FIGURES.c
_ID: Any = bindparam("request_id")
# What else of a request is counted, once somebody has been there or it was opened again.
_MORE_DAYS = Prepared(
    union(
        select(ServiceReport.filed_at.label("at")).where(ServiceReport.request_id == _ID),  # type: ignore[attr-defined]
        select(Survey.answered_at).where(Survey.request_id == _ID),  # type: ignore[call-overload]
        select(RequestRound.clock_from_at).where(RequestRound.request_id == _ID),  # type: ignore[call-overload]
    )
)


def mark_days(session: Session, office_id: int | None, moments: Iterable[datetime]) -> None:
    """The figures of those days at that office are to be counted again. A bulk load rebuilds them at its end."""
    if isinstance(session, BulkSession):
        return
    zone = service_zone()
    for day in sorted({moment.astimezone(zone).date() for moment in moments}):
        _MARK.run(session, {"day": day, "office_id": office_id or NO_OFFICE})


def mark_request(session: Session, request: ServiceRequest) -> None:
    """All days on which something of this request is counted, at the office where it stands now."""
    if not isinstance(session, BulkSession):
        mark_days(session, request.office_id, moments_of(session, request))


def mark_changed(session: Session, request_id: int) -> None:
    """The same by the request's number in the store; called beside each event of a request."""
    if not isinstance(session, BulkSession):
        request = session.get(ServiceRequest, request_id)
        if request is not None:
            mark_request(session, request)


def moments_of(session: Session, request: ServiceRequest) -> list[datetime]:
    """The moments by which a request's rows are counted: its rounds, reports and surveys."""
    moments = [request.received_at, request.clock_from_at]
    if request.arrived_at or request.finished_at or request.round > 1:
        moments += [row[0] for row in _MORE_DAYS.rows(session, {"request_id": request.id})]
    return moments


def count_marked(session: Session, *, most: int = MOST_COUNTED) -> int:
    """Count days again that changed since, the oldest first; gives how many."""
    days = marked_days(session)[:most]
    for day in days:
        _count(session, Period(day, day))
    return len(days)


def rebuild_figures(session: Session, *, months: int = 1) -> int:
    """Every day anew from the rows, so many months with one reading; gives how many days at an office there are.

    More at once spares statements, but looks for each row's day among more of them: for companies with few rows.
    """
    connection = session.connection()
    connection.execute(delete(DAILY_FIGURES))
    first, last = _first_and_last(session)
    if first is None or last is None:
        return 0
    month = month_of(first)
    while month.from_on <= last:
        span = month
        for _ in range(months - 1):
            span = Period(month.from_on, month_of(span.to_on + DAY).to_on)
        _count(session, span)
        month = month_of(span.to_on + DAY)
    return int(connection.execute(select(func.count()).select_from(DAILY_FIGURES)).scalar_one())


def _first_and_last(session: Session) -> tuple[date | None, date | None]:
    zone = service_zone()
    found: list[datetime] = []
    for column in (
        ServiceRequest.received_at, ServiceRequest.clock_from_at, RequestRound.clock_from_at, Survey.answered_at,
        ServiceReport.filed_at,
    ):  # fmt: skip
        edges: Any = select(func.min(column), func.max(column))
        found += [moment for moment in session.execute(edges).one() if moment is not None]
    if not found:
        return None, None
    return min(found).astimezone(zone).date(), max(found).astimezone(zone).date()


def _count(session: Session, period: Period) -> None:
    """The sums of each day and office of a period, settled ones only: what is late is added when it is read."""
    connection = session.connection()
    # The marks first: who changes something after this look raises them, and the day is counted once more.
    looked: Any = select(D.day, D.office_id, D.marks).where(D.day >= period.from_on, D.day <= period.to_on)
    marks = {(day, office_id): count for day, office_id, count in connection.execute(looked)}
    sums = _sums_by_day(session, period)
    settled: dict[str, Any] = {"counted": bindparam("seen")} | {
        f"{key}_{part}": bindparam(f"{key}_{part}_now") for key in FIGURES for part in ("top", "bottom")
    }
    new = [where for where in sums if where not in marks]
    if new:
        connection.execute(insert(DAILY_FIGURES), [{"day": day, "office_id": office} for day, office in new])
    rows = []
    for day, office in {**marks, **sums}:
        totals = sums.get((day, office), {})
        row: dict[str, Any] = {"on": day, "at": office, "seen": marks.get((day, office), 0)}
        for key in FIGURES:
            total = totals.get(key, NOTHING)
            row |= {f"{key}_top_now": total.top, f"{key}_bottom_now": total.bottom}
        rows.append(row)
    if rows:
        found = update(DAILY_FIGURES).where(D.day == bindparam("on"), D.office_id == bindparam("at"))
        connection.execute(found.values(settled), rows)


def _sums_by_day(session: Session, period: Period) -> dict[tuple[date, int], dict[str, Sum]]:
    zone, days = service_zone(), list(period.each_day())
    starts = [midnight(day, zone) for day in days]
    sums: dict[tuple[date, int], dict[str, Sum]] = {}
    for base in Base:
        keys = [key for key in FIGURES if MEASURES[key].base is base]
        r = BASES[base]([period.moments(zone)])
        bucket = bucket_of(r.c.at, starts)
        statement = select(bucket, r.c.office_id, *columns_of(r.c, keys, None)).group_by(bucket, r.c.office_id)
        for position, office_id, *values in session.execute(statement):
            sums.setdefault((days[position], office_id or NO_OFFICE), {}).update(sums_from(keys, values))
    return sums
