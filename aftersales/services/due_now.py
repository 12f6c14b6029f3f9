"""Which promises are due soon or late, or whose day to ask again has come, and were not told yet.

An event of that name, written at or after the moment it could first be told, says that it was. Each
search walks the partial index of the open requests, so that it costs the same however many are stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, text
from sqlmodel import Session, col

from aftersales.clock import local_day
from aftersales.models import Event, NoticeKind, RequestStop, ServiceRequest
from aftersales.models.requests import OPEN_SQL
from aftersales.rules.lifecycle import RequestState

SOON = timedelta(minutes=30)
R, K = ServiceRequest, NoticeKind
_OPEN = text(f"service_request.{OPEN_SQL}")

_NO_ANSWER = col(R.responded_at).is_(None)
_NOBODY_CAME = col(R.arrived_at).is_(None)
# After the first arrival the request's own due moment is the next visit's, unless it is the repair's.
_NEXT_VISIT = and_(
    col(R.responded_at).is_not(None),
    col(R.state) != RequestState.ON_SITE,
    or_(col(R.repair_due_at).is_(None), col(R.repair_due_at) != col(R.due_at)),
)
_ARRIVAL = case((_NOBODY_CAME, col(R.arrive_due_at)), else_=col(R.due_at))

_CLOCKS: dict[NoticeKind, tuple[Any, ColumnElement[bool], timedelta]] = {
    K.RESPONSE_LATE: (col(R.respond_due_at), _NO_ANSWER, timedelta(0)),
    K.ARRIVAL_LATE: (_ARRIVAL, or_(_NOBODY_CAME, _NEXT_VISIT), timedelta(0)),
    K.REPAIR_LATE: (col(R.repair_due_at), col(R.finished_at).is_(None), timedelta(0)),
    K.RESPONSE_SOON: (col(R.respond_due_at), _NO_ANSWER, SOON),
    K.ARRIVAL_SOON: (_ARRIVAL, or_(_NOBODY_CAME, _NEXT_VISIT), SOON),
}


@dataclass(frozen=True, slots=True)
class DueNow:
    """One thing to tell; `about_at` is the promise's own moment."""

    kind: NoticeKind
    request_id: int
    about_at: datetime
    office_id: int | None
    owner_id: int | None
    registered_by_id: int | None


def find_due_now(session: Session, *, now: datetime, limit: int) -> list[DueNow]:
    """What is to be told now, the late ones first, at most `limit`."""
    found: list[DueNow] = []
    for kind in _CLOCKS:
        found += _of_clock(session, kind, now, limit - len(found))
        if len(found) >= limit:
            return found
    return found + _to_ask_again(session, now, limit - len(found))


def _told(kind: NoticeKind, since: Any) -> ColumnElement[bool]:
    told: ColumnElement[bool] = (
        select(Event.id)  # type: ignore[call-overload]
        .where(Event.subject == "request", Event.subject_id == R.id, Event.name == kind.value, col(Event.at) >= since)
        .exists()
    )
    return told


def _of_clock(session: Session, kind: NoticeKind, now: datetime, limit: int) -> list[DueNow]:
    clock, condition, ahead = _CLOCKS[kind]
    # Told of a late one: after its moment. Told of one that comes: within the time ahead in which it could be.
    is_due, since = (and_(clock >= now, clock <= now + ahead), now - ahead) if ahead else (clock < now, clock)
    rows = session.execute(
        _columns(clock)
        # `due_at` is the earliest of the clocks: the index on it ends the search.
        .where(_OPEN, col(R.due_at) <= now + ahead, condition, is_due, ~_told(kind, since))
        .order_by(col(R.due_at), col(R.id))
        .limit(limit)
    )
    return [DueNow(kind, *row) for row in rows]


def _columns(about: Any) -> Any:
    return select(R.id, about, R.office_id, R.owner_id, R.registered_by_id)  # type: ignore[call-overload]


def _to_ask_again(session: Session, now: datetime, limit: int) -> list[DueNow]:
    today = local_day(now)
    rows = session.execute(
        _columns(col(RequestStop.from_at))
        .join(RequestStop, col(RequestStop.request_id) == col(R.id))
        .where(_OPEN, col(R.state) == RequestState.ON_HOLD, col(RequestStop.to_at).is_(None))
        .where(col(RequestStop.ask_again_on) <= today, ~_told(K.ASK_AGAIN, col(RequestStop.from_at)))
        .order_by(col(RequestStop.ask_again_on), col(R.id))
        .limit(limit)
    )
    return [DueNow(K.ASK_AGAIN, *row) for row in rows]
