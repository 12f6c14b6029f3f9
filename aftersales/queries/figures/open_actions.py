"""Corrective actions that stand open at this moment: how many, which are late, and their rows (4(6))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, text
from sqlmodel import Session, col

from aftersales.models import CorrectiveAction, ServiceRequest, Staff
from aftersales.models.corrective_actions import OPEN_ACTION_SQL
from aftersales.queries.corrective_actions import ActionRow, actions_seen, open_corrective_actions
from aftersales.queries.where import Where, within
from aftersales.rules.corrective_action import ActionState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may

A = CorrectiveAction

TITLES = {
    "actions": N_("Corrective actions open"),
    "actions_late": N_("Corrective actions late"),
    "actions_to_check": N_("Effects to check"),
}

DEFINITIONS = {
    "actions": N_(
        "Corrective actions that are planned, under way, done but not checked, or had no good effect, at this moment. "
        "For a part of the company: those for its requests, and those whose owner works there."
    ),
    "actions_late": N_(
        "Open corrective actions of which the day of what comes next has passed: the work, the check of its effect, "
        "or the new plan of one that had no good effect."
    ),
    "actions_to_check": N_("Corrective actions that are done and whose effect nobody has checked yet."),
}


def conditions_for(name: str, actor: Actor, now: datetime, where: Where) -> list[ColumnElement[bool]]:
    """What each count counts, besides being open. Raises KeyError for a name that isn't one."""
    found: dict[str, list[ColumnElement[bool]]] = {
        "actions": [],
        "actions_late": [col(A.due_at) < now],
        "actions_to_check": [col(A.state) == ActionState.DONE],
    }
    return [*found[name], *actions_seen(actor), *_in_place(where)]


def counting(name: str, actor: Actor, now: datetime, where: Where) -> Any:
    """The count as a part of another statement, so that one look at the store tells all that is open now."""
    is_open = text(f"corrective_action.{OPEN_ACTION_SQL}")
    counted = select(func.count()).select_from(A).where(is_open, *conditions_for(name, actor, now, where))
    return counted.scalar_subquery()


def list_open_actions(
    session: Session, actor: Actor, name: str, *, now: datetime, where: Where, limit: int
) -> list[ActionRow]:
    """The longest overdue first; one query. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_FIGURES)
    return open_corrective_actions(session, actor, limit, only=conditions_for(name, actor, now, where))


def _in_place(where: Where) -> list[ColumnElement[bool]]:
    """An action for a sign type belongs to no place: there its owner's counts."""
    of_requests = within(ServiceRequest, where)
    if not of_requests:
        return []
    theirs: Any = select(col(ServiceRequest.id)).where(*of_requests)
    people: Any = select(col(Staff.id)).where(*within(Staff, where))
    return [or_(col(A.request_id).in_(theirs), col(A.owner_id).in_(people))]
