"""Opinions that nobody was asked about yet, and what became of those that offices collected (5.1(1), 5.2(1))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlmodel import Session, col

from aftersales.models import Customer, Department, Escalation, Office, OfficeOpinion, OpinionRouting, ServiceRequest
from aftersales.queries.cards import CAME_IN, IS_OPEN
from aftersales.queries.matters import MOST_SHOWN, Name
from aftersales.queries.visible import requests_seen
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.escalation import EscalationState
from aftersales.rules.kinds import Channel, Kind
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.opinion import OPEN_OPINIONS, OpinionState, OpinionWay
from aftersales.rules.roles import Action, Actor, ensure_may, may

OPINION_KINDS = (Kind.INQUIRY, Kind.SUGGESTION)
_WAITING = (RequestState.REGISTERED, RequestState.ACCEPTED, RequestState.ON_HOLD)


@dataclass(frozen=True, slots=True)
class ToRoute:
    """An inquiry or suggestion without an outcome that is with no department."""

    number: str
    kind: Kind
    channel: Channel
    customer: str
    description: str
    received_at: datetime
    respond_due_at: datetime | None  # None once it was answered


@dataclass(frozen=True, slots=True)
class OfficeOpinionRow:
    """What an office heard: when, when it was sent, and what became of it. `asked`: departments that owe an answer."""

    number: str
    kind: Kind
    customer: str
    description: str
    office: Name
    way: OpinionWay
    collected_on: date
    sent_at: datetime
    is_late: bool
    state: RequestState
    outcome: str
    asked: tuple[Name, ...]
    answered: int


def list_to_route(session: Session, actor: Actor) -> list[ToRoute]:
    """The longest waiting first."""
    ensure_may(actor, Action.ROUTE_MATTER)
    # What was sent back or withdrawn is to be routed again.
    asked = exists().where(
        col(OpinionRouting.request_id) == col(ServiceRequest.id),
        col(OpinionRouting.state).in_((*OPEN_OPINIONS, OpinionState.ANSWERED)),
    )
    is_escalated = exists().where(
        col(Escalation.request_id) == col(ServiceRequest.id), col(Escalation.state) != EscalationState.CLOSED
    )
    columns: tuple[Any, ...] = (
        ServiceRequest.number, ServiceRequest.kind, ServiceRequest.channel, Customer.name, ServiceRequest.description,
        ServiceRequest.received_at, ServiceRequest.respond_due_at, ServiceRequest.responded_at,
    )  # fmt: skip
    statement: Select[Any] = (
        select(*columns)
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(IS_OPEN, col(ServiceRequest.state).in_(_WAITING), col(ServiceRequest.kind).in_(OPINION_KINDS))
        .where(~asked, ~is_escalated, *requests_seen(actor))
        .order_by(CAME_IN)
        .limit(MOST_SHOWN)
    )
    rows: Any = session.execute(statement)
    return [
        ToRoute(number, kind, channel, customer, said, received_at, None if responded_at else respond_due_at)
        for number, kind, channel, customer, said, received_at, respond_due_at, responded_at in rows
    ]


def list_office_opinions(session: Session, actor: Actor) -> list[OfficeOpinionRow]:
    """The newest first: an office's own, for the desk all of them; two queries."""
    ensure_may(actor, Action.COLLECT_OPINION)
    columns: tuple[Any, ...] = (
        ServiceRequest.id, ServiceRequest.number, ServiceRequest.kind, Customer.name, ServiceRequest.description,
        Office.name, Office.name_en, OfficeOpinion.way, OfficeOpinion.collected_on, OfficeOpinion.sent_at,
        OfficeOpinion.is_late, ServiceRequest.state, ServiceRequest.outcome, ServiceRequest.office_id,
        ServiceRequest.registered_by_id,
    )  # fmt: skip
    statement: Select[Any] = (
        select(*columns)
        .join(ServiceRequest, col(ServiceRequest.id) == col(OfficeOpinion.request_id))
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .outerjoin(Office, col(Office.id) == col(OfficeOpinion.office_id))
        .where(*requests_seen(actor))
        .order_by(col(OfficeOpinion.id).desc())
        .limit(MOST_SHOWN)
    )
    if not may(actor, Action.ROUTE_MATTER):
        statement = statement.where(col(OfficeOpinion.office_id) == actor.office_id)
    rows = session.execute(statement).all()
    asked, answered = _asked(session, [row[0] for row in rows])
    found = []
    for id_, number, kind, customer, said, name, name_en, way, on, at, late, state, outcome, where, who in rows:
        sight = sight_of_request(actor, office_id=where, registered_by_id=who, state=state)
        found.append(
            OfficeOpinionRow(
                number, kind, customer, sight.text(said), (name or "", name_en or ""), way, on, at, late, state,
                sight.text(outcome), tuple(asked.get(id_, ())), answered.get(id_, 0),
            )
        )  # fmt: skip
    return found


def _asked(session: Session, ids: list[int]) -> tuple[dict[int, list[Name]], dict[int, int]]:
    """The departments that owe an answer, and how many have answered, by request."""
    owing: dict[int, list[Name]] = {}
    answered: dict[int, int] = {}
    columns: tuple[Any, ...] = (OpinionRouting.request_id, OpinionRouting.state, Department.name, Department.name_en)
    statement: Select[Any] = (
        select(*columns, func.count())
        .join(Department, col(Department.id) == col(OpinionRouting.department_id))
        .where(col(OpinionRouting.request_id).in_(ids))
        .group_by(*columns)
    )
    for request_id, state, name, name_en, count in session.execute(statement) if ids else ():
        if state in OPEN_OPINIONS:
            owing.setdefault(request_id, []).append((name, name_en or ""))
        elif state is OpinionState.ANSWERED:
            answered[request_id] = answered.get(request_id, 0) + count
    return owing, answered
