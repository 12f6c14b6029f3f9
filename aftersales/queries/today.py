"""What somebody must do now: their role's groups of open requests, the most pressing first.

Two queries: one over all groups at once, each bounded and counted whole, with names; then the crews. The
first is kept prepared for each set of roles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, func, literal, or_, select, union_all
from sqlmodel import Session, col

from aftersales.clock import local_day
from aftersales.models import Agreement, Dispatch, RequestStop, ServiceRequest, Survey, SurveyAsk
from aftersales.models.base import Moment
from aftersales.prepared import Prepared
from aftersales.queries.cards import IS_OPEN, PLAIN, Card, list_cards, with_names
from aftersales.rules.agreement import OPEN_AGREEMENTS, AgreementState
from aftersales.rules.contact_sight import sight_of_lists
from aftersales.rules.due import COMING_UP
from aftersales.rules.gates import BETWEEN_ASKS
from aftersales.rules.kinds import Kind, Role, Severity
from aftersales.rules.lifecycle import BEFORE_WORK, RequestState
from aftersales.rules.roles import MAY, Action, Actor, ensure_may
from aftersales.rules.visit import VisitState

MOST_IN_GROUP = 50
THIRD_TIME = 3


class Todo(StrEnum):
    DANGER = "danger"
    LATE = "late"
    UNANSWERED = "unanswered"
    SOON = "soon"
    HANDED_BACK = "handed_back"
    NEXT_VISIT = "next_visit"
    TO_DISPATCH = "to_dispatch"
    ASK_AGAIN = "ask_again"
    THIRD = "third"
    SURVEY = "survey"
    TO_CLOSE = "to_close"
    AGREEMENT = "agreement"
    TO_APPROVE = "to_approve"


@dataclass(frozen=True, slots=True)
class Group:
    """`total` counts them all, `cards` holds the first of them."""

    todo: Todo
    total: int
    cards: tuple[Card, ...]


R, T = ServiceRequest, Todo
_NOW, _COMING_UP_TO, _ASKED_BEFORE = (
    bindparam(name, type_=Moment()) for name in ("now", "coming_up_to", "asked_before")
)
_TODAY = bindparam("today", type_=Date())
_VISITS = [kind for kind in Kind if kind.needs_visit]

# In the order in which they are to be looked at.
_DUTIES: dict[Role, tuple[Todo, ...]] = {
    Role.HOTLINE: (T.UNANSWERED, T.ASK_AGAIN, T.SURVEY),
    Role.OFFICE: (T.UNANSWERED, T.LATE, T.SURVEY),
    Role.DISPATCHER: (T.DANGER, T.LATE, T.SOON, T.HANDED_BACK, T.NEXT_VISIT, T.TO_DISPATCH),
    Role.PROJECT_DEPARTMENT: (T.DANGER, T.LATE, T.HANDED_BACK, T.NEXT_VISIT, T.TO_DISPATCH),
    Role.AFTER_SALES_MANAGER: (T.DANGER, T.LATE, T.THIRD, T.TO_CLOSE, T.TO_APPROVE),
    Role.BUSINESS_DEPARTMENT: (T.AGREEMENT,),
    Role.LEADERSHIP: (T.DANGER, T.LATE, T.THIRD),
}


def duties_of(actor: Actor) -> tuple[Todo, ...]:
    """The groups of this person's roles, each once, in the order of `Todo`."""
    mine = {todo for role in actor.roles for todo in _DUTIES.get(role, ())}
    return tuple(todo for todo in Todo if todo in mine)


def list_todo(session: Session, actor: Actor, *, now: datetime) -> list[Group]:
    """The groups of the actor's roles, the empty ones too. An office sees its own. Raises NotAllowed."""
    duties = duties_of(actor)
    if not duties:
        return []
    ensure_may(actor, Action.SEE_REQUESTS)
    # Whoever is a technician beside it sees no more requests by that.
    is_of_office = actor.roles & MAY[Action.SEE_REQUESTS] == {Role.OFFICE}
    own_office = actor.office_id if is_of_office else None
    groups: dict[Todo, list[Any]] = {todo: [0, []] for todo in duties}
    values = {
        "now": now, "coming_up_to": now + COMING_UP, "asked_before": now - BETWEEN_ASKS,
        "today": local_day(now), "office_id": own_office,
    }  # fmt: skip
    statement = _groups(duties, own_office is not None)
    for (todo, total), card in list_cards(session, statement, values, sight_of_lists(actor)):
        group = groups[Todo(todo)]
        group[0] = total
        group[1].append(card)
    return [Group(todo, total, tuple(cards)) for todo, (total, cards) in groups.items()]


@lru_cache(maxsize=128)
def _groups(duties: tuple[Todo, ...], of_own_office: bool) -> Prepared:
    """All groups of one person's roles; built once, since building it took longer than running it."""
    parts = [_part(todo, [col(R.office_id) == bindparam("office_id")] if of_own_office else []) for todo in duties]
    found = union_all(*parts).subquery("found") if len(parts) > 1 else parts[0].subquery("found")
    return Prepared(with_names(found, found.c.rank).add_columns(found.c.todo, found.c.total))


