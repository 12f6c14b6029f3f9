"""Visits whose planned start has passed while their crew hasn't left (4(4))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from aftersales.models import Customer, Dispatch, ServiceRequest
from aftersales.queries.cards import IS_LIVE
from aftersales.queries.due_source import DueSource, due_rows
from aftersales.queries.visible import requests_seen
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.visit import VisitState

_NOT_LEFT = (VisitState.ASSIGNED, VisitState.ACCEPTED)


def _find(actor: Actor, now: Any) -> Select[Any] | None:
    if not may(actor, Action.DISPATCH):
        return None
    return (
        due_rows(number=Dispatch.number, words=Customer.name, due_at=Dispatch.starts_at, key=ServiceRequest.number)
        .join(ServiceRequest, col(ServiceRequest.id) == col(Dispatch.request_id))
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(IS_LIVE, col(Dispatch.state).in_(_NOT_LEFT), col(Dispatch.starts_at) < now, *requests_seen(actor))
    )


VISITS_TO_START = DueSource("visit", N_("The crew should have left: call them"), "request.py", _find, is_by_hours=True)
