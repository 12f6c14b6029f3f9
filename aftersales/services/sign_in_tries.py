"""Counting failed tries, so that nobody guesses at leisure.

A try is counted before the password is looked at and taken back if it was right: many tries at
once can't slip past the count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, or_, text, update
from sqlmodel import Session, col, select

from aftersales.errors import NotAllowed
from aftersales.models import SignInTries
from aftersales.models.base import Moment
from aftersales.rules.message import N_
from aftersales.rules.sign_in import LOCKED_FOR

KEPT_FOR = timedelta(days=1)
_FIRST = text(
    "INSERT INTO sign_in_tries (key, failed, last_at) VALUES (:key, 1, :at) ON CONFLICT (key) DO NOTHING"
).bindparams(bindparam("at", type_=Moment()))
Units = Callable[[], AbstractContextManager[Session]]


def tries_key(kind: str, subject: str | int) -> str:
    """Where tries for this name, address or person are counted."""
    return hashlib.sha256(f"{kind}:{subject}".encode()).hexdigest()


def claim_try(session: Session, *, key: str, most: int, now: datetime) -> datetime | None:
    """Count one try. Returns None if it may be made, else the moment until which none may."""
    forgotten = col(SignInTries.last_at) <= now - LOCKED_FOR
    count = (
        update(SignInTries)
        .where(col(SignInTries.key) == key, or_(col(SignInTries.failed) < most, forgotten))
        .values(failed=case((forgotten, 1), else_=col(SignInTries.failed) + 1), last_at=now)
    )
    connection = session.connection()
    # The first try makes the row, whoever comes first; then one conditional update is the lock and the count.
    if connection.execute(_FIRST, {"key": key, "at": now}).rowcount or connection.execute(count).rowcount:
        return None
    last_at = session.exec(select(SignInTries.last_at).where(SignInTries.key == key)).first()
    return (last_at or now) + LOCKED_FOR


def ensure_may_try(unit_of_work: Units, *, key: str, most: int, now: datetime) -> None:
    """Count one try and commit it before what is tried is looked at. Raises NotAllowed after too many."""
    with unit_of_work() as session:
        until = claim_try(session, key=key, most=most, now=now)
    if until:
        raise NotAllowed(N_("Too many failed tries. Try again after {until}."), until=until)


def count_failed(session: Session, key: str, now: datetime) -> int:
    """Tries since the last right one, as far as they aren't forgotten."""
    recent = select(SignInTries.failed).where(SignInTries.key == key, col(SignInTries.last_at) > now - LOCKED_FOR)
    return session.exec(recent).first() or 0


def clear_tries(session: Session, key: str) -> None:
    """The right one: counting begins anew."""
    session.connection().execute(delete(SignInTries).where(col(SignInTries.key) == key))


def give_back_try(session: Session, key: str) -> None:
    """Take one try back; those of other names from this address stay counted."""
    one_less = update(SignInTries).where(col(SignInTries.key) == key, col(SignInTries.failed) > 0)
    session.connection().execute(one_less.values(failed=col(SignInTries.failed) - 1))


def forget_old_tries(session: Session, now: datetime) -> None:
    session.connection().execute(delete(SignInTries).where(col(SignInTries.last_at) <= now - KEPT_FOR))
