"""A double click or a rerun creates nothing twice: the form's key is used up by the first."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.models import OnceKey


def result_of(session: Session, key: str | None) -> int | None:
    """What the first use of this key made; None for a new key or none."""
    if key is None:
        return None
    used = session.get(OnceKey, key)
    return used.result_id if used else None


def use_up(session: Session, key: str | None, *, now: datetime, result_id: int) -> None:
    """Remember the result; a second use at the same moment fails on the primary key and is rolled back."""
    if key is not None:
        session.add(OnceKey(key=key, used_at=now, result_id=result_id))
        session.flush()
