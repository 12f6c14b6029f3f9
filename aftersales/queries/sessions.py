"""Who is signed in where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from aftersales.models import Account, Office, Staff, StaffRole, StaffSession
from aftersales.queries.staff import as_actor
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor
from aftersales.rules.sign_in import is_idle

MOST_SESSIONS = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """A session that stands, and whose it is."""

    session_id: int
    actor: Actor
    must_change: bool
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser of a person, as they see it in their list."""

    id: int
    device: str
    created_at: datetime
    last_seen_at: datetime


# More columns than `select` has types for.
_STANDING: tuple[Any, ...] = (
    StaffSession, Staff, StaffRole.role, Account.must_change, Office.region, Office.sees_region_only,
)  # fmt: skip


def _open(now: datetime, idle_minutes: int) -> tuple[Any, ...]:
    return (
        col(StaffSession.ended_at).is_(None),
        col(StaffSession.expires_at) > now,
        col(StaffSession.last_seen_at) > now - timedelta(minutes=idle_minutes),
    )


def find_standing(
    session: Session, *, now: datetime, idle_minutes: int, token_hash: str | None = None, session_id: int | None = None
) -> Standing | None:
    """The session of this cookie's token or of this number, if it stands and its person still works here; one query."""
    which = StaffSession.token_hash == token_hash if token_hash else StaffSession.id == session_id
    rows = session.exec(
        select(*_STANDING)
        .join(Staff, col(Staff.id) == col(StaffSession.staff_id))
        .outerjoin(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .outerjoin(Account, col(Account.staff_id) == col(Staff.id))
        .outerjoin(Office, col(Office.id) == col(Staff.office_id))
        .where(which, col(Staff.is_active), col(StaffSession.ended_at).is_(None))
    ).all()
    if not rows:
        return None
    found, person, _, must_change, region, sees_region_only = rows[0]
    if now >= found.expires_at or is_idle(found.last_seen_at, now, idle_minutes):
        return None
    roles = frozenset(Role(role) for _, _, role, *_ in rows if role is not None)
    actor = as_actor(person, roles, region, sees_region_only)
    return Standing(found.id or 0, actor, bool(must_change), found.last_seen_at)


def list_open_sessions(session: Session, staff_id: int, *, now: datetime, idle_minutes: int) -> list[OpenSession]:
    """Where this person is signed in now, last used first."""
    rows = session.exec(
        select(StaffSession.id, StaffSession.device, StaffSession.created_at, StaffSession.last_seen_at)
        .where(StaffSession.staff_id == staff_id, *_open(now, idle_minutes))
        .order_by(col(StaffSession.last_seen_at).desc())
        .limit(MOST_SESSIONS)
    )
    return [OpenSession(row[0] or 0, *row[1:]) for row in rows]


def is_ticket_used(session: Session, session_id: int) -> bool:
    """Whether the browser has its cookie."""
    found = session.exec(select(StaffSession.token_hash).where(StaffSession.id == session_id)).first()
    return found is not None
