"""Which requests somebody sees: one condition for all lists.

A technician sees the jobs he was sent to. An office whose sight is set to end at its region sees that
region's requests, and those it wrote down itself for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from aftersales.models import Assignment, Dispatch, Office, ProductReturn, ServiceRequest
from aftersales.rules.kinds import Role
from aftersales.rules.roles import MAY, Action, Actor, ensure_may, may


def requests_seen(actor: Actor) -> list[ColumnElement[bool]]:
    """For a query over ServiceRequest itself; empty for who sees all. Whether any are seen is asked elsewhere."""
    if may(actor, Action.SEE_REQUESTS):
        return in_sight(actor, ServiceRequest.office_id, ServiceRequest.registered_by_id)
    # One by one: whoever was sent to ten thousand looks at a handful of them.
    was_sent = own_request_ids(actor).where(col(Dispatch.request_id) == col(ServiceRequest.id))
    return [was_sent.correlate(ServiceRequest).exists()]


def in_sight(actor: Actor, office_id: Any, registered_by_id: Any | None = None) -> list[ColumnElement[bool]]:
    """The bound of an office's region on any table with an office; empty where there is none."""
    if actor.only_region is None:
        return []
    offices: Select[Any] = select(col(Office.id)).where(col(Office.region) == actor.only_region)
    seen = col(office_id).in_(offices)
    return [seen if registered_by_id is None else seen | (col(registered_by_id) == actor.staff_id)]


def sees_own_returns_only(actor: Actor) -> bool:
    """An office sees the returns that it sends in; whoever has another role beside it sees all of them (5.1(4))."""
    return Role.SYSTEM not in actor.roles and actor.roles & MAY[Action.SEE_REQUESTS] == {Role.OFFICE}


def returns_seen(actor: Actor) -> list[ColumnElement[bool]]:
    """For a query over ProductReturn: an office's own, within its region where it is bound to that."""
    conditions = in_sight(actor, ProductReturn.office_id, ProductReturn.requested_by_id)
    if sees_own_returns_only(actor):
        is_own = col(ProductReturn.office_id) == actor.office_id
        conditions.append(is_own | (col(ProductReturn.requested_by_id) == actor.staff_id))
    return conditions


def own_request_ids(actor: Actor) -> Select[Any]:
    """The requests that this technician was ever sent to."""
    own: Select[Any] = select(col(Dispatch.request_id)).join(Assignment, col(Assignment.dispatch_id) == Dispatch.id)
    return own.where(col(Assignment.staff_id) == actor.staff_id)


@dataclass(frozen=True, slots=True)
class OfficeSight:
    id: int
    name: str
    name_en: str
    region: str
    region_en: str
    sees_region_only: bool


def list_office_sights(session: Session, actor: Actor) -> list[OfficeSight]:
    """What each office sees; for who manages staff."""
    ensure_may(actor, Action.MANAGE_STAFF)
    columns = (Office.id, Office.name, Office.name_en, Office.region, Office.region_en, Office.sees_region_only)
    statement: Select[Any] = select(*columns)  # type: ignore[call-overload]
    return [OfficeSight(*row) for row in session.connection().execute(statement.order_by(col(Office.id)).limit(200))]
