"""Complaints that wait for their first feedback, or for their corrective action, for Today (5.1(2), 5.2(4))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, text
from sqlmodel import col

from aftersales.models import Complaint, Customer, IntegrityComplaint
from aftersales.models.complaints import OPEN_COMPLAINT_SQL
from aftersales.queries.complaint_sight import Kind, seen_by
from aftersales.queries.due_source import DueSource, Find, due_rows
from aftersales.rules.complaint import IN_WORK
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may


def _open(table: Kind, actor: Actor, due_at: Any, *wanted: Any) -> Select[Any] | None:
    conditions = seen_by(actor, table)
    if conditions is None:
        return None
    words = func.coalesce(Customer.name, table.contact_name)
    return (
        due_rows(number=table.number, words=words, due_at=due_at)
        .select_from(table)
        .outerjoin(Customer, col(Customer.id) == col(table.customer_id))
        .where(text(f"{table.__tablename__}.{OPEN_COMPLAINT_SQL}"), *wanted, *conditions)
    )


def _first_feedback(table: Kind, action: Action) -> Find:
    def find(actor: Actor, now: Any) -> Select[Any] | None:
        if not may(actor, action):
            return None
        return _open(table, actor, table.feedback_due_at, col(table.first_feedback_at).is_(None))

    return find


def _action(table: Kind, action: Action) -> Find:
    """A corrective action that isn't done yet: for who carries it out, and for who sees the complaint through."""

    def find(actor: Actor, now: Any) -> Select[Any] | None:
        if not may(actor, Action.SEE_REQUESTS) or not may(actor, action):
            return None
        mine = (col(table.owner_id) == actor.staff_id) | (col(table.action_owner_id) == actor.staff_id)
        return _open(
            table,
            actor,
            table.action_due_at,
            col(table.action_due_at).is_not(None),
            col(table.state).in_(IN_WORK),
            mine,
        )

    return find


COMPLAINTS_DUE: tuple[DueSource, ...] = (
    DueSource(
        "complaint_feedback", N_("A customer who complained has not heard of us yet"), "complaints.py",
        _first_feedback(Complaint, Action.ANSWER_COMPLAINT), is_by_hours=True,
    ),
    DueSource(
        "integrity_feedback", N_("A customer who complained has not heard of us yet"), "complaints.py",
        _first_feedback(IntegrityComplaint, Action.HANDLE_INTEGRITY), is_by_hours=True,
    ),
    DueSource(
        "complaint_action", N_("A complaint's corrective action has to be done"), "complaints.py",
        _action(Complaint, Action.WORK_ON_COMPLAINT),
    ),
    DueSource(
        "integrity_action", N_("A complaint's corrective action has to be done"), "complaints.py",
        _action(IntegrityComplaint, Action.HANDLE_INTEGRITY),
    ),
)  # fmt: skip
