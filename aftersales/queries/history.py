"""The trail of one request: what happened, by whom, when, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, col, select

from aftersales.models import Event, EventWords, ServiceRequest, Staff
from aftersales.queries.as_seen import words_seen
from aftersales.queries.request_sight import find_request_sight
from aftersales.queries.request_view import RequestView, ensure_may_see
from aftersales.rules.contact_sight import ContactSight
from aftersales.rules.roles import Action, Actor, may

HISTORY_PAGE = 60
BILL_EVENTS = ("record_bill", "pay_bill", "withdraw_bill")


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """`data` holds ids and values, `words` the personal ones; `actor` is None for the system.

    `names` are the people whom `data` mentions, by id; `numbers` the requests.
    """

    id: int
    at: datetime
    actor: tuple[str, str] | None
    name: str
    data: dict[str, Any]
    words: dict[str, Any]
    names: dict[int, tuple[str, str]]
    numbers: dict[int, str]


def list_history(
    session: Session,
    actor: Actor,
    request_id: int,
    *,
    before_id: int | None = None,
    after_id: int | None = None,
    limit: int = HISTORY_PAGE,
) -> list[HistoryEvent]:
    """At most `limit` events; `before_id` goes on behind the last one shown, `after_id` asks for what is new."""
    ensure_may_see(session, actor, request_id)
    sight = find_request_sight(session, actor, request_id)
    return _list(session, actor, request_id, sight, before_id=before_id, after_id=after_id, limit=limit)


def history_of(session: Session, actor: Actor, view: RequestView, *, limit: int = HISTORY_PAGE) -> list[HistoryEvent]:
    """The same of a request that this person has been shown, with the names that its page holds already."""
    numbers = {one.id: one.number for one in view.links.requests}
    sight = ContactSight(view.has_whole_contact)
    return _list(session, actor, view.id, sight, limit=limit, people=view.people, numbers=numbers)


def _list(
    session: Session,
    actor: Actor,
    request_id: int,
    sight: ContactSight,
    *,
    limit: int,
    before_id: int | None = None,
    after_id: int | None = None,
    people: Mapping[int, tuple[str, str]] = MappingProxyType({}),
    numbers: Mapping[int, str] = MappingProxyType({}),
) -> list[HistoryEvent]:
    """`people` and `numbers`: those that the caller knows already."""
    statement: Any = (
        select(Event, EventWords.words, Staff.name, Staff.name_en)
        .outerjoin(EventWords, col(EventWords.event_id) == Event.id)
        .outerjoin(Staff, col(Staff.id) == Event.actor_id)
        .where(Event.subject == "request", Event.subject_id == request_id)
    )
    if not may(actor, Action.SEE_COSTS):
        statement = statement.where(col(Event.name).not_in(BILL_EVENTS))
    if before_id is not None:
        statement = statement.where(Event.id < before_id)
    if after_id is not None:
        statement = statement.where(Event.id > after_id)
    rows = session.exec(statement.order_by(col(Event.id).desc()).limit(limit)).all()
    names = _names(session, [event.data for event, *_ in rows], people)
    requests = _numbers(session, [event.data for event, *_ in rows], numbers)
    return [
        HistoryEvent(
            event.id, event.at, (name, name_en or "") if name else None, event.name, _seen(event, actor),
            {} if _is_secret(event, actor) else words_seen(sight, words or {}), names, requests,
        )
        for event, words, name, name_en in rows
    ]  # fmt: skip


def _seen(event: Event, actor: Actor) -> dict[str, Any]:
    """Without the money that isn't this person's to see; what the customer accepted is everybody's (4(5))."""
    hidden = not may(actor, Action.SEE_COSTS) and (
        event.name == "file_report" or (event.name == "quote" and not may(actor, Action.ACCEPT_QUOTE))
    )
    kept = {key: value for key, value in event.data.items() if not (hidden and key == "total_fen")}
    if _is_secret(event, actor):
        kept = {key: value for key, value in kept.items() if key != "overall"}
    return kept


def _is_secret(event: Event, actor: Actor) -> bool:
    """What a customer answered is promised not to reach the technician; that they answered is no secret."""
    return event.name in ("answer_survey", "record_survey") and not may(actor, Action.SEE_SURVEYS)


def _names(
    session: Session, told: list[dict[str, Any]], known: Mapping[int, tuple[str, str]]
) -> dict[int, tuple[str, str]]:
    ids = {id for data in told for id in (*data.get("crew", ()), data.get("staff"), data.get("owner_id")) if id}
    if ids <= known.keys():
        return dict(known)
    rows = session.exec(select(Staff.id, Staff.name, Staff.name_en).where(col(Staff.id).in_(ids)))
    return {id: (name, name_en) for id, name, name_en in rows if id is not None}


def _numbers(session: Session, told: list[dict[str, Any]], known: Mapping[int, str]) -> dict[int, str]:
    keys = ("into", "merged", "split_into", "split_from", "repeats")
    ids = {data[key] for data in told for key in keys if data.get(key)}
    if ids <= known.keys():
        return dict(known)
    rows = session.exec(select(ServiceRequest.id, ServiceRequest.number).where(col(ServiceRequest.id).in_(ids)))
    return {id: number for id, number in rows if id is not None}