def _part(todo: Todo, only: list[ColumnElement[bool]]) -> Any:
    """One group: its first rows, numbered in their order, and how many there are."""
    conditions, order = _GROUPS[todo]()
    rank = func.row_number().over(order_by=(order.is_(None), order, col(R.id)))
    limited = (
        select(*PLAIN, literal(todo.value).label("todo"), func.count().over().label("total"), rank.label("rank"))
        .where(IS_OPEN, *conditions, *only)
        .order_by("rank")
        .limit(MOST_IN_GROUP)
        .subquery()
    )
    return select(*limited.c)


Conditions = tuple[list[ColumnElement[bool]], Any]


def _danger() -> Conditions:
    return [col(R.severity) == Severity.DANGER, col(R.made_safe_at).is_(None), _is_unfinished()], col(R.received_at)


def _late() -> Conditions:
    return [col(R.due_at) < _NOW], col(R.due_at)


def _unanswered() -> Conditions:
    return [col(R.responded_at).is_(None)], col(R.respond_due_at)


def _soon() -> Conditions:
    return [col(R.due_at) >= _NOW, col(R.due_at) <= _COMING_UP_TO], col(R.due_at)


def _handed_back() -> Conditions:
    last = select(Dispatch.state).where(col(Dispatch.request_id) == R.id).order_by(col(Dispatch.visit).desc()).limit(1)  # type: ignore[call-overload]
    return [col(R.state).in_(BEFORE_WORK), last.scalar_subquery() == VisitState.HANDED_BACK], col(R.due_at)


def _next_visit() -> Conditions:
    return [col(R.state) == RequestState.UNFINISHED], col(R.due_at)


def _to_dispatch() -> Conditions:
    """Answered, or too dangerous to wait for an answer or an agreement; first visits only."""
    may_go = or_(col(R.responded_at).is_not(None), col(R.severity) == Severity.DANGER)
    is_agreed = _agreements_that(AgreementState.APPROVED) & ~_agreements_that(*OPEN_AGREEMENTS)
    needs_none = or_(col(R.needs_agreement).is_(False), col(R.severity) == Severity.DANGER, is_agreed)
    waiting = [RequestState.REGISTERED, RequestState.ACCEPTED]
    return [col(R.state).in_(waiting), col(R.kind).in_(_VISITS), may_go, needs_none], col(R.due_at)


def _ask_again() -> Conditions:
    asked = select(func.min(RequestStop.ask_again_on)).where(
        col(RequestStop.request_id) == R.id, col(RequestStop.to_at).is_(None)
    )
    asked_on = asked.scalar_subquery()
    return [col(R.state) == RequestState.ON_HOLD, asked_on <= _TODAY], asked_on


def _third() -> Conditions:
    return [col(R.repeat_count) >= THIRD_TIME], col(R.received_at)


def _survey() -> Conditions:
    """Not answered, not asked yet, or asked only once and more than a day ago (4(7))."""
    answered = select(Survey.id).where(col(Survey.request_id) == R.id, col(Survey.round) == R.round)  # type: ignore[call-overload]
    of_round = (col(SurveyAsk.request_id) == R.id, col(SurveyAsk.round) == R.round)
    first = select(func.min(SurveyAsk.asked_at)).where(*of_round).scalar_subquery()
    last = select(func.max(SurveyAsk.asked_at)).where(*of_round).scalar_subquery()
    # Two asks a day apart were enough; whether they were is told by the first and the last.
    open_ask = or_(first.is_(None), (last <= _ASKED_BEFORE) & (first == last))
    return [
        col(R.state) == RequestState.DONE, col(R.kind).in_(_VISITS), ~answered.exists(), open_ask,
    ], col(R.finished_at)  # fmt: skip


def _to_close() -> Conditions:
    return [col(R.state) == RequestState.DONE], col(R.finished_at)


def _agreement() -> Conditions:
    """Begun or not: until it lies with the after-sales department, it is the business department's."""
    theirs = _agreements_that(AgreementState.SUBMITTED, AgreementState.APPROVED)
    return [col(R.needs_agreement).is_(True), col(R.state).in_(BEFORE_WORK), ~theirs], col(R.received_at)


def _to_approve() -> Conditions:
    is_submitted = _agreements_that(AgreementState.SUBMITTED)
    return [col(R.needs_agreement).is_(True), col(R.state).in_(BEFORE_WORK), is_submitted], col(R.received_at)


def _agreements_that(*states: AgreementState) -> ColumnElement[bool]:
    of_request = select(Agreement.id).where(col(Agreement.request_id) == R.id, col(Agreement.state).in_(states))  # type: ignore[call-overload]
    return of_request.exists()  # type: ignore[no-any-return]


def _is_unfinished() -> ColumnElement[bool]:
    return col(R.state) != RequestState.DONE


_GROUPS: dict[Todo, Callable[[], Conditions]] = {
    Todo.DANGER: _danger,
    Todo.LATE: _late,
    Todo.UNANSWERED: _unanswered,
    Todo.SOON: _soon,
    Todo.HANDED_BACK: _handed_back,
    Todo.NEXT_VISIT: _next_visit,
    Todo.TO_DISPATCH: _to_dispatch,
    Todo.ASK_AGAIN: _ask_again,
    Todo.THIRD: _third,
    Todo.SURVEY: _survey,
    Todo.TO_CLOSE: _to_close,
    Todo.AGREEMENT: _agreement,
    Todo.TO_APPROVE: _to_approve,
}
