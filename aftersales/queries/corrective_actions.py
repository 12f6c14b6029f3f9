"""Corrective actions to look at: those that stand open, all of them, and one with its requests and its trail (4(6))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from aftersales.errors import NotFound
from aftersales.models import (
    CauseAnalysis,
    CorrectiveAction,
    Customer,
    Event,
    EventWords,
    ServiceRequest,
    Sign,
    SignType,
    Staff,
)
from aftersales.models.corrective_actions import OPEN_ACTION_SQL
from aftersales.models.personal import Personal
from aftersales.queries.as_seen import as_seen, masked, words_seen
from aftersales.queries.visible import requests_seen
from aftersales.rules.contact_sight import ContactSight, sight_of_lists
from aftersales.rules.corrective_action import ANSWERING, CORRECTIVE_ACTION, ActionScope, ActionState
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.workflow import Offer
from aftersales.services.corrective_actions import action_facts

MOST_SHOWN = 200
MOST_EVENTS = 100
MOST_ANSWERED = 50
Name = tuple[str, str]  # as written, and in Latin letters


@dataclass(frozen=True, slots=True)
class ActionRow:
    """`about` names what it is for: the request's number, the sign type or the batch. `due_at`: what comes next."""

    number: str
    state: ActionState
    scope: ActionScope
    about: Name
    fault: FaultCategory | None
    words: str
    owner: Name
    owner_id: int
    due_on: date
    check_on: date
    due_at: datetime | None
    round: int
    customer: str


@dataclass(frozen=True, slots=True)
class ActionEvent:
    at: datetime
    actor: Name | None
    name: str
    data: dict[str, Any]
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that the action answers."""

    number: str
    received_at: datetime
    sign_code: str
    customer: str
    root_cause: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """`came_back` counts the same fault since it was done, until now."""

    action: CorrectiveAction
    about: Name
    owner: Name
    set_by: Name | None
    checked_by: Name | None
    came_back: int
    answered: tuple[Answered, ...]
    offers: tuple[Offer[ActionState], ...]
    history: tuple[ActionEvent, ...]

    @property
    def id(self) -> int:
        assert self.action.id is not None
        return self.action.id


def actions_seen(actor: Actor) -> list[ColumnElement[bool]]:
    """An office bound to its region sees those for its requests, and its own people's; all others see all."""
    if actor.only_region is None:
        return []
    theirs = select(col(ServiceRequest.id)).where(*requests_seen(actor))
    return [col(CorrectiveAction.request_id).in_(theirs) | (col(CorrectiveAction.owner_id) == actor.staff_id)]


def _rows(actor: Actor) -> Select[Any]:
    a = CorrectiveAction
    about = case(
        (col(a.scope) == ActionScope.REQUEST, col(ServiceRequest.number)),
        (col(a.scope) == ActionScope.BATCH, col(a.batch)), else_=col(SignType.name),
    )  # fmt: skip
    columns: tuple[Any, ...] = (
        a.number, a.state, a.scope, about, SignType.name_en, a.fault, a.words, Staff.name, Staff.name_en, a.owner_id,
        a.due_on, a.check_on, a.due_at, a.round, Customer.name,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Staff, col(Staff.id) == col(a.owner_id))
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == col(a.request_id))
        .outerjoin(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .outerjoin(SignType, col(SignType.id) == col(a.sign_type_id))
        .where(*actions_seen(actor))
    )


def _read(session: Session, actor: Actor, statement: Select[Any]) -> list[ActionRow]:
    sight = sight_of_lists(actor)
    return [
        ActionRow(number, state, scope, (about or "", type_en or ""), fault, masked(sight, Personal.WORDS, words),
                  (who, who_en or ""), owner_id, due_on, check_on, due_at, round_, customer or "")
        for number, state, scope, about, type_en, fault, words, who, who_en, owner_id, due_on, check_on, due_at,
        round_, customer in session.connection().execute(statement)
    ]  # fmt: skip


def open_corrective_actions(
    session: Session, actor: Actor, limit: int = MOST_SHOWN, *, only: Sequence[ColumnElement[bool]] = ()
) -> list[ActionRow]:
    """Those on which something is still to do, the longest overdue first; one query. Raises NotAllowed.

    `only` narrows them by further conditions on `CorrectiveAction`.
    """
    ensure_may(actor, Action.SEE_REQUESTS)
    is_open = text(f"corrective_action.{OPEN_ACTION_SQL}")
    order = (col(CorrectiveAction.due_at), col(CorrectiveAction.id))
    return _read(session, actor, _rows(actor).where(is_open, *only).order_by(*order).limit(limit))


