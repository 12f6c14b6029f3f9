"""The photo by which a sign is recognised: the newest one counts, the older ones stay stored."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.errors import NotFound
from aftersales.models import Sign
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.attachments import add_attachment
from aftersales.services.events import record_event
from aftersales.services.rows import lock_row


def set_sign_photo(session: Session, *, actor: Actor, now: datetime, sign_id: int, name: str, content: bytes) -> Sign:
    """Store the picture and show it from now on; the same picture again changes nothing.

    Raises NotAllowed, NotFound, and InvalidInput for what is no picture.
    """
    ensure_may(actor, Action.KEEP_REGISTER)
    sign = lock_row(session, Sign, sign_id)
    if sign is None:
        raise NotFound(N_("This sign is not in the register."))
    photo = add_attachment(session, actor=actor, now=now, owner="sign", owner_id=sign_id, name=name, content=content)
    if sign.photo_id == photo.id:
        return sign
    sign.photo_id = photo.id
    sign.version += 1
    session.add(sign)
    session.flush()
    record_event(
        session, actor=actor, now=now, name="set_sign_photo", subject="sign", subject_id=sign_id,
        data={"attachment": photo.id},
    )  # fmt: skip
    return sign
