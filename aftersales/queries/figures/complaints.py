"""Complaints as figures, and the rows behind them: one definition for both (5.1(2), 5.2(4))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, union_all
from sqlmodel import Session, col

from aftersales.config import service_zone
from aftersales.models import Complaint, Customer, IntegrityComplaint, Office, Project
from aftersales.queries.complaint_sight import Kind, seen_by
from aftersales.queries.figures.sums import EVERYWHERE
from aftersales.queries.where import Where, within
from aftersales.rules.complaint import ENDED, ComplaintKind, ComplaintState
from aftersales.rules.complaint_figures import COMPLAINT_FIGURES
from aftersales.rules.figures import Sum
from aftersales.rules.periods import Period
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class ComplaintFigureRow:
    """`is_good` is None where there is nothing to judge (yet)."""

    number: str
    kind: ComplaintKind
    state: ComplaintState
    received_at: datetime
    customer: str
    office: tuple[str, str] | None
    due_at: datetime
    done_at: datetime | None
    is_good: bool | None


def sum_complaints(
    session: Session,
    actor: Actor,
    periods: Sequence[Period],
    *,
    now: datetime,
    where: Where = EVERYWHERE,
    with_integrity: bool = True,
) -> list[dict[str, Sum]]:
    """The figures of `COMPLAINT_FIGURES` for each period; what is open is the same in all. One query.

    Integrity complaints count for whom they exist, and for nobody where `with_integrity` is off.
    Raises NotAllowed.
    """
    parts = []
    for table, seen in _tables(actor, with_integrity):
        columns: list[Any] = []
        inside = []
        for period in periods:
            for key in COMPLAINT_FIGURES:
                columns += [_count(_good(table, key, period)), _count(_judged(table, key, period, now))]
            inside.append(_received(table, period))
        labelled = [column.label(f"c{place}") for place, column in enumerate(columns)]
        parts.append(select(*labelled).where(or_(_open(table), *inside), *seen, *_where(table, where)))
    rows = session.connection().execute(union_all(*parts)).all()
    values = [int(sum(row[place] for row in rows)) for place in range(2 * len(COMPLAINT_FIGURES) * len(periods))]
    pairs = iter(zip(values[::2], values[1::2], strict=True))
    return [{key: Sum(*next(pairs)) for key in COMPLAINT_FIGURES} for _ in periods]


def list_complaint_rows(
    session: Session,
    actor: Actor,
    key: str,
    period: Period,
    *,
    now: datetime,
    where: Where = EVERYWHERE,
    with_integrity: bool = True,
) -> list[ComplaintFigureRow]:
    """The rows that a figure counts: those not as they should be first, then the newest. One query a table."""
    found = []
    for table, seen in _tables(actor, with_integrity):
        statement: Any = (
            select(
                table.number, table.kind, table.state, table.received_at,  # type: ignore[call-overload]
                func.coalesce(Customer.name, table.contact_name), Office.name, Office.name_en, table.feedback_due_at,
                table.first_feedback_at,
            )
            .select_from(table)
            .outerjoin(Customer, col(Customer.id) == col(table.customer_id))
            .outerjoin(Office, col(Office.id) == col(table.office_id))
            .where(_judged(table, key, period, now), *seen, *_where(table, where))
            .order_by(col(table.received_at).desc())
            .limit(MOST_ROWS)
        )  # fmt: skip
        for number, kind, state, at, customer, office, office_en, due_at, done_at in session.execute(statement):
            good = None if done_at is None and due_at >= now else done_at is not None and done_at <= due_at
            names = (office, office_en or office) if office else None
            found.append(ComplaintFigureRow(number, kind, state, at, customer, names, due_at, done_at, good))
    return sorted(found, key=lambda row: (row.is_good is not False, -row.received_at.timestamp()))[:MOST_ROWS]


def _tables(actor: Actor, with_integrity: bool) -> list[tuple[Kind, list[ColumnElement[bool]]]]:
    ensure_may(actor, Action.SEE_FIGURES)
    kinds: tuple[Kind, ...] = (Complaint, IntegrityComplaint) if with_integrity else (Complaint,)
    found = [(kind, seen_by(actor, kind)) for kind in kinds]
    return [(kind, conditions) for kind, conditions in found if conditions is not None]


def _where(table: Kind, where: Where) -> list[ColumnElement[bool]]:
    """A complaint has no team of its own: that of its project counts."""
    conditions = within(table, Where(office_id=where.office_id, region=where.region))
    if where.team_id is not None:
        projects: Any = select(col(Project.id)).where(col(Project.team_id) == where.team_id)
        conditions.append(col(table.project_id).in_(projects))
    return conditions


def _received(table: Kind, period: Period) -> ColumnElement[bool]:
    start, end = period.moments(service_zone())
    return and_(col(table.received_at) >= start, col(table.received_at) < end)


def _open(table: Kind) -> ColumnElement[bool]:
    return col(table.state).not_in(ENDED)


def _judged(table: Kind, key: str, period: Period, now: datetime) -> ColumnElement[bool]:
    if key == "complaints_open":
        return _open(table)
    received = _received(table, period)
    is_merged = col(table.state) == ComplaintState.MERGED
    if key == "complaints":
        return and_(received, ~is_merged)
    told = col(table.first_feedback_at)
    late = and_(told.is_(None), ~is_merged, col(table.feedback_due_at) < now)
    return and_(received, or_(told.is_not(None), late))


def _good(table: Kind, key: str, period: Period) -> ColumnElement[bool]:
    if key == "complaints_open":
        return _open(table)
    if key == "complaints":
        return and_(_received(table, period), col(table.state) != ComplaintState.MERGED)
    return and_(_received(table, period), col(table.first_feedback_at) <= col(table.feedback_due_at))


def _count(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
