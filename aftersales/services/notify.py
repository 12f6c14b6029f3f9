"""Telling one person one thing once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.models import Notice, NoticeKind
from aftersales.models.base import Moment
from aftersales.services.rows import rows_by

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
    if isinstance(session, BulkSession):
        return _keep(session, values)
    return session.connection().execute(_TELL, values).rowcount > 0


def _keep(session: BulkSession, values: dict[str, Any]) -> bool:
    for told in rows_by(session, Notice, "request_id", values["request_id"]):
        if (told.staff_id, told.kind, told.about_at) == (values["staff_id"], values["kind"], values["about_at"]):
            return False
    session.add(Notice(**values))
    return True
