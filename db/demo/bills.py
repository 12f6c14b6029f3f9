"""The demo company's bills: most follow the work within days and are paid within weeks; some wait, some are late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from aftersales.clock import local_day
from aftersales.models import Bill, Quote, QuoteState, ServiceRequest
from aftersales.rules.bill import charge_of_round
from aftersales.services.bills import NewBill, pay_bill, record_bill, withdraw_bill
from aftersales.services.rows import rows_by
from db.demo.desk import Desk, by_day

FORGOTTEN = timedelta(days=45)  # of the last weeks, some are not billed yet
MORE = "现场加换一只变压器，客户在报告单上签字同意"
WITHDRAWN = ("抬头写错，重开", "税号有误，重开", "客户要求改开为电子发票")


def live_bill(desk: Desk, request_id: int) -> Iterator[datetime]:
    """From the finished work to the money, if there is something to charge."""
    quotes = _to_bill(desk, request_id)
    if not quotes:
        return
    chance = Random(f"bill {quotes[0].id}")
    fate = chance.random()
    if fate < 0.12 and desk.ends_at - desk.now < FORGOTTEN:
        return
    days = chance.randint(8, 20) if fate < 0.2 else chance.randint(1, 6)
    yield by_day(desk.now + timedelta(days=days, minutes=chance.randint(1, 300)), from_hour=9, to_hour=18)
    quotes = _to_bill(desk, request_id)  # the charge may have changed since, or the request been opened again
    if not quotes:
        return
    bill = _record(desk, request_id, quotes, chance)
    if chance.random() < 0.03:
        yield by_day(desk.now + timedelta(days=1, minutes=chance.randint(1, 200)))
        withdraw_bill(
            desk.session, actor=desk.firm.business, now=desk.now, bill_id=bill.id or 0, reason=chance.choice(WITHDRAWN)
        )
        yield desk.now + timedelta(minutes=chance.randint(5, 40))
        bill = _record(desk, request_id, quotes, chance)
    wait = chance.randint(50, 120) if chance.random() < 0.07 else chance.randint(4, 38)
    yield by_day(desk.now + timedelta(days=wait, minutes=chance.randint(1, 300)))
    today = local_day(desk.now)
    pay_bill(desk.session, actor=desk.firm.business, now=desk.now, bill_id=bill.id or 0, paid_on=today)


def _to_bill(desk: Desk, request_id: int) -> list[Quote]:
    request = desk.session.get_one(ServiceRequest, request_id)
    return [
        quote
        for quote in rows_by(desk.session, Quote, "request_id", request_id)
        if quote.state is QuoteState.ACCEPTED
        and quote.bill_id is None
        and quote.charge is charge_of_round(request.charge, request.round, quote.charge, quote.round)
    ]


def _record(desk: Desk, request_id: int, quotes: list[Quote], chance: Random) -> Bill:
    """Usually what was accepted; now and then without its odd yuan, seldom more."""
    desk.billed += 1
    accepted, fate, reason = sum(quote.total_fen for quote in quotes), chance.random(), ""
    amount = accepted
    if fate < 0.06 and accepted > 10_000:
        amount = accepted - accepted % 10_000
    elif fate > 0.99:
        amount, reason = accepted + 6_800, MORE
    day = local_day(desk.now)
    new = NewBill(
        quote_ids=tuple(quote.id or 0 for quote in quotes), bill_number=f"{day:%y}312000{desk.billed:012d}",
        billed_on=day, amount_fen=amount, reason=reason,
    )  # fmt: skip
    return record_bill(desk.session, actor=desk.firm.business, now=desk.now, request_id=request_id, new=new)
