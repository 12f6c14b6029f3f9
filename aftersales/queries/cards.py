"""One open request as lists show it: what it is, what is due, who is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlmodel import Session, col

from aftersales.models import Base, ServiceRequest
from aftersales.models.dispatches import LIVE_SQL
from aftersales.models.requests import OPEN_SQL
from aftersales.prepared import Prepared, is_one_of
from aftersales.rules.contact_sight import ContactSight
from aftersales.rules.due import Due, next_due
from aftersales.rules.kinds import FaultCategory, Kind, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.visit import VisitState

R = ServiceRequest
# Written as literals, so that the partial indexes are used.
IS_OPEN = text(f"service_request.{OPEN_SQL}")
# When an open request came in, to order by: by the bare column a database walks through all that ever came in,
# because its index has that order, instead of sorting the few that are open.
CAME_IN = func.coalesce(col(ServiceRequest.received_at), col(ServiceRequest.registered_at))
IS_LIVE = text(f"dispatch.{LIVE_SQL}")

_C, _S, _D, _A, _P = (Base.metadata.tables[name].c for name in ("customer", "sign", "dispatch", "assignment", "staff"))
_CREWS = Prepared(
    select(_D.request_id, _D.state, _D.starts_at, _D.minutes, _P.name, _P.name_en)
    .join_from(_D.id.table, _A.id.table, _A.dispatch_id == _D.id)
    .join(_P.id.table, _P.id == _A.staff_id)
    .where(IS_LIVE, _A.is_live, is_one_of(_D.request_id, "ids"))
    .order_by(_D.request_id, _A.id)
)

PLAIN: tuple[Any, ...] = (
    R.id, R.number, R.version, R.state, R.kind, R.severity, R.fault, R.customer_id, R.sign_id, R.office_id, R.team_id,
    R.place, R.due_at, R.respond_due_at, R.responded_at, R.arrived_at, R.repair_due_at, R.promised_at, R.repeat_count,
    R.made_safe_at, R.escalated_at,
)  # fmt: skip
NAMED = len(PLAIN) + 4  # with the customer's and the sign's names


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
    is_escalated: bool  # a department owes its word
    crew: Crew | None = field(default=None)


def with_names(found: Any, *order: Any) -> Select[Any]:
    """The PLAIN columns of a subquery or table with its names, as `list_cards` reads them. More may be added behind."""
    columns = found.c
    names: Select[Any] = select(*(columns[column.key] for column in PLAIN), _C.name, _C.is_key, _S.code, _S.place)
    joined = names.join_from(found, _C.id.table, _C.id == columns.customer_id)
    return joined.outerjoin(_S.id.table, _S.id == columns.sign_id).order_by(*order)


def list_cards(
    session: Session, named: Prepared, values: Mapping[str, Any], sight: ContactSight
) -> list[tuple[tuple[Any, ...], Card]]:
    """The rows of a statement made by `with_names`, as (the columns behind the names, card); two queries.

    `sight` is whose numbers may stand in a place as somebody wrote it down.
    """
    rows = named.rows(session, values)
    crews = _crews(session, sorted({row[0] for row in rows}))
    return [(row[NAMED:], _card(row, crews.get(row[0]), sight)) for row in rows]


def _card(row: tuple[Any, ...], crew: Crew | None, sight: ContactSight) -> Card:
    (
        id, number, version, state, kind, severity, fault, _, _, office_id, team_id, place, due_at, respond_due_at,
        responded_at, arrived_at, repair_due_at, promised_at, repeat_count, made_safe_at, escalated_at, customer,
        is_key, code, sign_place,
    ) = row[:NAMED]  # fmt: skip
    due = next_due(
        due_at=due_at, respond_due_at=respond_due_at, responded_at=responded_at, arrived_at=arrived_at,
        repair_due_at=repair_due_at,
    )  # fmt: skip
    return Card(
        id, number, version, state, kind, severity, fault, customer, bool(is_key),
        sight.text(place or sign_place or ""), code, office_id, team_id, due_at, due, promised_at,
        responded_at is not None, made_safe_at is not None, repeat_count, escalated_at is not None, crew,
    )  # fmt: skip


def _crews(session: Session, request_ids: Sequence[int]) -> dict[int, Crew]:
    if not request_ids:
        return {}
    crews: dict[int, Crew] = {}
    for request_id, state, starts_at, minutes, name, name_en in _CREWS.rows(session, {"ids": request_ids}):
        before = crews[request_id].staff if request_id in crews else ()
        crews[request_id] = Crew(state, starts_at, minutes, (*before, (name, name_en)))
    return crews
