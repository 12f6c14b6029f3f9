"""The handbook of a sign type (1.5): a PDF, each new one beside the older ones, the newest the one that holds."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlmodel import Session, select

from aftersales.errors import InvalidInput, NotFound
from aftersales.models import Attachment, AttachmentBytes, SignType
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import ensure_text

MOST_BYTES = 20 * 1024 * 1024
OWNER, PURPOSE = "sign_type", "handbook"


def add_handbook(
    session: Session, *, actor: Actor, now: datetime, sign_type_id: int, name: str, content: bytes
) -> Attachment:
    """Store a handbook of a sign type. The same file stored last is not stored twice.

    Raises InvalidInput for what is no PDF or too large, whatever its name says, and NotFound.
    """
    ensure_may(actor, Action.KEEP_REGISTER)
    if session.get(SignType, sign_type_id) is None:
        raise NotFound(N_("This sign type is not in the list."))
    if len(content) > MOST_BYTES:
        raise InvalidInput(
            N_("A handbook may have at most {most} MB."), field="content", most=MOST_BYTES // 1024 // 1024
        )
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise InvalidInput(N_("A handbook is a PDF file; this isn't one, or it is cut off."), field="content")
    base = ensure_text(name.replace("\\", "/").rsplit("/", 1)[-1], 160, field="name") or "handbook.pdf"
    digest = hashlib.sha256(content).hexdigest()
    last = session.exec(
        select(Attachment)
        .where(Attachment.owner == OWNER, Attachment.owner_id == sign_type_id, Attachment.purpose == PURPOSE)
        .order_by(Attachment.id.desc())  # type: ignore[union-attr]
    ).first()
    if last is not None and last.sha256 == digest:
        return last
    handbook = Attachment(
        owner=OWNER, owner_id=sign_type_id, purpose=PURPOSE, name=base, content_type="application/pdf",
        size=len(content), sha256=digest, added_at=now, added_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(handbook)
    session.flush()
    assert handbook.id is not None
    session.add(AttachmentBytes(attachment_id=handbook.id, content=content))
    session.flush()
    record_event(
        session, actor=actor, now=now, name="add_handbook", subject=OWNER, subject_id=sign_type_id,
        data={"attachment": handbook.id, "size": len(content), "sha256": digest}, words={"name": base},
    )  # fmt: skip
    return handbook


def read_handbook(session: Session, actor: Actor, attachment_id: int) -> bytes:
    """The file as it was stored. Raises NotAllowed and NotFound."""
    ensure_may(actor, Action.SEE_WARRANTY)
    content = session.exec(
        select(AttachmentBytes.content)
        .join(Attachment, Attachment.id == AttachmentBytes.attachment_id)  # type: ignore[arg-type]
        .where(Attachment.id == attachment_id, Attachment.purpose == PURPOSE)
    ).first()
    if content is None:
        raise NotFound(N_("This handbook does not exist."))
    return content
