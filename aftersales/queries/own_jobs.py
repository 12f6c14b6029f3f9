"""Conditions for things of requests: whose jobs somebody may look at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from aftersales.errors import NotAllowed
from aftersales.models import Assignment, Dispatch, ServiceRequest
from aftersales.queries.visible import in_sight
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may


def only_seen_by(actor: Actor, request_id: Any) -> list[ColumnElement[bool]]:
    """Conditions for a query over requests, or things of requests. Raises NotAllowed for who sees none."""
    if may(actor, Action.SEE_REQUESTS):
        if actor.only_region is None:
            return []
        seen = aliased(ServiceRequest)  # the query may be over requests itself
        bound = in_sight(actor, seen.office_id, seen.registered_by_id)
        return [exists(select(seen.id).where(col(seen.id) == request_id, *bound))]  # type: ignore[call-overload]
    if not may(actor, Action.SEE_OWN_JOBS):
        raise NotAllowed(N_("Your role does not see service requests."))
    mine = (
        select(Dispatch.id)  # type: ignore[call-overload]
        .join(Assignment, col(Assignment.dispatch_id) == col(Dispatch.id))
        .where(col(Dispatch.request_id) == request_id, col(Assignment.staff_id) == actor.staff_id)
    )
    return [exists(mine)]
