"""Mark what one was told as read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from aftersales.models import Notice
from aftersales.rules.roles import Actor


def mark_read(session: Session, *, actor: Actor, now: datetime, ids: Collection[int] | None = None) -> int:
    """The actor's own unread notices: those with these ids, or all of them. Gives how many became read.

    Reading is no deed of the company and leaves no event.
    """
    if ids is not None and not ids:
        return 0
    statement = update(Notice).where(col(Notice.staff_id) == actor.staff_id, col(Notice.read_at).is_(None))
    if ids is not None:
        statement = statement.where(col(Notice.id).in_(ids))
    return session.connection().execute(statement.values(read_at=now)).rowcount
