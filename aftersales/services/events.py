"""Writing the trail: one event beside what it tells, in the same transaction, chained by hash."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.models import Base, TrailHead
from aftersales.models.events import COMMON_HEAD, SEALED_HEAD
from aftersales.prepared import Prepared
from aftersales.rules.roles import Actor
from aftersales.services.figures import mark_changed

_HEADS = Base.metadata.tables["trail_head"]


def _filling(table: Table) -> Prepared:
    return Prepared(insert(table), [column.key for column in table.columns])


_BEGIN = _filling(_HEADS)


class Trail:
    """One chain: its tables, the row of its head, and the statements that add to it."""

    def __init__(self, events: str, head_id: int) -> None:
        self.head_id = head_id
        self.events, self.words = Base.metadata.tables[events], Base.metadata.tables[f"{events}_words"]
        self.tell, self.speak = _filling(self.events), _filling(self.words)
        self.head = Prepared(select(_HEADS.c.count, _HEADS.c.hash).where(_HEADS.c.id == head_id).with_for_update())
        self.advance = Prepared(update(_HEADS).where(_HEADS.c.id == head_id), ["count", "hash"])


COMMON, SEALED = Trail("event", COMMON_HEAD), Trail("sealed_event", SEALED_HEAD)
# What these are told of exists for few people only: a chain of its own leaves no gap in the common one.
SEALED_SUBJECTS = frozenset({"integrity"})

_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_AS_THEY_ARE = (str, int, bool, float, type(None))


def plain(value: Any) -> Any:
    """Values as the trail keeps them: enums by value, moments in UTC, days as written."""
    if type(value) in _AS_THEY_ARE:
        return value
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
    return _WRITER.encode(value).encode()


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
    trail = SEALED if subject in SEALED_SUBJECTS else COMMON
    head = _head(session, trail)
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
    event = {**values, "words_hash": tied, "hash": digest}
    told = {"event_id": count + 1, "salt": salt, "words": spoken} if spoken else None
    _append(session, trail, event, told, is_first=head is None)
    if subject == "request":
        mark_changed(session, subject_id)
    return count + 1


def _head(session: Session, trail: Trail) -> tuple[int, str] | None:
    """How long the trail is and how it ends; None for one not begun."""
    if isinstance(session, BulkSession):
        kept = session.get(TrailHead, trail.head_id)
        return (kept.count, kept.hash) if kept else None
    rows = trail.head.rows(session)  # locked to the end of the transaction
    return (rows[0][0], rows[0][1]) if rows else None


def _append(
    session: Session, trail: Trail, event: dict[str, Any], told: dict[str, Any] | None, *, is_first: bool
) -> None:
    if isinstance(session, BulkSession):
        session.write_later(trail.events, event)
        if told:
            session.write_later(trail.words, told)
        head = session.get(TrailHead, trail.head_id) or TrailHead(id=trail.head_id)
        head.count, head.hash = event["id"], event["hash"]
        session.add(head)
        return
    trail.tell.run(session, event)
    if told:
        trail.speak.run(session, told)
    end = {"count": event["id"], "hash": event["hash"]}
    if is_first:
        _BEGIN.run(session, {**end, "id": trail.head_id})
    else:
        trail.advance.run(session, end)
