"""Corrective actions for Today: one's own, effects to check, what went wrong or is late with others (4(6))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, text
from sqlmodel import col

from aftersales.models import CorrectiveAction
from aftersales.models.corrective_actions import OPEN_ACTION_SQL
from aftersales.queries.corrective_actions import actions_seen
from aftersales.queries.due_source import DueSource, due_rows
from aftersales.rules.corrective_action import TO_DO, ActionState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may

_A = CorrectiveAction


def _open(actor: Actor, *wanted: Any) -> Select[Any]:
    is_open = text(f"corrective_action.{OPEN_ACTION_SQL}")
    return due_rows(number=_A.number, words=_A.words, due_at=_A.due_at).where(is_open, *wanted, *actions_seen(actor))


def _own(actor: Actor, now: Any) -> Select[Any] | None:
    if not may(actor, Action.DO_CORRECTIVE_ACTION):
        return None
    return _open(actor, col(_A.owner_id) == actor.staff_id, col(_A.state).in_(TO_DO))


def _to_check(actor: Actor, now: Any) -> Select[Any] | None:
    if not may(actor, Action.CHECK_EFFECT):
        return None
    return _open(actor, col(_A.owner_id) != actor.staff_id, col(_A.state) == ActionState.DONE)


def _not_good(actor: Actor, now: Any) -> Select[Any] | None:
    if not may(actor, Action.SET_CORRECTIVE_ACTION):
        return None
    return _open(actor, col(_A.state) == ActionState.NOT_GOOD)


def _late_elsewhere(actor: Actor, now: Any) -> Select[Any] | None:
    """Whoever sets them asks the owner who is late."""
    if not may(actor, Action.SET_CORRECTIVE_ACTION):
        return None
    return _open(
        actor, col(_A.owner_id) != actor.staff_id, col(_A.state).in_(TO_DO), col(_A.due_at) < now
    )  # fmt: skip


PAGE = "recurrences.py"
ACTIONS_DUE: tuple[DueSource, ...] = (
    DueSource("action_own", N_("A corrective action of yours has to be done"), PAGE, _own),
    DueSource("action_check", N_("Check the effect of a corrective action"), PAGE, _to_check),
    DueSource("action_not_good", N_("A corrective action had no good effect: plan it again"), PAGE, _not_good),
    DueSource("action_late", N_("A corrective action is late: ask its owner"), PAGE, _late_elsewhere),
)
