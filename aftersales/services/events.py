"""Writing the trail: one event beside what it tells, in the same transaction, chained by hash."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from aftersales.database import adapter_of
from aftersales.models import Event, EventWords, TrailHead
from aftersales.rules.roles import Actor

_HEAD = select(TrailHead.count, TrailHead.hash).where(TrailHead.id == 1)
_ADVANCE = update(TrailHead).where(TrailHead.id == 1)


def plain(value: Any) -> Any:
    """Values as the trail keeps them: enums by value, moments in UTC, days as written."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


def canonical(value: Any) -> bytes:
    """The one way of writing a value that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def words_hash(salt: str, words: dict[str, Any]) -> str:
    """Ties personal words to their event without standing in it."""
    return hashlib.sha256(salt.encode() + canonical(words)).hexdigest()


def event_hash(
    *, before: str, id: int, at: datetime, actor_id: int | None, name: str, subject: str, subject_id: int,
    data: dict[str, Any], words: str,
) -> str:  # fmt: skip
    """The hash of one event and, through `before`, of all before it."""
    row = [before, id, plain(at), actor_id, name, subject, subject_id, data, words]
    return hashlib.sha256(canonical(row)).hexdigest()


def record_event(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    subject: str,
    subject_id: int,
    data: dict[str, Any] | None = None,
    words: dict[str, Any] | None = None,
) -> int:
    """Append one event and return its place in the trail.

    `data` holds ids and values that aren't personal; names, phones and free text go into `words`.
    """
    adapter_of(session).lock_trail(session)
    connection = session.connection()
    head = connection.execute(_HEAD).first()
    count, before = head if head else (0, "")
    kept = plain(data or {})
    salt, tied = "", ""
    spoken = {key: value for key, value in plain(words or {}).items() if value not in ("", None)}
    if spoken:
        salt = secrets.token_hex(16)
        tied = words_hash(salt, spoken)
    values = {"id": count + 1, "at": now, "actor_id": actor.staff_id, "name": name, "subject": subject,
              "subject_id": subject_id, "data": kept}  # fmt: skip
    digest = event_hash(before=before, words=tied, **values)
    connection.execute(insert(Event), {**values, "words_hash": tied, "hash": digest})
    if spoken:
        connection.execute(insert(EventWords), {"event_id": count + 1, "salt": salt, "words": spoken})
    if head:
        connection.execute(_ADVANCE, {"count": count + 1, "hash": digest})
    else:
        connection.execute(insert(TrailHead), {"id": 1, "count": count + 1, "hash": digest})
    return count + 1
