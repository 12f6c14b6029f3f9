"""The price list as a quote needs it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from aftersales.models import PriceItem
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_ITEMS = 500


def list_price_items(session: Session, actor: Actor) -> list[PriceItem]:
    """What is offered now, with prices and costs; for those who may quote."""
    ensure_may(actor, Action.QUOTE)
    statement = select(PriceItem).where(col(PriceItem.is_active)).order_by(col(PriceItem.kind), col(PriceItem.id))
    return list(session.exec(statement.limit(MOST_ITEMS)))
