"""Whose jobs somebody may look at: a technician's own, everybody's for those who see requests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlmodel import col

from aftersales.errors import NotAllowed
from aftersales.models import Assignment, Dispatch
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may


def only_seen_by(actor: Actor, request_id: Any) -> list[ColumnElement[bool]]:
    """Conditions for a query over requests, or things of requests. Raises NotAllowed for who sees none."""
    if may(actor, Action.SEE_REQUESTS):
        return []
    if not may(actor, Action.SEE_OWN_JOBS):
        raise NotAllowed(N_("Your role does not see service requests."))
    mine = (
        select(Dispatch.id)  # type: ignore[call-overload]
        .join(Assignment, col(Assignment.dispatch_id) == col(Dispatch.id))
        .where(col(Dispatch.request_id) == request_id, col(Assignment.staff_id) == actor.staff_id)
    )
    return [exists(mine)]
