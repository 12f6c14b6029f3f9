"""Proving the trail: nothing in it was changed, taken out, put in or cut off (see docs on what that proves)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlmodel import Session, col

from aftersales.models import TrailHead
from aftersales.rules.message import N_, Message, message
from aftersales.rules.roles import SYSTEM, Action, Actor, ensure_may
from aftersales.services.events import COMMON, SEALED, Trail, event_hash, words_hash

AT_ONCE = 2000  # rows read at a time: a long trail never stands in memory


@dataclass(frozen=True, slots=True)
class TrailReport:
    """`count` events were looked at, up to the first problem. `erased`: events whose personal words are gone.

    `unaccounted`: of those, how many more than the erasures in the trail say. Somebody deleted them past the product.
    """

    count: int
    erased: int = 0
    first_problem: Message | None = None
    event_id: int | None = None  # where the first problem lies
    unaccounted: int = 0

    @property
    def ok(self) -> bool:
        return self.first_problem is None


def verify_trail(
    session: Session, *, actor: Actor = SYSTEM, progress: Callable[[int, int], None] | None = None
) -> TrailReport:
    """Walk the whole chain from its first event to its head. `progress(done, total)` is told now and then.

    Erased words leave the chain whole; changed ones don't. Raises NotAllowed.
    """
    ensure_may(actor, Action.VERIFY_TRAIL)
    return _verify(session, COMMON, progress)


def verify_sealed_trail(session: Session) -> TrailReport:
    """The same of the trail of integrity complaints. For the command line only: its length tells how much there is."""
    return _verify(session, SEALED, None)


def _verify(session: Session, trail: Trail, progress: Callable[[int, int], None] | None) -> TrailReport:
    head = (
        session.connection()
        .execute(select(col(TrailHead.count), col(TrailHead.hash)).where(col(TrailHead.id) == trail.head_id))
        .first()
    )
    total, end = (head[0], head[1]) if head else (0, "")
    before, last, erased, told = "", 0, 0, 0
    while True:
        rows = _read(session, trail, last)
        for row in rows:
            problem = _problem(row, before, last, total)
            if problem is not None:
                return TrailReport(last, erased, problem, min(row.id, last + 1))
            erased += bool(row.words_hash) and row.words is None
            told += _told_erased(row)
            before, last = row.hash, row.id
        if progress is not None:
            progress(min(last, total), max(total, 1))
        if len(rows) < AT_ONCE:
            break
    if last < total:
        gone = message(N_("The trail ends with event {last}, but {total} were written: the end is missing."),
                       last=last, total=total)  # fmt: skip
        return TrailReport(last, erased, gone, last + 1)
    if before != end:
        return TrailReport(last, erased, message(N_("The trail does not end as it was last written.")), last)
    # An erasure tells nobody of the sealed trail's words.
    return TrailReport(last, erased, unaccounted=max(0, erased - told) if trail is COMMON else 0)


def _told_erased(row: Row) -> int:  # type: ignore[type-arg]
    """How many events' words this event says were erased by it."""
    if row.name == "make_staff_anonymous":
        return int(row.data.get("event_words", 0))
    return int(row.data.get("rows", {}).get("event_words", 0)) if row.name == "erase_person" else 0


def _read(session: Session, trail: Trail, after: int) -> list[Row]:  # type: ignore[type-arg]
    told, words = trail.events.c, trail.words.c
    statement = (
        select(
            told.id, told.at, told.actor_id, told.name, told.subject, told.subject_id, told.data, told.words_hash,
            told.hash, words.salt, words.words,
        )
        .outerjoin_from(trail.events, trail.words, words.event_id == told.id)
        .where(told.id > after)
        .order_by(told.id)
        .limit(AT_ONCE)
    )  # fmt: skip
    return list(session.connection().execute(statement))


def _problem(row: Row, before: str, last: int, total: int) -> Message | None:  # type: ignore[type-arg]
    """What is wrong with this event, seen from the one before it."""
    if row.id != last + 1:
        return message(N_("Event {id} is missing."), id=last + 1)
    if row.id > total:
        return message(N_("Event {id} was put in after the end of the trail."), id=row.id)
    digest = event_hash(
        before=before, id=row.id, at=row.at, actor_id=row.actor_id, name=row.name, subject=row.subject,
        subject_id=row.subject_id, data=row.data, words=row.words_hash,
    )  # fmt: skip
    if digest != row.hash:
        return message(N_("Event {id} was changed, or others stand in its place."), id=row.id)
    if row.words is not None and words_hash(row.salt, row.words) != row.words_hash:
        return message(N_("The words of event {id} were changed."), id=row.id)
    return None
