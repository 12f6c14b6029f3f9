"""Work that is done and whose quote was accepted, and that nobody has billed yet (1.4b, 3(2))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from aftersales.models import Customer, ServiceRequest
from aftersales.queries.due_source import DueSource, due_rows
from aftersales.queries.figures.billing import accepted_unbilled
from aftersales.queries.figures.sql_time import days_after
from aftersales.rules.bill import BILL_WITHIN
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may

_R = ServiceRequest


def _to_bill(actor: Actor, now: Any) -> Select[Any] | None:
    """For who records bills, once the week has gone by."""
    if not may(actor, Action.BILL):
        return None
    each = accepted_unbilled().subquery()
    first: Any = func.min(each.c.ready_at, type_=each.c.ready_at.type)
    found = select(each.c.request_id, first.label("ready_at")).group_by(each.c.request_id).subquery()
    due_at: Any = days_after(found.c.ready_at, BILL_WITHIN.days)
    return (
        due_rows(number=_R.number, words=Customer.name, due_at=due_at)
        .join(found, found.c.request_id == col(_R.id))
        .join(Customer, col(Customer.id) == col(_R.customer_id))
        .where(due_at < now)
    )


BILLS_DUE = (DueSource("bill", N_("Work is done and accepted, but not billed"), "request.py", _to_bill),)
