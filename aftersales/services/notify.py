"""Telling one person one thing once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, text
from sqlmodel import Session

from aftersales.models import NoticeKind
from aftersales.models.base import Moment

# The same statement on both databases; what was told already is left as it is.
_TELL = text(
    "INSERT INTO notice (staff_id, kind, request_id, about_at, made_at) "
    "VALUES (:staff_id, :kind, :request_id, :about_at, :made_at) "
    "ON CONFLICT (staff_id, kind, request_id, about_at) DO NOTHING"
).bindparams(bindparam("about_at", type_=Moment()), bindparam("made_at", type_=Moment()))


def notify(
    session: Session, *, staff_id: int, kind: NoticeKind, request_id: int, about_at: datetime, now: datetime
) -> bool:
    """Write the notice unless the same was told about the same moment. Whether it was new."""
    values = {"staff_id": staff_id, "kind": kind, "request_id": request_id, "about_at": about_at, "made_at": now}
    return session.connection().execute(_TELL, values).rowcount > 0
