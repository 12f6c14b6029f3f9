"""The handbook that holds for a sign: the newest of its type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlmodel import Session, col

from aftersales.models import Attachment, Sign, SignType
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.handbooks import OWNER, PURPOSE


@dataclass(frozen=True, slots=True)
class HandbookView:
    """`attachment_id` is None where the type has no handbook yet; `is_main`: it should have one (1.5)."""

    sign_type_id: int
    sign_type: str
    sign_type_en: str
    is_main: bool
    attachment_id: int | None
    name: str | None
    size: int | None
    added_at: datetime | None


def get_handbook(session: Session, actor: Actor, sign_id: int) -> HandbookView:
    """Of the sign's type; the sign itself may say that it is a main one. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_WARRANTY)
    is_handbook = and_(
        col(Attachment.owner) == OWNER, col(Attachment.owner_id) == col(SignType.id), col(Attachment.purpose) == PURPOSE
    )
    row = session.execute(
        select(
            col(SignType.id), col(SignType.name), col(SignType.name_en), col(Sign.is_main), col(SignType.is_main),
            col(Attachment.id), col(Attachment.name), col(Attachment.size), col(Attachment.added_at),
        )
        .join(SignType, col(SignType.id) == col(Sign.sign_type_id))
        .outerjoin(Attachment, is_handbook)
        .where(col(Sign.id) == sign_id)
        .order_by(col(Attachment.id).desc())
        .limit(1)
    ).one()  # fmt: skip
    type_id, name, name_en, own, of_type, *file = row
    return HandbookView(type_id, name, name_en, of_type if own is None else own, *file)
