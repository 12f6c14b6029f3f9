"""Lines of returns whose next step is due or overdue, each with whoever takes it (5.1(4))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, or_
from sqlmodel import col

from aftersales.models import ProductReturn, ReturnLine
from aftersales.queries.due_source import DueSource, Find, due_rows
from aftersales.queries.visible import returns_seen, sees_own_returns_only
from aftersales.rules.message import N_
from aftersales.rules.product_return import Outcome, ReturnState
from aftersales.rules.roles import Action, Actor, may

S = ReturnState
_OF_OFFICE = (S.REQUESTED, S.QUOTED, S.SHIPPED, S.SENT_BACK, S.REFUNDED)


def _due(actor: Actor, *wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        due_rows(number=ReturnLine.number, words=ReturnLine.product, due_at=ReturnLine.due_at, key=ProductReturn.number)
        .join(ProductReturn, col(ProductReturn.id) == col(ReturnLine.return_id))
        .where(col(ReturnLine.due_at).is_not(None), *wanted, *returns_seen(actor))
    )


def _of(action: Action, *wanted: ColumnElement[bool]) -> Find:
    def find(actor: Actor, now: Any) -> Select[Any] | None:
        return _due(actor, *wanted) if may(actor, action) else None

    return find


def _of_office(actor: Actor, now: Any) -> Select[Any] | None:
    """The desk has its calls; the office's own list is the office's."""
    if not sees_own_returns_only(actor) or not may(actor, Action.REQUEST_RETURN):
        return None
    return _due(actor, col(ReturnLine.state).in_(_OF_OFFICE))


_IS_REFUND = col(ReturnLine.outcome) == Outcome.REFUND
_AT_WORKSHOP = or_(
    col(ReturnLine.state).in_((S.RECEIVED, S.REFUSED)), (col(ReturnLine.state) == S.DECIDED) & ~_IS_REFUND
)
RETURNS_DUE: tuple[DueSource, ...] = (
    DueSource("return_office", N_("Your return: send it in, or confirm that it arrived"), "returns.py", _of_office),
    DueSource(
        "return_workshop", N_("A return at the workshop: inspect it or ship it"), "returns.py",
        _of(Action.HANDLE_RETURN, _AT_WORKSHOP),
    ),
    DueSource(
        "return_decision", N_("A return is to be decided"), "returns.py",
        _of(Action.DECIDE_RETURN, col(ReturnLine.state) == S.INSPECTED),
    ),
    DueSource(
        "return_refund", N_("A refund is to be paid"), "returns.py",
        _of(Action.PAY_REFUND, col(ReturnLine.state) == S.DECIDED, _IS_REFUND),
    ),
)  # fmt: skip
