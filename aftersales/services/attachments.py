"""Photos and signatures of a request: stored with an event, read by those who may see the job."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.config import keeps_photo_place
from aftersales.documents.picture_metadata import without_metadata
from aftersales.documents.pictures import decode_picture, make_thumbnail
from aftersales.errors import InvalidInput, NotAllowed, NotFound
from aftersales.models import Attachment, AttachmentBytes, ProductReturn, ReturnLine, ServiceRequest, Sign
from aftersales.queries.visible import returns_seen
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may, may
from aftersales.services.events import record_event
from aftersales.services.input import UNSEEN
from aftersales.services.steps import ensure_own_job

MAX_BYTES = 12 * 1024 * 1024
MAX_COUNT = 200  # of one request: more is a mistake, or an attack
PURPOSES = ("photo", "photo_before", "photo_after", "signature")
OWNERS = ("request", "sign", "return_line")
ADDING = (Action.REGISTER, Action.DO_VISIT, Action.FILE_REPORT)
ADDING_TO_RETURNS = (Action.REQUEST_RETURN, Action.HANDLE_RETURN)


def add_attachment(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    owner: str,
    owner_id: int,
    purpose: str = "photo",
    name: str,
    content: bytes,
) -> Attachment:
    """Store one picture of a request or sign. The same picture for the same purpose is stored once.

    Its kind is found by decoding it. What the camera wrote about place and owner is taken out, unless the setting
    keeps it. Raises InvalidInput, NotFound, or NotAllowed for another's job.
    """
    _ensure_may_add(session, actor, owner, owner_id)
    if purpose not in PURPOSES:
        raise InvalidInput(N_("This purpose of a picture isn't known."), field="purpose")
    if len(content) > MAX_BYTES:
        raise InvalidInput(N_("A picture may have at most {most} MB."), field="content", most=MAX_BYTES // 1024 // 1024)
    kind = decode_picture(content)
    if not keeps_photo_place():
        content = without_metadata(content, kind.content_type)
    digest = hashlib.sha256(content).hexdigest()
    there = session.exec(
        select(Attachment).where(Attachment.owner == owner, Attachment.owner_id == owner_id).limit(MAX_COUNT + 1)
    ).all()
    for attachment in there:
        if (attachment.sha256, attachment.purpose) == (digest, purpose):
            return attachment
    if len(there) >= MAX_COUNT:
        raise InvalidInput(N_("There are {count} pictures already; no more can be added."), count=MAX_COUNT)
    attachment = Attachment(
        owner=owner, owner_id=owner_id, purpose=purpose, name=_clean_name(name), content_type=kind.content_type,
        size=len(content), sha256=digest, added_at=now, added_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(attachment)
    session.flush()
    assert attachment.id is not None
    session.add(AttachmentBytes(attachment_id=attachment.id, content=content))
    session.flush()
    record_event(
        session, actor=actor, now=now, name="add_attachment", subject=owner, subject_id=owner_id,
        data={"attachment": attachment.id, "purpose": purpose, "content_type": kind.content_type, "size": len(content),
              "sha256": digest},
        words={"name": attachment.name},
    )  # fmt: skip
    return attachment


def read_attachment(session: Session, actor: Actor, attachment_id: int) -> bytes:
    """The picture as it was stored. Raises NotFound, also for a job that isn't the actor's to see."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None or not _may_see(session, actor, attachment):
        raise NotFound(N_("This picture does not exist."))
    return session.exec(select(AttachmentBytes.content).where(AttachmentBytes.attachment_id == attachment_id)).one()


def read_thumbnail(session: Session, actor: Actor, attachment_id: int) -> bytes:
    """A small JPEG of it, upright."""
    return make_thumbnail(read_attachment(session, actor, attachment_id))


def _clean_name(name: str) -> str:
    """The file's own name without folders and invisible signs."""
    base = UNSEEN.sub("", name).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return (base or "photo")[-160:]


def _ensure_may_add(session: Session, actor: Actor, owner: str, owner_id: int) -> None:
    if owner not in OWNERS:
        raise InvalidInput(N_("A picture belongs to a request, a sign or a return."), field="owner")
    if owner == "return_line":
        if not any(may(actor, action) for action in ADDING_TO_RETURNS):
            raise NotAllowed(N_("Your role does not add pictures to a return."))
        found = _line_seen(session, actor, owner_id)
    elif owner == "sign":
        ensure_may(actor, Action.KEEP_REGISTER)
        found = session.exec(select(Sign.id).where(Sign.id == owner_id)).first()
    else:
        if not any(may(actor, action) for action in ADDING):
            raise NotAllowed(N_("Your role does not add pictures to a request."))
        found = session.exec(select(ServiceRequest.id).where(col(ServiceRequest.id) == owner_id)).first()
        ensure_own_job(session, actor, owner_id)
    if found is None:
        raise NotFound(N_("What the picture belongs to does not exist."))


def _line_seen(session: Session, actor: Actor, line_id: int) -> int | None:
    """The line of a return, if it is this person's to see."""
    statement = select(ReturnLine.id).join(ProductReturn, col(ProductReturn.id) == ReturnLine.return_id)
    return session.exec(statement.where(ReturnLine.id == line_id, *returns_seen(actor))).first()


def _may_see(session: Session, actor: Actor, attachment: Attachment) -> bool:
    if attachment.owner == "return_line":
        return may(actor, Action.SEE_REQUESTS) and _line_seen(session, actor, attachment.owner_id) is not None
    if attachment.owner == "sign":
        return may(actor, Action.SEE_WARRANTY)
    if attachment.owner != "request":  # a handbook, a delivery's signature: read where their own sight is asked
        return False
    if not may(actor, Action.SEE_REQUESTS) and not may(actor, Action.SEE_OWN_JOBS):
        return False
    try:
        ensure_own_job(session, actor, attachment.owner_id)
    except NotAllowed:
        return False
    return True
