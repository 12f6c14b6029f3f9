"""What departments owe about opinions and escalations, for Today: their own, and for the desk what is late."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, text
from sqlmodel import col

from aftersales.models import Customer, Escalation, OpinionRouting, ServiceRequest
from aftersales.models.escalations import OWED_SQL
from aftersales.models.opinions import OPEN_OPINION_SQL
from aftersales.queries.due_source import DueSource, Find, due_rows
from aftersales.queries.visible import requests_seen
from aftersales.rules.escalation import EscalationState
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.opinion import OpinionState
from aftersales.rules.roles import Action, Actor, may

_OPEN: dict[Any, str] = {OpinionRouting: OPEN_OPINION_SQL, Escalation: OWED_SQL}


def _rows(actor: Actor, table: Any, due_at: Any) -> Select[Any]:
    return (
        due_rows(number=table.number, words=Customer.name, due_at=due_at, key=ServiceRequest.number)
        .join(ServiceRequest, col(ServiceRequest.id) == col(table.request_id))
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(*requests_seen(actor))
    )


def _of_department(table: Any) -> Find:
    def find(actor: Actor, now: Any) -> Select[Any] | None:
        if actor.department_id is None or not may(actor, Action.ANSWER_MATTER):
            return None
        is_open = text(f"{table.__tablename__}.{_OPEN[table]}")
        return _rows(actor, table, table.next_due_at).where(is_open, col(table.department_id) == actor.department_id)

    return find


def _late_elsewhere(table: Any) -> Find:
    """The desk calls the department that is late."""

    def find(actor: Actor, now: Any) -> Select[Any] | None:
        if not may(actor, Action.ROUTE_MATTER):
            return None
        is_open = text(f"{table.__tablename__}.{_OPEN[table]}")
        found = _rows(actor, table, table.next_due_at).where(is_open, col(table.next_due_at) < now)
        return found if actor.department_id is None else found.where(table.department_id != actor.department_id)

    return find


def _answered(actor: Actor, now: Any) -> Select[Any] | None:
    """The department answered; the customer hasn't heard the outcome."""
    if not may(actor, Action.RESPOND):
        return None
    return _rows(actor, OpinionRouting, OpinionRouting.due_at).where(
        col(OpinionRouting.state) == OpinionState.ANSWERED, col(ServiceRequest.state) == RequestState.ACCEPTED,
        col(ServiceRequest.owner_id) == actor.staff_id,
    )  # fmt: skip


def _to_close(actor: Actor, now: Any) -> Select[Any] | None:
    """Feedback came: whoever looks after the request closes the escalation or asks again."""
    if not may(actor, Action.ROUTE_MATTER):
        return None
    return _rows(actor, Escalation, Escalation.answered_at).where(
        col(Escalation.state) == EscalationState.ANSWERED, col(ServiceRequest.owner_id) == actor.staff_id
    )


PAGE = "request.py"
MATTERS_DUE: tuple[DueSource, ...] = (
    DueSource("escalation", N_("Escalated to your department: give your word"), PAGE, _of_department(Escalation),
              is_by_hours=True),
    DueSource("escalation_late", N_("A department is late with an escalation: call them"), PAGE,
              _late_elsewhere(Escalation)),
    DueSource("escalation_answered", N_("Feedback on an escalation came: close it or ask again"), PAGE, _to_close),
    DueSource("opinion", N_("A customer's opinion for your department"), PAGE, _of_department(OpinionRouting)),
    DueSource("opinion_late", N_("A department is late with a customer's opinion: call them"), PAGE,
              _late_elsewhere(OpinionRouting)),
    DueSource("opinion_answered", N_("The department answered: tell the customer the outcome"), PAGE, _answered),
)  # fmt: skip
