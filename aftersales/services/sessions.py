"""Sessions: begun by a right password, kept by a cookie, ended by their person, by time or by a manager."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from aftersales.errors import NotAllowed
from aftersales.models import StaffSession
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.sign_in import LONGEST_SESSION, TICKET_LASTS
from aftersales.services.events import record_event
from aftersales.services.passwords import new_token, token_hash
from aftersales.services.sign_in_tries import forget_old_tries

TOUCHED_EACH = timedelta(minutes=1)
KEPT_FOR = timedelta(days=90)


def begin_session(
    session: Session, *, actor: Actor, now: datetime, device: str, how: str, outside_hash: str | None = None
) -> tuple[int, str]:
    """A new session of `actor`, and the ticket that its browser changes for the cookie once.

    `how` is told by the trail: password, code or company.
    """
    assert actor.staff_id is not None
    ticket = new_token()
    begun = StaffSession(
        staff_id=actor.staff_id, ticket_hash=token_hash(ticket), ticket_until_at=now + TICKET_LASTS,
        outside_hash=outside_hash, created_at=now, last_seen_at=now, expires_at=now + LONGEST_SESSION,
        device=device[:200],
    )  # fmt: skip
    session.add(begun)
    session.flush()
    assert begun.id is not None
    record_event(
        session, actor=actor, now=now, name="sign_in", subject="staff", subject_id=actor.staff_id,
        data={"session": begun.id, "how": how},
    )  # fmt: skip
    session.exec(delete(StaffSession).where(col(StaffSession.expires_at) < now - KEPT_FOR))
    forget_old_tries(session, now)
    return begun.id, ticket


def redeem_ticket(session: Session, *, now: datetime, ticket: str) -> str | None:
    """Change a ticket for the session's token, once and within seconds; None if it is no (longer a) ticket."""
    found = session.exec(
        select(StaffSession).where(StaffSession.ticket_hash == token_hash(ticket)).with_for_update()
    ).first()
    if found is None or found.ended_at is not None or found.ticket_until_at is None or now >= found.ticket_until_at:
        return None
    token = new_token()
    found.ticket_hash, found.ticket_until_at, found.token_hash = None, None, token_hash(token)
    session.add(found)
    session.flush()
    return token


def touch_session(session: Session, *, now: datetime, session_id: int) -> None:
    """Somebody uses it."""
    used = update(StaffSession).where(col(StaffSession.id) == session_id, col(StaffSession.ended_at).is_(None))
    session.exec(used.values(last_seen_at=now))


def end_session(session: Session, *, actor: Actor, now: datetime, session_id: int) -> None:
    """Sign out one browser of one's own. Ended already: nothing happens."""
    found = session.get(StaffSession, session_id)
    if found is None or found.ended_at is not None:
        return
    if found.staff_id != actor.staff_id:
        raise NotAllowed(N_("This is somebody else's session."))
    found.ended_at = now
    session.add(found)
    record_event(
        session, actor=actor, now=now, name="sign_out", subject="staff", subject_id=found.staff_id,
        data={"session": session_id},
    )  # fmt: skip


def end_all_sessions(
    session: Session, *, actor: Actor, now: datetime, staff_id: int, keep_session_id: int | None = None
) -> int:
    """Sign a person out everywhere, but in `keep_session_id`. One's own, or by who manages staff. Returns how many."""
    if staff_id != actor.staff_id:
        ensure_may(actor, Action.MANAGE_STAFF)
    open_ones = update(StaffSession).where(col(StaffSession.staff_id) == staff_id, col(StaffSession.ended_at).is_(None))
    if keep_session_id is not None:
        open_ones = open_ones.where(col(StaffSession.id) != keep_session_id)
    count: int = session.exec(open_ones.values(ended_at=now)).rowcount
    if count:
        record_event(
            session, actor=actor, now=now, name="sign_out_everywhere", subject="staff", subject_id=staff_id,
            data={"count": count},
        )  # fmt: skip
    return count
