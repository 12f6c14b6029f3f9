"""What a sign looks like and what was exchanged at it, by one statement (3(1))."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, false, true
from sqlmodel import Session, col, select

from aftersales.models import Attachment, ProductReturn, ReturnLine, Sign, SignExchange
from aftersales.queries.visible import returns_seen
from aftersales.rules.roles import Action, Actor, ensure_may, may

MOST_EXCHANGES = 100


@dataclass(frozen=True, slots=True)
class Exchange:
    """One exchange at a sign, with the return that it came by."""

    row: SignExchange
    return_number: str
    is_seen: bool  # whether this person may open the return


@dataclass(frozen=True, slots=True)
class SignLook:
    """`photo`: the attachment's id and hash. The exchanges newest first."""

    photo: tuple[int, str] | None
    exchanges: tuple[Exchange, ...]


def get_sign_look(session: Session, actor: Actor, sign_id: int) -> SignLook:
    """Raises NotAllowed for who doesn't look up signs; empty for a sign that isn't there."""
    ensure_may(actor, Action.SEE_WARRANTY)
    # Whether a return is this person's to open; never for who sees no requests.
    seen = and_(true(), *returns_seen(actor)) if may(actor, Action.SEE_REQUESTS) else false()
    statement: Any = (
        select(Attachment.id, Attachment.sha256, SignExchange, ProductReturn.number, seen)  # type: ignore[call-overload]
        .select_from(Sign)
        .outerjoin(Attachment, col(Attachment.id) == Sign.photo_id)
        .outerjoin(SignExchange, col(SignExchange.sign_id) == Sign.id)
        .outerjoin(ReturnLine, col(ReturnLine.id) == SignExchange.line_id)
        .outerjoin(ProductReturn, col(ProductReturn.id) == ReturnLine.return_id)
        .where(Sign.id == sign_id)
        .order_by(col(SignExchange.id).desc())
        .limit(MOST_EXCHANGES)
    )
    rows = session.exec(statement).all()
    photo = (rows[0][0], rows[0][1]) if rows and rows[0][0] is not None else None
    found = tuple(Exchange(row, number, bool(own)) for _, _, row, number, own in rows if row is not None)
    return SignLook(photo, found)
