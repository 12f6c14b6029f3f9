"""Complaints to look at: the list by stage, one of them whole, and how many there were (5.1(2), 5.2(4)).

Each query over the common table has a second one over the integrity complaints, left out for whom there are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from aftersales.models import (
    Complaint,
    ComplaintConcern,
    Customer,
    Department,
    Event,
    EventWords,
    IntegrityComplaint,
    IntegrityConcern,
    Project,
    SealedEvent,
    SealedEventWords,
    ServiceRequest,
    Sign,
    Staff,
)
from aftersales.models.complaints import ComplaintRow
from aftersales.queries.as_seen import as_seen, words_seen
from aftersales.queries.complaint_sight import Kind, complaint_facts, find_complaint, seen_by
from aftersales.rules.complaint import (
    ENDED,
    OPEN_COMPLAINTS,
    ComplaintKind,
    ComplaintState,
    workflow_of,
)
from aftersales.rules.contact_sight import sight_of_lists, sight_of_request
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.workflow import Offer

MOST_SHOWN = 200
MOST_EVENTS = 300
TABLES: tuple[Kind, ...] = (Complaint, IntegrityComplaint)
Name = tuple[str, str]  # as written, and in Latin letters


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """One complaint in a list. `owner` is empty until somebody is named."""

    number: str
    kind: ComplaintKind
    state: ComplaintState
    customer: str
    words: str
    request_number: str
    received_at: datetime
    feedback_due_at: datetime
    first_feedback_at: datetime | None
    owner: Name | None


@dataclass(frozen=True, slots=True)
class ComplaintEvent:
    at: datetime
    actor: Name | None
    name: str
    data: dict[str, Any]
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ComplaintView:
    row: ComplaintRow
    customer: str
    project: str
    sign_code: str
    request_number: str
    department: Name | None
    owner: Name | None
    action_owner: Name | None
    concerned: tuple[tuple[int, str, str], ...]  # id and both names
    merged_into: str
    merged: tuple[str, ...]  # the numbers of its duplicates
    offers: tuple[Offer[ComplaintState], ...]
    history: tuple[ComplaintEvent, ...]
    has_whole_contact: bool  # else the phone and the numbers in what was said are masked


@dataclass(frozen=True, slots=True)
class ComplaintFigures:
    """`kept` of `judged`: first feedbacks in time, of those given or overdue by now."""

    received: int
    open_now: int
    judged: int
    kept: int


def _seen_tables(actor: Actor) -> list[tuple[Kind, list[Any]]]:
    ensure_may(actor, Action.SEE_REQUESTS)
    found = [(table, seen_by(actor, table)) for table in TABLES]
    return [(table, conditions) for table, conditions in found if conditions is not None]


def count_complaints(session: Session, actor: Actor) -> dict[ComplaintState, int]:
    """How many stand in each stage; stages without any are left out. One query."""
    parts = [
        select(table.state, func.count().label("n")).where(*conditions).group_by(table.state)  # type: ignore[call-overload]
        for table, conditions in _seen_tables(actor)
    ]
    found: dict[ComplaintState, int] = {}
    for state, number in session.connection().execute(union_all(*parts)):
        found[ComplaintState(state)] = found.get(ComplaintState(state), 0) + number
    return found


def list_complaints(
    session: Session, actor: Actor, *, state: ComplaintState | None = None, only_kind: ComplaintKind | None = None
) -> list[ComplaintLine]:
    """Those in one stage, or all open ones: whoever waits for the first feedback first; ended ones newest first."""
    lines: list[ComplaintLine] = []
    sight = sight_of_lists(actor)
    for table, conditions in _seen_tables(actor):
        statement = _lines_of(table).where(*conditions)
        if only_kind is not None:
            statement = statement.where(col(table.kind) == only_kind)
        states = OPEN_COMPLAINTS if state is None else (state,)
        statement = statement.where(col(table.state).in_(states))
        newest = state in ENDED
        order = col(table.received_at).desc() if newest else col(table.feedback_due_at)
        for row in session.execute(statement.order_by(order).limit(MOST_SHOWN)):
            *values, owner, owner_en = row
            values[_WORDS] = sight.text(values[_WORDS])
            values.append((owner, owner_en or "") if owner else None)
            lines.append(ComplaintLine(*values))
    if state in ENDED:
        return sorted(lines, key=lambda one: one.received_at, reverse=True)[:MOST_SHOWN]
    return sorted(lines, key=lambda one: (one.first_feedback_at is not None, one.feedback_due_at))[:MOST_SHOWN]


_WORDS = 4  # the place of what was said among the columns below


def _lines_of(table: Kind) -> Select[Any]:
    columns: tuple[Any, ...] = (
        table.number, table.kind, table.state, func.coalesce(Customer.name, table.contact_name), table.words,
        func.coalesce(ServiceRequest.number, ""), table.received_at, table.feedback_due_at, table.first_feedback_at,
        Staff.name, Staff.name_en,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(table)
        .outerjoin(Customer, col(Customer.id) == col(table.customer_id))
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == col(table.request_id))
        .outerjoin(Staff, col(Staff.id) == col(table.owner_id))
    )


def get_complaint_view(session: Session, actor: Actor, number: str) -> ComplaintView:
    """Raises NotFound for a number that isn't there or isn't this person's to see, NotAllowed for the role."""
    ensure_may(actor, Action.SEE_REQUESTS)
    row: Any = find_complaint(session, actor, number)
    is_sealed = row.kind is ComplaintKind.INTEGRITY
    table: Any = type(row)
    link: Any = IntegrityConcern if is_sealed else ComplaintConcern
    owner, action_owner, about = aliased(Staff), aliased(Staff), aliased(Staff)
    names: Any = (
        select(
            Customer.name, Project.name, Sign.code, ServiceRequest.number, Department.name, Department.name_en,  # type: ignore[call-overload]
            owner.name, owner.name_en, action_owner.name, action_owner.name_en,
            about.id, about.name, about.name_en,
        )
        .select_from(table)
        .outerjoin(Customer, col(Customer.id) == table.customer_id)
        .outerjoin(Project, col(Project.id) == table.project_id)
        .outerjoin(Sign, col(Sign.id) == table.sign_id)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == table.request_id)
        .outerjoin(Department, col(Department.id) == table.department_id)
        .outerjoin(owner, owner.id == table.owner_id)
        .outerjoin(action_owner, action_owner.id == table.action_owner_id)
        .outerjoin(link, link.complaint_id == table.id)
        .outerjoin(about, about.id == link.staff_id)
        .where(table.id == row.id)
        .order_by(about.id)
    )  # fmt: skip
    rows = session.execute(names).all()  # one for each person whom it concerns, else one
    customer, project, sign, request, unit, unit_en, who, who_en, doer, doer_en, *_ = rows[0]
    concerned = tuple((one_id, name, name_en or "") for *_, one_id, name, name_en in rows if one_id is not None)
    linked: Any = select(table.id, table.number, table.merged_into_id).where(
        (table.merged_into_id == row.id) | (table.id == (row.merged_into_id or 0))
    )
    others = session.execute(linked).all()
    sight = sight_of_request(actor, office_id=row.office_id, registered_by_id=row.registered_by_id, state=None)
    facts = complaint_facts(row, {one_id for one_id, _, _ in concerned}, actor)
    return ComplaintView(
        has_whole_contact=sight.is_whole, row=as_seen(sight, row),
        customer=customer or row.contact_name, project=project or "", sign_code=sign or "",
        request_number=request or "", department=(unit, unit_en or "") if unit else None,
        owner=(who, who_en or "") if who else None, action_owner=(doer, doer_en or "") if doer else None,
        concerned=concerned,
        merged_into=next((number for one_id, number, _ in others if one_id == row.merged_into_id), ""),
        merged=tuple(number for _, number, into in others if into == row.id),
        offers=tuple(workflow_of(row.kind).offers(row.state, actor, facts)),
        history=tuple(
            ComplaintEvent(at, name_of, name, data, words_seen(sight, words))
            for at, name_of, name, data, words in _events(session, row, is_sealed)
        ),
    )  # fmt: skip


