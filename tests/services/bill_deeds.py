"""The deeds of bills, and the accepted quotes that they are recorded for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from aftersales.config import service_zone
from aftersales.models import Bill, Quote, ServiceRequest
from aftersales.rules.kinds import Cause
from aftersales.rules.roles import SYSTEM, Action
from aftersales.services import bills
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.visit import finish, record_finding
from tests.builders import DAY, HOUR, NOON, Firm, new_sign

TODAY = NOON + 40 * DAY


def quoted(firm: Firm, request: ServiceRequest, *, at: datetime, accepted: bool = True, quantity: int = 1000) -> Quote:
    """A quote for the request; 80 yuan at cost or 120 paid for each thousand."""
    line = NewLine(price_item_id=firm.price_id, quantity_milli=quantity)
    quote = make_quote(firm.session, actor=firm.manager, now=at, request_id=request.id, new=NewQuote(lines=(line,)))
    answer_quote(
        firm.session, actor=firm.hotline, now=at, quote_id=quote.id or 0, accepted=accepted, answered_by="王芳"
    )
    return quote


def charged(firm: Firm, *, at: datetime = NOON, is_done: bool = True, **values: Any) -> tuple[ServiceRequest, Quote]:
    """Work at cost whose quote of 80 yuan is accepted; done four hours after `at`."""
    request = firm.on_site(at=at, **{"sign_id": new_sign(firm.session, firm).id} | values)
    record_finding(
        firm.session, actor=firm.technician, now=at + 3 * HOUR, request_id=request.id, cause=Cause.CUSTOMER_USE,
        fault=request.fault,
    )  # fmt: skip
    quote = quoted(firm, request, at=at + 3 * HOUR)
    if is_done:
        finish(firm.session, actor=firm.technician, now=at + 4 * HOUR, request_id=request.id)
    return request, quote


def day_of(moment: datetime) -> date:
    return moment.astimezone(service_zone()).date()


def new_bill(*quotes: Quote, at: datetime = TODAY, **values: Any) -> bills.NewBill:
    usual = {
        "quote_ids": tuple(one.id for one in quotes), "bill_number": "F-0001", "billed_on": day_of(at),
        "amount_fen": sum(one.total_fen for one in quotes),
    }  # fmt: skip
    return bills.NewBill(**usual | values)


def billed(firm: Firm, quote: Quote, *, at: datetime = TODAY, **values: Any) -> Bill:
    return bills.record_bill(
        firm.session, actor=firm.business, now=at, request_id=quote.request_id, new=new_bill(quote, at=at, **values)
    )


def set_bills(firm: Firm) -> dict[str, int]:
    """A quote to bill, and a bill to be paid."""
    request, quote = charged(firm, at=NOON + 30 * DAY)
    _, other = charged(firm, at=NOON + 31 * DAY)
    bill = bills.record_bill(
        firm.session, actor=SYSTEM, now=TODAY, request_id=other.request_id, new=new_bill(other, bill_number="F-0000")
    )
    return {"to_bill": request.id or 0, "to_bill_quote": quote.id or 0, "bill": bill.id or 0}


def _record(scene: Any, actor: Any) -> Any:
    new = new_bill(scene.session.get_one(Quote, scene.ids["to_bill_quote"]))
    return bills.record_bill(scene.session, actor=actor, now=TODAY, request_id=scene.ids["to_bill"], new=new)


def _on_bill(function: Any, **values: Any) -> Callable[[Any, Any], Any]:
    return lambda scene, actor: function(
        scene.session, actor=actor, now=TODAY, bill_id=scene.ids["bill"], **values | scene.said
    )


BILL_DEEDS: dict[str, tuple[Action, Callable[[Any, Any], Any]]] = {
    "bills.record_bill": (Action.BILL, _record),
    "bills.pay_bill": (Action.BILL, _on_bill(bills.pay_bill, paid_on=day_of(TODAY))),
    "bills.withdraw_bill": (Action.BILL, _on_bill(bills.withdraw_bill, reason="抬头有误")),
}
BILL_WORDS = (("bills.withdraw_bill", "reason", 400),)
