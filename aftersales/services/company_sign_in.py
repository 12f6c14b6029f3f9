"""Sign-in by the company's own identity provider (OpenID Connect), mapped to staff by e-mail address."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from aftersales.config import trusts_unverified_email
from aftersales.models import Staff, StaffSession
from aftersales.queries.staff import find_actor
from aftersales.rules.message import N_, message
from aftersales.services.sessions import begin_session
from aftersales.services.sign_in import Outcome

FRESH = timedelta(minutes=5)


def sign_in_by_claims(session: Session, *, claims: Mapping[str, Any], device: str, now: datetime) -> Outcome:
    """Begin a session for the person whose address the provider vouches for.

    `claims` are the provider's, already verified by Streamlit. Each of its answers begins one
    session at the most, and only within minutes: Streamlit keeps them for weeks, and an ended
    session must not come back by itself. An old or used answer gives an empty Outcome.
    """
    issued_at, email = claims.get("iat"), claims.get("email")
    if not isinstance(issued_at, int | float) or not isinstance(email, str):
        return Outcome(refusal=message(N_("Your company account tells us no e-mail address.")))
    if not timedelta(minutes=-1) <= now - datetime.fromtimestamp(issued_at, UTC) < FRESH:
        return Outcome()
    answer = "|".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))
    answer_hash = hashlib.sha256(answer.encode()).hexdigest()
    if session.exec(select(StaffSession.id).where(StaffSession.outside_hash == answer_hash)).first() is not None:
        return Outcome()
    verified = claims.get("email_verified")
    # Some providers send it as a text; one that says nothing is believed only where a setting says so.
    if str(verified).lower() != "true" and not (verified is None and trusts_unverified_email()):
        return Outcome(refusal=message(N_("Your company account's e-mail address is not verified.")))
    address = email.strip().lower()
    staff_id = session.exec(select(Staff.id).where(Staff.email == address, col(Staff.is_active))).first()
    actor = find_actor(session, staff_id) if staff_id is not None else None
    if actor is None:
        return Outcome(refusal=message(N_("Nobody in the staff list has the address {email}."), email=address))
    return Outcome(
        *begin_session(session, actor=actor, now=now, device=device, how="company", outside_hash=answer_hash)
    )