def _events(session: Session, row: ComplaintRow, is_sealed: bool) -> list[tuple[Any, ...]]:
    """The newest first; those of the integrity complaints stand in a trail of their own."""
    event: Any = SealedEvent if is_sealed else Event
    spoken: Any = SealedEventWords if is_sealed else EventWords
    statement: Any = (
        select(event.at, Staff.name, Staff.name_en, event.name, event.data, spoken.words)  # type: ignore[call-overload]
        .outerjoin(spoken, spoken.event_id == event.id)
        .outerjoin(Staff, col(Staff.id) == event.actor_id)
        .where(event.subject == workflow_of(row.kind).name, event.subject_id == row.id)
        .order_by(event.id.desc())
        .limit(MOST_EVENTS)
    )
    return [
        (at, (who, who_en or "") if who else None, name, data, words or {})
        for at, who, who_en, name, data, words in session.execute(statement)
    ]


def complaint_figures(
    session: Session, actor: Actor, *, start: datetime, end: datetime, now: datetime, office_id: int | None = None
) -> ComplaintFigures:
    """Of those received from `start` until before `end`; the open ones are all that are open now. One query.

    The integrity complaints count for whom they exist.
    """
    parts = []
    for table, conditions in _seen_tables(actor):
        wanted = list(conditions)
        if office_id is not None:
            wanted.append(col(table.office_id) == office_id)
        in_time = (col(table.received_at) >= start) & (col(table.received_at) < end)
        told = col(table.first_feedback_at)
        judged = in_time & (told.is_not(None) | (col(table.feedback_due_at) < now))
        kept = in_time & (told <= col(table.feedback_due_at))
        is_open = col(table.state).not_in(ENDED)
        parts.append(
            select(*(func.coalesce(func.sum(case((one, 1), else_=literal(0))), 0).label(name) for name, one in (
                ("received", in_time), ("open_now", is_open), ("judged", judged), ("kept", kept)
            ))).select_from(table).where(in_time | is_open, *wanted)
        )  # fmt: skip
    rows = session.connection().execute(union_all(*parts)).all()
    return ComplaintFigures(*(int(sum(row[place] for row in rows)) for place in range(4)))
