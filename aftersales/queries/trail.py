"""The trail of anything, newest first: by record, deed, person and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from aftersales.models import Event, EventWords, ServiceRequest, Staff
from aftersales.queries.as_seen import words_seen
from aftersales.rules.contact_sight import MASKED, WHOLE, sees_all_contacts
from aftersales.rules.roles import Action, Actor, ensure_may, may

MOST_ROWS = 500  # of one page
MOST_TAKEN = 50_000  # of one file
_MONEY = ("total_fen", "price_fen", "cost_fen", "unit_fen")


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """`from_at` inclusive, `before_at` exclusive. Left empty, a part chooses all."""

    subject: str | None = None
    subject_id: int | None = None
    request_number: str = ""
    name: str | None = None
    actor_id: int | None = None
    from_at: datetime | None = None
    before_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrailRow:
    """`words` is None where they were erased; empty where there were none, or they aren't this person's to see."""

    id: int
    at: datetime
    actor: tuple[str, str] | None  # None: the system
    name: str
    subject: str
    subject_id: int
    request_number: str | None
    data: dict[str, Any]
    words: dict[str, Any] | None
    hash: str


def list_trail(
    session: Session, actor: Actor, wanted: TrailFilter, *, limit: int = 100, before_id: int | None = None
) -> list[TrailRow]:
    """At most `limit` events before `before_id`. Words need SEE_REQUESTS, the phones in them SEE_CONTACTS, money
    SEE_COSTS. Raises NotAllowed.
    """
    ensure_may(actor, Action.VERIFY_TRAIL)
    statement: Select[Any] = (
        select(  # type: ignore[call-overload]
            Event.id, Event.at, Event.actor_id, Staff.name, Staff.name_en, Event.name, Event.subject, Event.subject_id,
            ServiceRequest.number, Event.data, Event.words_hash, EventWords.words, Event.hash,
        )
        .outerjoin(Staff, col(Staff.id) == col(Event.actor_id))
        .outerjoin(EventWords, col(EventWords.event_id) == col(Event.id))
        .outerjoin(
            ServiceRequest, (col(Event.subject) == "request") & (col(ServiceRequest.id) == col(Event.subject_id))
        )
        .where(*_conditions(session, wanted))
        .order_by(col(Event.id).desc())
        .limit(min(limit, MOST_ROWS))
    )  # fmt: skip
    if before_id is not None:
        statement = statement.where(col(Event.id) < before_id)
    return [_row(row, actor) for row in session.connection().execute(statement)]


def list_whole_trail(session: Session, actor: Actor, wanted: TrailFilter, *, most: int = MOST_TAKEN) -> list[TrailRow]:
    """All events that are wanted, newest first, up to `most`: page after page, each from the index."""
    found: list[TrailRow] = []
    while len(found) < most:
        before_id = found[-1].id if found else None
        rows = list_trail(session, actor, wanted, limit=min(MOST_ROWS, most - len(found)), before_id=before_id)
        found += rows
        if len(rows) < MOST_ROWS:
            break
    return found


def _conditions(session: Session, wanted: TrailFilter) -> list[Any]:
    found: list[Any] = []
    number = wanted.request_number.strip().upper()
    if number:
        known = session.connection().execute(select(col(ServiceRequest.id)).where(col(ServiceRequest.number) == number))
        found += [col(Event.subject) == "request", col(Event.subject_id) == (known.scalar() or 0)]
    for column, value in (
        (Event.subject, wanted.subject), (Event.subject_id, wanted.subject_id), (Event.name, wanted.name),
        (Event.actor_id, wanted.actor_id),
    ):  # fmt: skip
        if value is not None:
            found.append(col(column) == value)
    if wanted.from_at is not None:
        found.append(col(Event.at) >= wanted.from_at)
    if wanted.before_at is not None:
        found.append(col(Event.at) < wanted.before_at)
    return found


def _row(row: Any, actor: Actor) -> TrailRow:
    id_, at, actor_id, name, name_en, deed, subject, subject_id, number, data, words_hash, words, digest = row
    if not may(actor, Action.SEE_COSTS):
        data = {key: value for key, value in data.items() if key not in _MONEY}
    seen: dict[str, Any] | None = {}
    if words_hash:
        sight = WHOLE if sees_all_contacts(actor) else MASKED
        seen = words if words is None else words_seen(sight, words) if may(actor, Action.SEE_REQUESTS) else {}
    who = (name or "", name_en or "") if actor_id is not None else None
    return TrailRow(id_, at, who, deed, subject, subject_id, number, data, seen, digest)
