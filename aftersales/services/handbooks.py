"""Handbooks of sign types (1.5): each version beside the older ones and never changed; written here, or a PDF."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import Attachment, AttachmentBytes, HandbookVersion, SignType
from aftersales.rules.handbook import PARTS, BookLanguage
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import Input, needed_text
from aftersales.services.once import result_of, use_up

MOST_BYTES = 20 * 1024 * 1024
OWNER, PURPOSE = "sign_type", "handbook"


class NewVersion(Input):
    """What a version is known by, and the day from which it holds."""

    sign_type_id: int
    number: needed_text(24)
    language: BookLanguage = BookLanguage.ZH
    valid_from: date


class WrittenVersion(NewVersion):
    """A version made of the parts that the clause names; none of them may be empty."""

    construction: needed_text(4000)
    functions: needed_text(4000)
    usage: needed_text(4000)
    care: needed_text(4000)
    cautions: needed_text(4000)


class UploadedVersion(NewVersion):
    """A version as a PDF that was made elsewhere; `name` is the file's."""

    name: needed_text(160)


def write_handbook(
    session: Session, *, actor: Actor, now: datetime, new: WrittenVersion, once: str | None = None
) -> HandbookVersion:
    """Add a version of texts. Raises RuleBroken where the type has this number in this language already."""
    ensure_may(actor, Action.KEEP_HANDBOOKS)
    made = result_of(session, once)
    if made is not None:
        return session.get_one(HandbookVersion, made)
    texts = {part: getattr(new, part) for part in PARTS}
    version = _add(session, actor, now, new, **texts)
    use_up(session, once, now=now, result_id=version.id or 0)
    return version


def upload_handbook(
    session: Session, *, actor: Actor, now: datetime, new: UploadedVersion, content: bytes, once: str | None = None
) -> HandbookVersion:
    """Add a version that is a PDF. The same file twice in a row stays one version.

    Raises InvalidInput for what is no PDF or too large, whatever its name says, RuleBroken for a number that is taken.
    """
    ensure_may(actor, Action.KEEP_HANDBOOKS)
    made = result_of(session, once)
    if made is not None:
        return session.get_one(HandbookVersion, made)
    if len(content) > MOST_BYTES:
        raise InvalidInput(
            N_("A handbook may have at most {most} MB."), field="content", most=MOST_BYTES // 1024 // 1024
        )
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise InvalidInput(N_("A handbook is a PDF file; this isn't one, or it is cut off."), field="content")
    digest = hashlib.sha256(content).hexdigest()
    last = session.exec(
        select(HandbookVersion, Attachment.sha256)
        .outerjoin(Attachment, Attachment.id == HandbookVersion.attachment_id)  # type: ignore[arg-type]
        .where(HandbookVersion.sign_type_id == new.sign_type_id, HandbookVersion.language == new.language)
        .order_by(HandbookVersion.id.desc())  # type: ignore[union-attr]
    ).first()
    if last is not None and last[1] == digest:
        return last[0]
    _ensure_free(session, new)
    file = Attachment(
        owner=OWNER, owner_id=new.sign_type_id, purpose=PURPOSE,
        name=new.name.replace("\\", "/").rsplit("/", 1)[-1] or "handbook.pdf", content_type="application/pdf",
        size=len(content), sha256=digest, added_at=now, added_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(file)
    session.flush()
    assert file.id is not None
    session.add(AttachmentBytes(attachment_id=file.id, content=content))
    session.flush()
    version = _add(session, actor, now, new, attachment_id=file.id)
    use_up(session, once, now=now, result_id=version.id or 0)
    return version


def read_handbook(session: Session, actor: Actor, attachment_id: int) -> bytes:
    """An uploaded file as it was stored. Raises NotAllowed and NotFound."""
    ensure_may(actor, Action.SEE_WARRANTY)
    content = session.exec(
        select(AttachmentBytes.content)
        .join(Attachment, Attachment.id == AttachmentBytes.attachment_id)  # type: ignore[arg-type]
        .where(Attachment.id == attachment_id, Attachment.purpose == PURPOSE)
    ).first()
    if content is None:
        raise NotFound(N_("This handbook does not exist."))
    return content


def _ensure_free(session: Session, new: NewVersion) -> None:
    kind = session.get(SignType, new.sign_type_id)
    if kind is None:
        raise NotFound(N_("This sign type is not in the list."))
    taken = session.exec(
        select(HandbookVersion.id).where(
            HandbookVersion.sign_type_id == new.sign_type_id,
            HandbookVersion.number == new.number,
            HandbookVersion.language == new.language,
        )
    ).first()
    if taken is not None:
        raise RuleBroken(
            N_("{number} is there already; a version never changes, so that this one needs a number of its own."),
            clause="1.5", number=new.number,
        )  # fmt: skip


def _add(session: Session, actor: Actor, now: datetime, new: NewVersion, **content: Any) -> HandbookVersion:
    _ensure_free(session, new)
    version = HandbookVersion(
        sign_type_id=new.sign_type_id, number=new.number, language=new.language, valid_from=new.valid_from,
        added_at=now, added_by_id=actor.staff_id, **content,
    )  # fmt: skip
    session.add(version)
    session.flush()
    record_event(
        session, actor=actor, now=now, name="add_handbook", subject=OWNER, subject_id=new.sign_type_id,
        data={"version": version.id, "number": new.number, "language": new.language, "valid_from": new.valid_from,
              "attachment": version.attachment_id},
    )  # fmt: skip
    return version
