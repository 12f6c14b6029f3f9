"""What was billed for work at cost or paid, whether it was paid, and what was withdrawn (1.4b, 3(2), 4(5))."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import Bill, Quote, QuoteState, ServiceRequest
from aftersales.rules.bill import BILL, charge_of_round, missing_for_amount
from aftersales.rules.gates import missing_for_bill
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_, message
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.workflow import Missing, clauses_of
from aftersales.services.events import record_event
from aftersales.services.input import MOST_FEN, MOST_REASON, Day, Input, ensure_text, needed_text, text
from aftersales.services.once import result_of, use_up
from aftersales.services.return_lines import ensure_day
from aftersales.services.rows import rows_by
from aftersales.services.steps import load_request
from aftersales.services.workflow_steps import taking_step


class NewBill(Input):
    """One invoice for one or more accepted quotes of a request. `amount_fen` is net, in fen.

    `reason` is needed where it is more than the customer accepted.
    """

    quote_ids: tuple[int, ...] = Field(min_length=1)
    bill_number: needed_text(40)
    billed_on: Day
    amount_fen: int = Field(gt=0, le=MOST_FEN)
    reason: text(MOST_REASON) = ""
    once: str | None = None


def record_bill(session: Session, *, actor: Actor, now: datetime, request_id: int, new: NewBill) -> Bill:
    """The quotes are covered from now on. Before the work is done, too: some customers pay ahead.

    Raises RuleBroken for free or undecided work, for a quote that wasn't accepted or stands under a bill already, and
    for more than was accepted without a reason (3(2), 1.4b, 4(5)).
    """
    made = result_of(session, new.once)
    if made is not None:
        return session.get_one(Bill, made)
    ensure_may(actor, Action.BILL)
    request = load_request(session, request_id)  # its lock keeps two people from billing one quote
    quotes = [one for one in rows_by(session, Quote, "request_id", request_id) if one.id in new.quote_ids]
    if len(quotes) != len(set(new.quote_ids)):
        raise NotFound(N_("This quote does not exist."))
    accepted = sum(one.total_fen for one in quotes)
    missing = [lack for one in quotes for lack in _missing(request, one)]
    missing += missing_for_amount(new.amount_fen, accepted, new.reason)
    if missing:
        raise RuleBroken(
            N_("“{step}” is not possible yet."), clause=clauses_of(missing),
            missing=tuple(dict.fromkeys(one.what for one in missing)), step=message(N_("Record the bill")),
        )  # fmt: skip
    first = max(local_day(one.answered_at) for one in quotes if one.answered_at)
    billed_on = ensure_day(new.billed_on, field="billed_on", now=now, not_before=first)
    _ensure_unused(session, new.bill_number)
    bill = Bill(
        request_id=request_id, number=new.bill_number, state=BILL.initial, billed_on=billed_on,
        amount_fen=new.amount_fen, accepted_fen=accepted, reason=new.reason if new.amount_fen > accepted else "",
        recorded_at=now, recorded_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(bill)
    session.flush()
    assert bill.id is not None
    for quote in quotes:
        _cover(session, quote, bill.id)
    session.flush()
    use_up(session, new.once, now=now, result_id=bill.id)
    record_event(
        session, actor=actor, now=now, name="record_bill", subject="request", subject_id=request_id,
        data={
            "bill": bill.id, "bill_number": bill.number, "quotes": [one.id for one in quotes], "billed_on": billed_on,
            "billed_fen": bill.amount_fen, "accepted_fen": accepted,
        },
        words={"reason": bill.reason},
    )  # fmt: skip
    return bill


def _missing(request: ServiceRequest, quote: Quote) -> list[Missing]:
    if request.state is RequestState.MERGED:
        return [Missing(message(N_("the request that it was merged into: that one is billed")))]
    if quote.bill_id is not None:
        return [Missing(message(N_("a quote that isn't billed already")))]
    charge = charge_of_round(request.charge, request.round, quote.charge, quote.round)
    return missing_for_bill(charge, quote.state is QuoteState.ACCEPTED and quote.charge is charge)


def _ensure_unused(session: Session, number: str) -> None:
    """A withdrawn invoice keeps its number, as in the company's books."""
    if rows_by(session, Bill, "number", number):
        raise InvalidInput(N_("The invoice number {number} was recorded already."), field="bill_number", number=number)


def _cover(session: Session, quote: Quote, bill_id: int | None) -> None:
    quote.bill_id = bill_id
    quote.version += 1
    session.add(quote)


def _load_request_of(session: Session, bill_id: int) -> None:
    """Requests are locked first, as everywhere."""
    bill = session.get(Bill, bill_id)
    if bill is None:
        raise NotFound(N_("This does not exist."))
    load_request(session, bill.request_id)


def pay_bill(
    session: Session, *, actor: Actor, now: datetime, bill_id: int, paid_on: date, expected_version: int | None = None
) -> Bill:
    """The money came in on that day: before the bill's own where somebody paid ahead, never in the future."""
    _load_request_of(session, bill_id)
    with taking_step(
        session, BILL, Bill, bill_id, "pay_bill", actor=actor, now=now, expected_version=expected_version,
        told_of=_told_of,
    ) as work:  # fmt: skip
        work.row.paid_on = ensure_day(paid_on, field="paid_on", now=now)
        work.data |= {"bill": bill_id, "bill_number": work.row.number, "paid_on": paid_on}
        return work.row


def withdraw_bill(
    session: Session, *, actor: Actor, now: datetime, bill_id: int, reason: str, expected_version: int | None = None
) -> Bill:
    """A cancelled invoice, also one that was paid: what it covered may be billed again."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    _load_request_of(session, bill_id)
    with taking_step(
        session, BILL, Bill, bill_id, "withdraw_bill", actor=actor, now=now, expected_version=expected_version,
        reason=reason, told_of=_told_of,
    ) as work:  # fmt: skip
        work.row.withdrawn_at, work.row.withdrawn_reason = now, reason
        quotes = [one for one in rows_by(session, Quote, "request_id", work.row.request_id) if one.bill_id == bill_id]
        for quote in quotes:
            _cover(session, quote, None)
        work.data |= {"bill": bill_id, "bill_number": work.row.number, "quotes": [one.id for one in quotes]}
        return work.row


def _told_of(bill: Bill) -> tuple[str, int]:
    return "request", bill.request_id
