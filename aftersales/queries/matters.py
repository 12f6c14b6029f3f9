"""What departments were asked about requests: opinions routed and escalations, of one request or of all (5.1(3))."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select, text
from sqlmodel import Session, col

from aftersales.clock import local_day
from aftersales.models import Customer, Department, Escalation, OpinionRouting, ServiceRequest
from aftersales.models.escalations import OWED_SQL
from aftersales.models.opinions import OPEN_OPINION_SQL
from aftersales.queries.visible import requests_seen
from aftersales.rules.contact_sight import ContactSight, sight_of_request
from aftersales.rules.escalation import ESCALATION, EscalationCause
from aftersales.rules.opinion import OPINION
from aftersales.rules.roles import Action, Actor, ensure_may, may
from aftersales.rules.workflow import Offer
from aftersales.services.matters import matter_facts

MOST_SHOWN = 200
Name = tuple[str, str]  # as written, and in Latin letters
MatterKind = Literal["opinion", "escalation"]


@dataclass(frozen=True, slots=True)
class MatterView:
    """One department asked about one request. `due_at`: its next word; None where it owes none.

    `answer_by`: the last day for an opinion's answer while that is owed; until it is acknowledged, `due_at` is earlier.
    """

    kind: MatterKind
    id: int
    number: str
    state: Any
    version: int
    department_id: int
    department: Name
    cause: EscalationCause | None
    asked: str
    asked_at: datetime
    acknowledged_at: datetime | None
    due_at: datetime | None
    answer_by: date | None
    answer: str
    answered_by: Name | None
    reason: str
    offers: tuple[Offer[Any], ...]

    @property
    def label(self) -> str:
        """Catalog key of where it stands."""
        return (OPINION if self.kind == "opinion" else ESCALATION).labels[self.state]


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One of a list: its request beside it."""

    number: str
    label: str
    state: Any
    department: Name
    asked: str
    asked_at: datetime
    due_at: datetime | None
    request_number: str
    description: str
    customer: str
    cause: EscalationCause | None


def matters_of(
    actor: Actor,
    sight: ContactSight,
    rows: Iterable[Escalation | OpinionRouting],
    departments: Mapping[int, Name],
    people: Mapping[int, Name],
) -> tuple[MatterView, ...]:
    """Of a request that this person may see, the newest first; the names of departments and staff by id."""
    found = []
    for row in rows:
        told = _escalation(row) if isinstance(row, Escalation) else _opinion(row)
        workflow: Any = ESCALATION if isinstance(row, Escalation) else OPINION
        offers = workflow.offers(row.state, actor, matter_facts(row.department_id, actor))
        found.append(
            MatterView(
                id=row.id or 0, number=row.number, state=row.state, version=row.version,
                department_id=row.department_id, department=departments.get(row.department_id, ("", "")),
                acknowledged_at=row.acknowledged_at, due_at=row.next_due_at,
                answered_by=people.get(row.answered_by_id) if row.answered_by_id is not None else None,
                offers=tuple(offers), **told | {key: sight.text(told[key]) for key in ("asked", "answer", "reason")},
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.asked_at, one.id), reverse=True))


def _opinion(row: OpinionRouting) -> dict[str, Any]:
    return {
        "kind": "opinion", "cause": None, "asked": row.question, "asked_at": row.routed_at, "answer": row.answer,
        "reason": row.reason, "answer_by": None if row.next_due_at is None else _last_day(row.due_at),
    }  # fmt: skip


def _last_day(end: datetime) -> date:
    """The day that is over at this moment."""
    return local_day(end - timedelta(seconds=1))


def _escalation(row: Escalation) -> dict[str, Any]:
    return {
        "kind": "escalation", "cause": row.cause, "asked": row.reason, "asked_at": row.raised_at,
        "answer": row.feedback, "reason": "", "answer_by": None,
    }  # fmt: skip


def list_open_matters(session: Session, actor: Actor, kind: MatterKind) -> list[MatterRow]:
    """What departments owe, the longest overdue first; a department without the desk's role sees its own."""
    ensure_may(actor, Action.SEE_REQUESTS)
    table: Any = OpinionRouting if kind == "opinion" else Escalation
    is_open = f"{table.__tablename__}.{OPEN_OPINION_SQL if kind == 'opinion' else OWED_SQL}"
    asked, at = (table.question, table.routed_at) if kind == "opinion" else (table.reason, table.raised_at)
    columns: tuple[Any, ...] = (
        table.number, table.state, Department.name, Department.name_en, asked, at, table.next_due_at,
        ServiceRequest.number, ServiceRequest.description, Customer.name, ServiceRequest.office_id,
        ServiceRequest.registered_by_id, ServiceRequest.state, table.id,
    )  # fmt: skip
    if kind == "escalation":
        columns += (table.cause,)
    statement = (
        select(*columns)
        .join(ServiceRequest, col(ServiceRequest.id) == table.request_id)
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .join(Department, col(Department.id) == table.department_id)
        .where(text(is_open), *requests_seen(actor))
    )
    if not may(actor, Action.ROUTE_MATTER) and may(actor, Action.ANSWER_MATTER):
        statement = statement.where(table.department_id == actor.department_id)
    return [_row(actor, kind, *row) for row in session.execute(statement.order_by(table.next_due_at).limit(MOST_SHOWN))]


def _row(
    actor: Actor, kind: MatterKind, number: str, state: Any, name: str, name_en: str, asked: str, asked_at: datetime,
    due_at: datetime | None, request: str, said: str, customer: str, office_id: int | None, recorder_id: int | None,
    request_state: object, _id: int, cause: EscalationCause | None = None,
) -> MatterRow:  # fmt: skip
    sight = sight_of_request(actor, office_id=office_id, registered_by_id=recorder_id, state=request_state)
    label = (OPINION if kind == "opinion" else ESCALATION).labels[state]
    return MatterRow(
        number, label, state, (name, name_en or ""), sight.text(asked), asked_at, due_at, request, sight.text(said),
        customer, cause,
    )  # fmt: skip


def find_matter_version(session: Session, kind: MatterKind, matter_id: int) -> int | None:
    """How often it has changed."""
    table: Any = OpinionRouting if kind == "opinion" else Escalation
    return session.execute(select(table.version).where(table.id == matter_id)).scalar()
