"""How each figure of `aftersales.rules.figures` is counted: over which rows, top of bottom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_

from aftersales.models import Bearer
from aftersales.queries.figures.bases import (
    Base,
    has_answered_survey,
    has_final_report,
    has_half_done_visit,
    has_handbook,
)
from aftersales.queries.figures.sql_time import seconds_between
from aftersales.rules.kinds import Charge, Kind, WarrantyStatus
from aftersales.rules.lifecycle import LIFECYCLE, RequestState

VISITED = tuple(kind for kind in Kind if kind.needs_visit)
OVER = tuple(state for state in RequestState if state in LIFECYCLE.final)
A_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Measure:
    """`counts` says which rows of the base are judged, `is_good` which of them are as they should be.

    `late` are the rows that count as judged, and not as good, only because time has gone by: they
    depend on now and stand on open requests alone. `amount` is summed in the place of counting ones.
    """

    base: Base
    counts: Callable[[Any], ColumnElement[bool]]
    is_good: Callable[[Any], ColumnElement[bool]] | None = None
    late: Callable[[Any, datetime], ColumnElement[bool]] | None = None
    amount: Callable[[Any], ColumnElement[int]] | None = None
    due: str | None = None  # the columns that a list of its rows shows
    done: str | None = None

    def top(self, r: Any) -> ColumnElement[int]:
        if self.amount is not None:
            return func.coalesce(func.sum(case((self.counts(r), self.amount(r)), else_=0)), 0)
        good = self.counts(r) if self.is_good is None else and_(self.counts(r), self.is_good(r))
        return func.coalesce(func.sum(case((good, 1), else_=0)), 0)

    def bottom(self, r: Any, now: datetime | None) -> ColumnElement[int]:
        """Without `now`: what is settled for good."""
        return func.coalesce(func.sum(case((self.judged(r, now), 1), else_=0)), 0)

    def judged(self, r: Any, now: datetime | None) -> ColumnElement[bool]:
        if now is None or self.late is None:
            return self.counts(r)
        return or_(self.counts(r), self.late(r, now))

    def good(self, r: Any) -> ColumnElement[bool]:
        return self.is_good(r) if self.is_good is not None else literal(True)


def _visited(r: Any) -> ColumnElement[bool]:
    return and_(r.kind.in_(VISITED), r.state.not_in((RequestState.CANCELLED, RequestState.MERGED)))


def _answer_settled(r: Any) -> ColumnElement[bool]:
    """Answered, or ended without an answer; cancelled without one only if it was late already."""
    cancelled_late = and_(r.state == RequestState.CANCELLED, r.closed_at > r.respond_due_at)
    return or_(r.responded_at.is_not(None), r.state == RequestState.CLOSED, cancelled_late)


def _answer_kept(r: Any) -> ColumnElement[bool]:
    return func.coalesce(r.responded_at <= r.respond_due_at, false())


def _answer_late(r: Any, now: datetime) -> ColumnElement[bool]:
    return and_(r.responded_at.is_(None), r.state.not_in(OVER), r.respond_due_at < now)


def _arrival(due: str) -> Measure:
    def settled(r: Any) -> ColumnElement[bool]:
        return and_(_visited(r), r.arrived_at.is_not(None), getattr(r, due).is_not(None))

    def late(r: Any, now: datetime) -> ColumnElement[bool]:
        return and_(_visited(r), r.arrived_at.is_(None), r.state.not_in(OVER), getattr(r, due) < now)

    return Measure(
        Base.ROUNDS, settled, lambda r: r.arrived_at <= getattr(r, due), late, due=due, done="arrived_at"
    )  # fmt: skip


def _finished(r: Any) -> ColumnElement[bool]:
    return and_(_visited(r), r.finished_at.is_not(None), r.arrived_at.is_not(None))


def _to_charge_unquoted(r: Any) -> ColumnElement[bool]:
    return and_(r.bearer == Bearer.CUSTOMER, r.charge.in_((Charge.AT_COST, Charge.PAID)), ~r.is_quoted)


def _free_after(r: Any) -> ColumnElement[bool]:
    return and_(r.bearer == Bearer.US, r.warranty == WarrantyStatus.OUT)


def _fen(r: Any) -> ColumnElement[int]:
    column: ColumnElement[int] = r.total_fen
    return column


MEASURES: dict[str, Measure] = {
    "satisfaction": Measure(Base.SURVEYS, lambda r: r.overall.is_not(None), amount=lambda r: r.overall),
    "response_kept": Measure(
        Base.ROUNDS, _answer_settled, _answer_kept, _answer_late, due="respond_due_at", done="responded_at"
    ),
    "arrival_kept": _arrival("arrive_due_at"),
    "hours_kept": _arrival("hours_due_at"),
    "done_in_a_day": Measure(
        Base.ROUNDS, _finished, lambda r: seconds_between(r.arrived_at, r.finished_at) <= A_DAY_SECONDS,
        due="arrived_at", done="finished_at",
    ),
    "repair_hours": Measure(
        Base.ROUNDS, _finished, amount=lambda r: seconds_between(r.arrived_at, r.finished_at), due="arrived_at",
        done="finished_at",
    ),
    "first_visit": Measure(
        Base.ROUNDS, _finished, lambda r: ~has_half_done_visit(r), due="arrived_at", done="finished_at"
    ),
    "not_repeated": Measure(Base.ROUNDS, lambda r: and_(_visited(r), r.round == 1), lambda r: r.repeats_id.is_(None)),
    "complete": Measure(
        Base.ROUNDS, lambda r: and_(_finished(r), r.closed_at.is_not(None)),
        lambda r: and_(has_final_report(r), has_answered_survey(r), has_handbook(r)), due="finished_at",
        done="closed_at",
    ),
    "requests": Measure(Base.ROUNDS, lambda r: and_(r.round == 1, r.state != RequestState.MERGED)),
    "recurrences": Measure(
        Base.ROUNDS, lambda r: and_(_visited(r), r.round == 1, r.repeats_id.is_not(None))
    ),
    "cost_us": Measure(Base.COSTS, lambda r: r.bearer == Bearer.US, amount=_fen),
    "cost_customer": Measure(Base.COSTS, lambda r: r.bearer == Bearer.CUSTOMER, amount=_fen),
    "free_after_warranty": Measure(Base.COSTS, _free_after, amount=_fen),
    "not_quoted": Measure(Base.COSTS, _to_charge_unquoted, amount=_fen),
}  # fmt: skip

__all__ = ["MEASURES", "Measure"]
