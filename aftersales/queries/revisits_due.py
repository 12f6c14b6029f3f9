"""Revisits that are to be made, for Today: one's own; for a manager also those that are late or nobody's (5.2(2))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, text
from sqlmodel import col

from aftersales.models import Customer, Revisit
from aftersales.models.care import DUE_SQL
from aftersales.queries.due_source import DueSource, due_rows
from aftersales.queries.visible import in_sight
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may


def _find(actor: Actor, now: Any) -> Select[Any] | None:
    if not may(actor, Action.DO_REVISIT):
        return None
    mine = col(Revisit.owner_id) == actor.staff_id
    if may(actor, Action.KEEP_CARE_PLANS):
        mine = or_(mine, col(Revisit.owner_id).is_(None), col(Revisit.due_at) < now)
    return (
        due_rows(number=Revisit.number, words=Customer.name, due_at=Revisit.due_at)
        .join(Customer, col(Customer.id) == col(Revisit.customer_id))
        .where(text(f"revisit.{DUE_SQL}"), mine, *in_sight(actor, Revisit.office_id))
    )


REVISITS_DUE = DueSource("revisit", N_("Ask the customer how things are"), "care.py", _find)