def list_corrective_actions(session: Session, actor: Actor, limit: int = MOST_SHOWN) -> list[ActionRow]:
    """All of them, the newest first; one query. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_REQUESTS)
    newest = (col(CorrectiveAction.set_at).desc(), col(CorrectiveAction.id).desc())
    return _read(session, actor, _rows(actor).order_by(*newest).limit(limit))


def list_answering(session: Session, actor: Actor, request: ServiceRequest) -> list[ActionRow]:
    """Actions that stand for this request's fault: for its sign's type, for its batch, or its own. One query."""
    ensure_may(actor, Action.SEE_REQUESTS)
    a = CorrectiveAction
    of_sign = select(col(Sign.id)).where(
        col(Sign.id) == request.sign_id,
        (col(Sign.sign_type_id) == col(a.sign_type_id)) | ((col(a.batch) != "") & (col(Sign.batch) == col(a.batch))),
    )
    statement = _rows(actor).where(
        col(a.state).in_(ANSWERING), col(a.fault).is_(None) | (col(a.fault) == (request.fault_found or request.fault)),
        (col(a.request_id) == request.id) | of_sign.exists(),
    )  # fmt: skip
    return _read(session, actor, statement.order_by(col(a.set_at).desc()).limit(MOST_SHOWN))


def find_action_id(session: Session, number: str) -> int | None:
    """By the number that people choose it by."""
    return session.execute(select(col(CorrectiveAction.id)).where(col(CorrectiveAction.number) == number)).scalar()


def find_action_version(session: Session, action_id: int) -> int | None:
    """How often it has changed."""
    return session.execute(select(col(CorrectiveAction.version)).where(col(CorrectiveAction.id) == action_id)).scalar()


def get_action_view(session: Session, actor: Actor, number: str, *, now: datetime) -> ActionView:
    """Four queries. Raises NotFound for a number that isn't there or not this person's to see, NotAllowed."""
    ensure_may(actor, Action.SEE_REQUESTS)
    a, owner, setter, checker = CorrectiveAction, aliased(Staff), aliased(Staff), aliased(Staff)
    columns: tuple[Any, ...] = (
        a, owner.name, owner.name_en, setter.name, setter.name_en, checker.name, checker.name_en,
        ServiceRequest.number, SignType.name, SignType.name_en,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(owner, col(owner.id) == col(a.owner_id))
        .outerjoin(setter, col(setter.id) == col(a.set_by_id))
        .outerjoin(checker, col(checker.id) == col(a.checked_by_id))
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == col(a.request_id))
        .outerjoin(SignType, col(SignType.id) == col(a.sign_type_id))
        .where(col(a.number) == number, *actions_seen(actor))
    )
    row = session.execute(statement).first()
    if row is None:
        raise NotFound(N_("There is no corrective action {number}."), number=number[:40])
    action, who, who_en, by, by_en, checked, checked_en, request, kind, kind_en = row
    sight = sight_of_lists(actor)
    facts = action_facts(session, action, actor, now)
    about = (request, "") if request else (action.batch, "") if action.batch else (kind or "", kind_en or "")
    return ActionView(
        action=as_seen(sight, action), about=about, owner=(who, who_en or ""), set_by=(by, by_en or "") if by else None,
        checked_by=(checked, checked_en or "") if checked else None, came_back=facts.came_back,
        answered=_answered(session, actor, action.id, sight),
        offers=tuple(CORRECTIVE_ACTION.offers(action.state, actor, facts)),
        history=_history(session, action.id, sight),
    )  # fmt: skip


def _answered(session: Session, actor: Actor, action_id: int, sight: ContactSight) -> tuple[Answered, ...]:
    r = ServiceRequest
    columns: tuple[Any, ...] = (r.number, r.received_at, Sign.code, Customer.name, r.root_cause)
    statement = (
        select(*columns)
        .join(CauseAnalysis, col(CauseAnalysis.request_id) == col(r.id))
        .join(Customer, col(Customer.id) == col(r.customer_id))
        .outerjoin(Sign, col(Sign.id) == col(r.sign_id))
        .where(col(CauseAnalysis.action_id) == action_id, *requests_seen(actor))
        .order_by(col(r.received_at).desc())
        .limit(MOST_ANSWERED)
    )
    return tuple(
        Answered(number, at, code or "", customer, masked(sight, Personal.WORDS, root))
        for number, at, code, customer, root in session.execute(statement)
    )


def _history(session: Session, action_id: int, sight: ContactSight) -> tuple[ActionEvent, ...]:
    statement: Any = (
        select(Event.at, Event.name, Event.data, EventWords.words, Staff.name, Staff.name_en)  # type: ignore[call-overload]
        .outerjoin(EventWords, col(EventWords.event_id) == col(Event.id))
        .outerjoin(Staff, col(Staff.id) == col(Event.actor_id))
        .where(col(Event.subject) == CORRECTIVE_ACTION.name, col(Event.subject_id) == action_id)
        .order_by(col(Event.id).desc())
        .limit(MOST_EVENTS)
    )
    return tuple(
        ActionEvent(at, (who, who_en or "") if who else None, name, data, words_seen(sight, words or {}))
        for at, name, data, words, who, who_en in session.execute(statement)
    )
