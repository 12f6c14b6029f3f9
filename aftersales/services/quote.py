"""Quote paid work and record the customer's answer; free work is never quoted (3(2), 1.4b, 4(5))."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import PriceItem, Quote, QuoteLine, QuoteState, ServiceRequest
from aftersales.rules.kinds import Charge
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.input import MOST_FEN, Input, ensure_text, text
from aftersales.services.once import result_of, use_up
from aftersales.services.rows import rows_by
from aftersales.services.steps import Work, taking


class NewLine(Input):
    """From the price list by `price_item_id`, or in own words with a price. Quantity in thousandths."""

    price_item_id: int | None = None
    name: text(120) = ""
    unit: text(16) = ""
    quantity_milli: int = Field(gt=0, le=100_000_000)
    unit_fen: int | None = Field(default=None, ge=0, le=MOST_FEN)


class NewQuote(Input):
    lines: tuple[NewLine, ...] = Field(min_length=1)
    note: text(400) = ""
    once: str | None = None


def line_total_fen(quantity_milli: int, unit_fen: int) -> int:
    """Rounded half up to the fen."""
    return (quantity_milli * unit_fen + 500) // 1000


def make_quote(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    new: NewQuote,
    expected_version: int | None = None,
) -> Quote:
    """A quote by the price list, or at cost without margin where the charge is *at cost*. Replaces an open one.

    Raises RuleBroken for work that is free, or whose charge isn't decided.
    """
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(Quote, made)
    with taking(
        session, "quote", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        charge = work.request.charge
        if charge is Charge.FREE:
            raise RuleBroken(N_("This work is free of charge; it can't be quoted."), clause="4(5)")
        if charge is Charge.UNDECIDED:
            raise RuleBroken(N_("Who pays is not decided yet; find the cause first, then quote."), clause="3(2)")
        lines = [_price(session, line, charge) for line in new.lines]
        total = sum(line.total_fen for line in lines)
        if total > MOST_FEN:
            raise InvalidInput(N_("The quote's total is too large to be right."), field="lines")
        _replace_open(session, work)
        quote = Quote(
            request_id=request_id, round=work.request.round, state=QuoteState.SENT, charge=charge, total_fen=total,
            note=new.note, made_at=now, made_by_id=actor.staff_id,
        )  # fmt: skip
        session.add(quote)
        session.flush()
        assert quote.id is not None
        for line in lines:
            line.quote_id = quote.id
            session.add(line)
        use_up(session, new.once, now=now, result_id=quote.id)
        work.data |= {"quote": quote.id, "charge": charge, "total_fen": total}
        return quote


def _price(session: Session, new: NewLine, charge: Charge) -> QuoteLine:
    name, unit, unit_fen = new.name, new.unit, new.unit_fen
    if new.price_item_id is not None:
        item = session.get(PriceItem, new.price_item_id)
        if item is None or not item.is_active:
            raise NotFound(N_("This is not in the price list."))
        name, unit = name or item.name, unit or item.unit
        # At cost there is no margin, whatever was typed (1.4b).
        unit_fen = item.cost_fen if charge is Charge.AT_COST else item.price_fen if unit_fen is None else unit_fen
    if not name or unit_fen is None:
        raise InvalidInput(N_("Each line needs a name and a price."), field="lines")
    return QuoteLine(
        quote_id=0, price_item_id=new.price_item_id, name=name, quantity_milli=new.quantity_milli, unit=unit,
        unit_fen=unit_fen, total_fen=line_total_fen(new.quantity_milli, unit_fen),
    )  # fmt: skip


def _replace_open(session: Session, work: Work) -> None:
    for quote in rows_by(session, Quote, "request_id", work.request_id):
        if quote.state is QuoteState.SENT:
            quote.state = QuoteState.REPLACED
            session.add(quote)


def answer_quote(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    quote_id: int,
    accepted: bool,
    answered_by: str,
    expected_version: int | None = None,
) -> ServiceRequest:
    """Record who at the customer accepted or declined the quote."""
    answered_by = ensure_text(answered_by, 80, field="answered_by")
    quote = session.get(Quote, quote_id)
    if quote is None:
        raise NotFound(N_("This quote does not exist."))
    if not answered_by:
        raise InvalidInput(N_("Write down who at the customer answered."), field="answered_by")
    with taking(
        session, "accept_quote", actor=actor, now=now, request_id=quote.request_id, expected_version=expected_version
    ) as work:
        session.refresh(quote)
        if quote.state is not QuoteState.SENT or quote.round != work.request.round:
            raise RuleBroken(N_("This quote is not open any more."))
        if accepted and quote.charge is not work.request.charge:
            raise RuleBroken(N_("The charge was decided anew since this quote; quote again."), clause="3(2)")
        quote.state = QuoteState.ACCEPTED if accepted else QuoteState.DECLINED
        if accepted:
            work.request.quoted_charge = quote.charge
        quote.answered_at, quote.answered_by = now, answered_by
        session.add(quote)
        session.flush()
        work.data |= {"quote": quote_id, "accepted": accepted, "total_fen": quote.total_fen}
        work.words["answered_by"] = quote.answered_by
        return work.request
