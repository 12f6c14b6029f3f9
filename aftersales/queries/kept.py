"""Do we keep our promise? The arrivals of the last days, kept and late (1.3, 4(4))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select
from sqlmodel import Session, col

from aftersales.models import Customer, ServiceRequest
from aftersales.models.base import Moment
from aftersales.prepared import Prepared
from aftersales.queries.visible import requests_seen
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.plain_rows import ask

LOOK_BACK = timedelta(days=30)
MOST_ROWS = 100
R = ServiceRequest


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the requests received in the last 30 days whose arrival is decided: kept, late; and all received."""

    received: int
    kept: int
    late: int

    @property
    def share(self) -> float | None:
        """Kept of all decided, 0 to 1; None where nothing is decided yet."""
        decided = self.kept + self.late
        return self.kept / decided if decided else None


class Arrivals(StrEnum):
    KEPT = "kept"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Arrival:
    """`due_at` is None for kinds without a visit; `arrived_at` until somebody came."""

    number: str
    customer: str
    received_at: datetime
    due_at: datetime | None
    arrived_at: datetime | None


def _is_kept() -> ColumnElement[bool]:
    return col(R.arrived_at) <= col(R.arrive_due_at)


def _is_late(now: Any) -> ColumnElement[bool]:
    gone = [RequestState.CANCELLED, RequestState.MERGED]
    missing = col(R.arrived_at).is_(None) & (col(R.arrive_due_at) < now) & col(R.state).not_in(gone)
    return or_(col(R.arrived_at) > col(R.arrive_due_at), missing)


def get_kept(session: Session, actor: Actor, *, now: datetime) -> Kept:
    """The sums. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_REQUESTS)
    (row,) = ask(session, _sums(actor), now=now, since=now - LOOK_BACK)
    return Kept(*(int(value) for value in row))


@lru_cache(maxsize=256)
def _sums(actor: Actor) -> Prepared:
    """Kept by the person, whose sight is in it."""
    now: Any = bindparam("now", type_=Moment())
    since: Any = bindparam("since", type_=Moment())
    return Prepared(
        select(
            func.count(), func.coalesce(func.sum(case((_is_kept(), 1), else_=0)), 0),
            func.coalesce(func.sum(case((_is_late(now), 1), else_=0)), 0),
        ).select_from(R).where(col(R.received_at) >= since, col(R.received_at) <= now, *requests_seen(actor))
    )  # fmt: skip


def list_arrivals(session: Session, actor: Actor, which: Arrivals, *, now: datetime) -> list[Arrival]:
    """The requests behind one of the sums, newest first, at most a hundred. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_REQUESTS)
    conditions = {Arrivals.KEPT: [_is_kept()], Arrivals.LATE: [_is_late(now)], Arrivals.ALL: []}[which]
    rows = session.execute(
        select(R.number, Customer.name, R.received_at, R.arrive_due_at, R.arrived_at)  # type: ignore[call-overload]
        .join(Customer, col(Customer.id) == col(R.customer_id))
        .where(col(R.received_at) >= now - LOOK_BACK, col(R.received_at) <= now, *requests_seen(actor), *conditions)
        .order_by(col(R.received_at).desc())
        .limit(MOST_ROWS)
    )
    return [Arrival(*row) for row in rows]
