"""What was reported at one place before, and what is open there now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, text
from sqlmodel import Session, col

from aftersales.models import Customer, ServiceRequest, Sign
from aftersales.models.requests import OPEN_SQL
from aftersales.queries.find import ensure_any
from aftersales.queries.visible import requests_seen
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import Action, Actor


@dataclass(frozen=True, slots=True)
class RequestAt:
    """One request as a line, and enough for a first look into it."""

    id: int
    number: str
    state: RequestState
    kind: Kind
    severity: Severity
    fault: FaultCategory
    cause_reported: Cause
    cause_found: Cause | None
    charge: Charge
    received_at: datetime
    respond_due_at: datetime
    promised_at: datetime | None
    due_at: datetime | None
    arrive_due_at: datetime | None
    arrived_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    description: str
    place: str
    contact_name: str
    contact_phone: str
    root_cause: str
    corrective_action: str
    outcome: str
    repeat_count: int
    needs_agreement: bool  # of a supplement, before anybody is sent (2b)
    sign_id: int | None
    sign_code: str | None
    customer_name: str


_R = ServiceRequest
_COLUMNS: tuple[Any, ...] = (
    _R.id, _R.number, _R.state, _R.kind, _R.severity, _R.fault, _R.cause_reported, _R.cause_found, _R.charge,
    _R.received_at, _R.respond_due_at, _R.promised_at, _R.due_at, _R.arrive_due_at, _R.arrived_at, _R.finished_at,
    _R.closed_at, _R.description, _R.place, _R.contact_name, _R.contact_phone, _R.root_cause, _R.corrective_action,
    _R.outcome, _R.repeat_count, _R.needs_agreement, _R.sign_id, Sign.code, Customer.name,
    _R.office_id, _R.registered_by_id,
)  # fmt: skip


def list_requests_at(
    session: Session,
    actor: Actor,
    *,
    customer_id: int | None = None,
    project_id: int | None = None,
    sign_id: int | None = None,
    open_only: bool = False,
    before_id: int | None = None,
    limit: int = 20,
) -> list[RequestAt]:
    """Those of the sign, else of the project, else of the customer, newest first. A technician sees own jobs."""
    statement = _seen_by(actor)
    if sign_id is not None:
        statement = statement.where(col(_R.sign_id) == sign_id)
    elif project_id is not None:
        statement = statement.where(col(_R.project_id) == project_id)
    else:
        statement = statement.where(col(_R.customer_id) == customer_id)
    if open_only:
        statement = statement.where(text(f"service_request.{OPEN_SQL}"))
    if before_id is not None:
        statement = statement.where(col(_R.id) < before_id)
    rows = session.connection().execute(statement.order_by(col(_R.id).desc()).limit(limit))
    return [_as_seen(actor, row) for row in rows]


def find_request_at(session: Session, actor: Actor, number: str) -> RequestAt | None:
    """The one with this number, as far as the actor may see it."""
    row = session.connection().execute(_seen_by(actor).where(col(_R.number) == number)).first()
    return _as_seen(actor, row) if row else None


def _as_seen(actor: Actor, row: Any) -> RequestAt:
    """Its contact and what was said, masked for who doesn't see them."""
    *values, office_id, registered_by_id = row
    one = RequestAt(*values)
    sight = sight_of_request(actor, office_id=office_id, registered_by_id=registered_by_id, state=one.state)
    if sight.is_whole:
        return one
    return replace(
        one, contact_phone=sight.phone(one.contact_phone), description=sight.text(one.description),
        root_cause=sight.text(one.root_cause), corrective_action=sight.text(one.corrective_action),
        outcome=sight.text(one.outcome), place=sight.text(one.place),
    )  # fmt: skip


def _seen_by(actor: Actor) -> Select[Any]:
    ensure_any(actor, (Action.SEE_REQUESTS, Action.SEE_OWN_JOBS))
    statement = select(*_COLUMNS).join(Customer, col(Customer.id) == _R.customer_id)
    statement = statement.outerjoin(Sign, col(Sign.id) == _R.sign_id)
    return statement.where(*requests_seen(actor))
