"""What stands on a printed quote (报价单)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import Quote, QuoteLine, QuoteState, ServiceRequest, Staff
from aftersales.queries.as_seen import texts_seen
from aftersales.queries.letterhead import BothNames
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.price_words import get_price_words
from aftersales.queries.sheet_head import HEAD, SheetHead, both_names, head_fields, with_head
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.kinds import Charge, FaultCategory
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may


@dataclass(frozen=True, slots=True)
class QuoteSheetLine:
    """`quantity_milli` in thousandths, money in fen."""

    name: BothNames
    quantity_milli: int
    unit: BothNames
    unit_fen: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class QuoteSheet(SheetHead):
    fault: FaultCategory
    charge: Charge
    state: QuoteState
    made_at: datetime
    made_by: BothNames
    note: str
    lines: tuple[QuoteSheetLine, ...]
    total_fen: int
    answered_at: datetime | None
    answered_by: str


def get_quote_sheet(session: Session, actor: Actor, quote_id: int) -> QuoteSheet:
    """One quote. Raises NotFound, also for one that this person may not see.

    Who sees no quotes sees the accepted one only: the money agreed on (4(5)).
    """
    row = session.execute(
        with_head(select(Quote, Staff, *HEAD).select_from(Quote), Quote.request_id)
        .outerjoin(Staff, col(Staff.id) == Quote.made_by_id)
        .where(col(Quote.id) == quote_id, *only_seen_by(actor, col(ServiceRequest.id)))
    ).first()
    sees_all = may(actor, Action.SEE_COSTS) or may(actor, Action.ACCEPT_QUOTE)
    if row is None or not (sees_all or row[0].state is QuoteState.ACCEPTED):
        raise NotFound(N_("There is no such quote among those you may see."))
    quote, maker, *head = row
    request: ServiceRequest = head[0]
    words = get_price_words(session)
    lines = session.exec(select(QuoteLine).where(QuoteLine.quote_id == quote_id).order_by(col(QuoteLine.id)))
    sheet = QuoteSheet(
        **head_fields(session, actor, *head),
        fault=request.fault, charge=quote.charge, state=quote.state, made_at=quote.made_at,
        made_by=both_names(maker), note=quote.note,
        lines=tuple(
            QuoteSheetLine(
                words.name(line.name), line.quantity_milli, words.unit(line.unit), line.unit_fen, line.total_fen
            )
            for line in lines
        ),
        total_fen=quote.total_fen, answered_at=quote.answered_at, answered_by=quote.answered_by,
    )  # fmt: skip
    sight = sight_of_request(
        actor, office_id=request.office_id, registered_by_id=request.registered_by_id, state=request.state
    )
    return texts_seen(sight, sheet, "note")
