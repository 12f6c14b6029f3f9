"""One open request as lists show it: what it is, what is due, who is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlmodel import Session, col

from aftersales.models import Assignment, Customer, Dispatch, ServiceRequest, Sign, Staff
from aftersales.models.dispatches import LIVE_SQL
from aftersales.models.requests import OPEN_SQL
from aftersales.rules.due import Due, next_due
from aftersales.rules.kinds import FaultCategory, Kind, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.visit import VisitState

R = ServiceRequest
# Written as literals, so that the partial indexes are used.
IS_OPEN = text(f"service_request.{OPEN_SQL}")
IS_LIVE = text(f"dispatch.{LIVE_SQL}")

PLAIN = (
    R.id, R.number, R.version, R.state, R.kind, R.severity, R.fault, R.customer_id, R.sign_id, R.office_id, R.team_id,
    R.place, R.due_at, R.respond_due_at, R.responded_at, R.arrived_at, R.repair_due_at, R.promised_at, R.repeat_count,
    R.made_safe_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crew:
    """The visit under way of a request."""

    state: VisitState
    starts_at: datetime | None
    minutes: int
    staff: tuple[tuple[str, str], ...]  # (name, name_en)


@dataclass(frozen=True, slots=True)
class Card:
    id: int
    number: str
    version: int
    state: RequestState
    kind: Kind
    severity: Severity
    fault: FaultCategory
    customer: str
    is_key: bool
    place: str
    sign_code: str | None
    office_id: int | None
    team_id: int | None
    due_at: datetime | None
    due: Due
    promised_at: datetime | None
    is_answered: bool
    is_made_safe: bool
    repeat_count: int
    crew: Crew | None = field(default=None)


def with_names(session: Session, found: Any) -> list[tuple[Any, Card]]:
    """Rows of a subquery with the PLAIN columns, as (row, card) with names and crews; two queries. Order as `found`."""
    columns = found.c
    rows = session.execute(
        select(found, Customer.name.label("customer"), Customer.is_key, Sign.code, Sign.place.label("sign_place"))  # type: ignore[call-overload,attr-defined]
        .join(Customer, col(Customer.id) == columns.customer_id)
        .outerjoin(Sign, col(Sign.id) == columns.sign_id)
        .order_by(columns.rank)
    ).all()
    crews = _crews(session, sorted({row.id for row in rows}))
    return [(row, _card(row, crews.get(row.id))) for row in rows]


def _card(row: Any, crew: Crew | None) -> Card:
    return Card(
        id=row.id, number=row.number, version=row.version, state=row.state, kind=row.kind, severity=row.severity,
        fault=row.fault, customer=row.customer, is_key=row.is_key, place=row.place or row.sign_place or "",
        sign_code=row.code, office_id=row.office_id, team_id=row.team_id, due_at=row.due_at,
        due=next_due(
            due_at=row.due_at, respond_due_at=row.respond_due_at, responded_at=row.responded_at,
            arrived_at=row.arrived_at, repair_due_at=row.repair_due_at,
        ),
        promised_at=row.promised_at, is_answered=row.responded_at is not None,
        is_made_safe=row.made_safe_at is not None, repeat_count=row.repeat_count, crew=crew,
    )  # fmt: skip


def _crews(session: Session, request_ids: Sequence[int]) -> dict[int, Crew]:
    if not request_ids:
        return {}
    rows = session.execute(
        select(Dispatch.request_id, Dispatch.state, Dispatch.starts_at, Dispatch.minutes, Staff.name, Staff.name_en)  # type: ignore[call-overload]
        .join(Assignment, col(Assignment.dispatch_id) == col(Dispatch.id))
        .join(Staff, col(Staff.id) == col(Assignment.staff_id))
        .where(IS_LIVE, col(Assignment.is_live), col(Dispatch.request_id).in_(request_ids))
        .order_by(col(Dispatch.request_id), col(Assignment.id))
    )
    crews: dict[int, Crew] = {}
    for request_id, state, starts_at, minutes, name, name_en in rows:
        before = crews[request_id].staff if request_id in crews else ()
        crews[request_id] = Crew(state, starts_at, minutes, (*before, (name, name_en)))
    return crews
