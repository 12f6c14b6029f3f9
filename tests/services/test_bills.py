"""Bills for work at cost or paid: recorded, paid, withdrawn, and what stands against them; on both databases."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from sqlmodel import col, select

from aftersales.errors import AftersalesError, ChangedMeanwhile, InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import Bill, Event, EventWords, Quote, QuoteState
from aftersales.queries.history import list_history
from aftersales.queries.request_view import get_request_view
from aftersales.rules.bill import LIVE_BILLS, BillState
from aftersales.rules.kinds import Charge
from aftersales.services.bills import NewBill, pay_bill, record_bill, withdraw_bill
from aftersales.services.classify import change_charge
from aftersales.services.close import reopen_request
from aftersales.services.respond import respond
from tests.builders import DAY, HOUR, NOON, Firm
from tests.services.bill_deeds import TODAY, billed, charged, day_of, new_bill, quoted


def record(firm: Firm, new: NewBill, request_id: int, **values: Any) -> Bill:
    usual = {"actor": firm.business, "now": TODAY, "request_id": request_id, "new": new}
    return record_bill(firm.session, **usual | values)


def events(firm: Firm, name: str) -> list[Event]:
    return list(firm.session.exec(select(Event).where(Event.name == name).order_by(col(Event.id))))


def test_a_bill_covers_its_quote_and_is_told_without_words_in_the_data(firm: Firm) -> None:
    request, quote = charged(firm)
    bill = billed(firm, quote)
    assert (bill.state, bill.amount_fen, bill.accepted_fen, quote.bill_id) == (BillState.BILLED, 8_000, 8_000, bill.id)
    told = events(firm, "record_bill")[0]
    assert (told.subject, told.subject_id) == ("request", request.id)
    assert told.data == {
        "bill": bill.id, "bill_number": "F-0001", "quotes": [quote.id], "billed_on": day_of(TODAY).isoformat(),
        "billed_fen": 8_000, "accepted_fen": 8_000,
    }  # fmt: skip
    pay_bill(firm.session, actor=firm.manager, now=TODAY, bill_id=bill.id or 0, paid_on=day_of(TODAY - DAY))
    assert (bill.state, bill.paid_on, bill.version) == (BillState.PAID, day_of(TODAY - DAY), 2)


def test_the_same_form_sent_twice_records_one_bill(firm: Firm) -> None:
    request, quote = charged(firm)
    new = new_bill(quote, once="form-1")
    assert record(firm, new, request.id or 0).id == record(firm, new, request.id or 0).id
    assert len(events(firm, "record_bill")) == 1


def test_free_work_has_no_bill(firm: Firm) -> None:
    request, quote = charged(firm)
    change_charge(
        firm.session, actor=firm.manager, now=TODAY, request_id=request.id, charge=Charge.FREE, reason="客户关系"
    )
    with pytest.raises(RuleBroken) as refusal:
        record(firm, new_bill(quote), request.id or 0)
    assert refusal.value.clause == "4(5)"
    assert quote.bill_id is None


def test_no_bill_without_an_accepted_quote(firm: Firm) -> None:
    request, first = charged(firm, is_done=False)
    declined = quoted(firm, request, at=NOON + 5 * HOUR, accepted=False)
    with pytest.raises(RuleBroken) as refusal:
        record(firm, new_bill(declined), request.id or 0)
    assert refusal.value.clause == "1.4b"
    change_charge(
        firm.session, actor=firm.manager, now=TODAY, request_id=request.id, charge=Charge.PAID, reason="已过保"
    )
    with pytest.raises(RuleBroken) as refusal:  # accepted, but for another charge
        record(firm, new_bill(first), request.id or 0)
    assert refusal.value.clause == "3(2)"


def test_never_more_than_accepted_without_a_reason_that_is_kept(firm: Firm) -> None:
    request, quote = charged(firm)
    with pytest.raises(RuleBroken) as refusal:
        record(firm, new_bill(quote, amount_fen=8_001), request.id or 0)
    assert refusal.value.clause == "4(5)"
    bill = record(firm, new_bill(quote, amount_fen=8_001, reason="王芳电话同意加换一只灯"), request.id or 0)
    words = firm.session.get_one(EventWords, events(firm, "record_bill")[0].id).words
    assert words == {"reason": "王芳电话同意加换一只灯"}
    assert (bill.amount_fen, bill.accepted_fen) == (8_001, 8_000)


def test_less_than_accepted_needs_no_reason_and_keeps_none(firm: Firm) -> None:
    _, quote = charged(firm)
    assert billed(firm, quote, amount_fen=7_999, reason="抹零").reason == ""


@pytest.mark.parametrize("amount", [0, -1, 10_000_000_001])
def test_an_amount_that_can_only_be_a_slip_is_refused(amount: int) -> None:
    with pytest.raises(InvalidInput):
        NewBill(quote_ids=(1,), bill_number="F", billed_on=day_of(TODAY), amount_fen=amount)


def test_a_quote_is_billed_once_and_a_number_given_once(firm: Firm) -> None:
    _, quote = charged(firm)
    billed(firm, quote)
    with pytest.raises(RuleBroken):
        billed(firm, quote, bill_number="F-0002")
    _, other = charged(firm, at=NOON + DAY)
    with pytest.raises(InvalidInput) as refusal:
        billed(firm, other)
    assert refusal.value.field == "bill_number"


def test_a_quote_of_another_request_is_not_found(firm: Firm) -> None:
    request, _ = charged(firm)
    _, other = charged(firm, at=NOON + DAY)
    with pytest.raises(NotFound):
        record(firm, new_bill(other), request.id or 0)


def test_days_that_cannot_be_are_refused(firm: Firm) -> None:
    _, quote = charged(firm)
    for day in (day_of(TODAY + DAY), day_of(NOON - DAY)):  # to come, and before the customer accepted
        with pytest.raises(InvalidInput):
            billed(firm, quote, billed_on=day)
    bill = billed(firm, quote)
    with pytest.raises(InvalidInput):
        pay_bill(firm.session, actor=firm.business, now=TODAY, bill_id=bill.id or 0, paid_on=day_of(TODAY + DAY))


def test_a_withdrawn_bill_lets_a_new_one_follow(firm: Firm) -> None:
    _, quote = charged(firm)
    bill = billed(firm, quote)
    with pytest.raises(InvalidInput):
        withdraw_bill(firm.session, actor=firm.business, now=TODAY, bill_id=bill.id or 0, reason=" ")
    withdraw_bill(firm.session, actor=firm.business, now=TODAY, bill_id=bill.id or 0, reason="抬头有误")
    assert (bill.state, bill.withdrawn_reason, quote.bill_id) == (BillState.WITHDRAWN, "抬头有误", None)
    with pytest.raises(RuleBroken):
        pay_bill(firm.session, actor=firm.business, now=TODAY, bill_id=bill.id or 0, paid_on=day_of(TODAY))
    with pytest.raises(InvalidInput):  # the number stays in the books
        billed(firm, quote)
    assert quote.bill_id is None
    assert billed(firm, quote, bill_number="F-0002").id == quote.bill_id


def test_a_paid_bill_can_be_withdrawn_and_one_bill_covers_several_quotes(firm: Firm) -> None:
    request, quote = charged(firm, is_done=False)
    more = quoted(firm, request, at=NOON + 5 * HOUR, quantity=500)
    bill = record(firm, new_bill(quote, more), request.id or 0)
    assert (bill.amount_fen, quote.bill_id, more.bill_id) == (12_000, bill.id, bill.id)
    pay_bill(firm.session, actor=firm.business, now=TODAY, bill_id=bill.id or 0, paid_on=day_of(TODAY))
    withdraw_bill(firm.session, actor=firm.business, now=TODAY, bill_id=bill.id or 0, reason="退款")
    assert (quote.bill_id, more.bill_id) == (None, None)


def test_who_looked_before_somebody_else_changed_it_overwrites_nothing(firm: Firm) -> None:
    _, quote = charged(firm)
    bill = billed(firm, quote)
    seen = bill.version
    pay_bill(firm.session, actor=firm.business, now=TODAY, bill_id=bill.id or 0, paid_on=day_of(TODAY))
    with pytest.raises(ChangedMeanwhile):
        withdraw_bill(
            firm.session, actor=firm.manager, now=TODAY, bill_id=bill.id or 0, reason="x", expected_version=seen
        )


def test_an_earlier_round_is_billed_as_it_was_quoted(firm: Firm) -> None:
    request, quote = charged(firm)
    reopen_request(firm.session, actor=firm.hotline, now=NOON + DAY, request_id=request.id, reason="又坏了")
    respond(firm.session, actor=firm.hotline, now=NOON + DAY + HOUR, request_id=request.id)
    change_charge(
        firm.session, actor=firm.manager, now=NOON + 2 * DAY, request_id=request.id, charge=Charge.FREE, reason="返修"
    )
    assert billed(firm, quote).id == quote.bill_id


def test_technicians_neither_see_nor_record_a_bill(firm: Firm) -> None:
    request, quote = charged(firm)
    for person in (firm.technician, firm.hotline, firm.dispatcher, firm.office, firm.leadership):
        with pytest.raises(NotAllowed):
            record(firm, new_bill(quote), request.id or 0, actor=person)
    billed(firm, quote)
    for person, sees in ((firm.technician, False), (firm.hotline, False), (firm.business, True)):
        view = get_request_view(firm.session, person, request.number, now=TODAY)
        assert (bool(view.bills), [one.number for one in view.bills or ()]) == (sees, ["F-0001"] if sees else [])
        names = {event.name for event in list_history(firm.session, person, request.id or 0)}
        assert ("record_bill" in names) is sees


def test_in_any_order_a_live_bill_covers_quotes_and_no_other_does(firm: Firm) -> None:
    """Steps drawn by chance; after each one the rows agree with each other, and each change has its event."""
    chance, done = Random("bills"), 0
    made = [charged(firm, at=NOON + day * DAY) for day in range(3)]
    for turn in range(200):
        request, _ = chance.choice(made)
        bills = firm.session.exec(select(Bill).where(Bill.request_id == request.id)).all()
        quotes = firm.session.exec(select(Quote).where(Quote.request_id == request.id)).all()[-4:]
        before = len(events(firm, "record_bill")) + len(events(firm, "pay_bill")) + len(events(firm, "withdraw_bill"))
        step = chance.choice(("bill", "bill", "bill", "pay", "withdraw", "quote", "quote", "charge"))
        try:
            if step == "bill":
                chosen = chance.sample(list(quotes), k=min(len(quotes), chance.randint(1, 2)))
                new = new_bill(*chosen, bill_number=f"N{turn}", amount_fen=chance.choice((100, 8_000, 20_000)))
                record(firm, new, request.id or 0)
            elif step == "quote":
                quoted(firm, request, at=TODAY, accepted=chance.random() < 0.7)
            elif step == "charge":
                charge = chance.choice((Charge.FREE, Charge.AT_COST, Charge.AT_COST, Charge.AT_COST))
                change_charge(
                    firm.session, actor=firm.manager, now=TODAY, request_id=request.id, charge=charge, reason="核对"
                )
            elif bills:
                common: Any = {"actor": firm.business, "now": TODAY, "bill_id": chance.choice(bills).id}
                if step == "pay":
                    pay_bill(firm.session, paid_on=day_of(TODAY), **common)
                else:
                    withdraw_bill(firm.session, reason="作废", **common)
        except AftersalesError:
            continue
        after = len(events(firm, "record_bill")) + len(events(firm, "pay_bill")) + len(events(firm, "withdraw_bill"))
        assert after == before + (step in ("bill", "pay", "withdraw") and (step == "bill" or bool(bills)))
        done += after - before
        agree(firm)
    assert done > 15


def agree(firm: Firm) -> None:
    covered: dict[int | None, int] = {}
    for quote in firm.session.exec(select(Quote)):
        covered[quote.bill_id] = covered.get(quote.bill_id, 0) + quote.total_fen
        assert quote.bill_id is None or quote.state is QuoteState.ACCEPTED
    for bill in firm.session.exec(select(Bill)):
        assert (bill.id in covered) is (bill.state in LIVE_BILLS)
        assert (bill.paid_on is not None) or bill.state is not BillState.PAID
        assert bill.amount_fen <= bill.accepted_fen
        if bill.id in covered:
            assert covered[bill.id] == bill.accepted_fen
