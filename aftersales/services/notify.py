"""Telling one person one thing once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.models import Notice, NoticeKind
from aftersales.models.base import Moment
from aftersales.prepared import Prepared
from aftersales.services.rows import rows_by

# The same statement on both databases; what was told already is left as it is.
_TELL = Prepared(
    text(
        "INSERT INTO notice (staff_id, kind, subject, subject_id, request_id, number, about, page, about_at, made_at) "
        "VALUES (:staff_id, :kind, :subject, :subject_id, :request_id, :number, :about, :page, :about_at, :made_at) "
        "ON CONFLICT (staff_id, kind, subject, subject_id, about_at) DO NOTHING RETURNING staff_id"
    ).bindparams(bindparam("about_at", type_=Moment()), bindparam("made_at", type_=Moment()))
)


@dataclass(frozen=True, slots=True)
class About:
    """A record with a page of its own: `subject` as its events name it, `page` the file that shows `?number=`."""

    subject: str
    id: int
    number: str
    words: str
    page: str


def notify(
    session: Session, *, staff_id: int, kind: NoticeKind, request_id: int, about_at: datetime, now: datetime
) -> bool:
    """Write the notice unless the same was told about the same moment. Whether it was new."""
    values = {"staff_id": staff_id, "kind": kind, "request_id": request_id, "about_at": about_at, "made_at": now}
    return _tell(session, values | {"subject": "request", "subject_id": request_id, "number": "", "about": "",
                                    "page": ""})  # fmt: skip


def notify_about(
    session: Session, *, staff_id: int, kind: NoticeKind, about: About, about_at: datetime, now: datetime
) -> bool:
    """The same about a record that isn't a request."""
    return _tell(
        session,
        {
            "staff_id": staff_id, "kind": kind, "request_id": None, "about_at": about_at, "made_at": now,
            "subject": about.subject, "subject_id": about.id, "number": about.number, "about": about.words[:120],
            "page": about.page,
        },
    )  # fmt: skip


def _tell(session: Session, values: dict[str, Any]) -> bool:
    if isinstance(session, BulkSession):
        return _keep(session, values)
    return bool(_TELL.rows(session, values))


def _keep(session: BulkSession, values: dict[str, Any]) -> bool:
    for told in rows_by(session, Notice, "subject_id", values["subject_id"]):
        same = (told.staff_id, told.kind, told.subject, told.about_at)
        if same == (values["staff_id"], values["kind"], values["subject"], values["about_at"]):
            return False
    session.add(Notice(**values))
    return True
