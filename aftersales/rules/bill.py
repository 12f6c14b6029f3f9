"""The bill for work at cost or paid: recorded, paid, or withdrawn; and how far the money of a request has come."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from aftersales.rules.kinds import Charge
from aftersales.rules.message import N_, Money, message
from aftersales.rules.roles import Action
from aftersales.rules.workflow import Missing, Step, Workflow

# From the day that the work is done and its quote accepted. Decided: a week is time for the report and the customer's
# survey to come in, and a bill that follows later is questioned more often than one that follows at once.
BILL_WITHIN = timedelta(days=7)


class BillState(StrEnum):
    BILLED = "billed"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class Billing(StrEnum):
    """How far the money for one piece of work has come."""

    NOTHING = "nothing"  # ours to bear, or who pays isn't decided
    TO_QUOTE = "to_quote"
    TO_BILL = "to_bill"
    TO_PAY = "to_pay"
    PAID = "paid"


CHARGED = (Charge.AT_COST, Charge.PAID)
LIVE_BILLS = (BillState.BILLED, BillState.PAID)


def charge_of_round(charge: Charge, present_round: int, quoted: Charge, quoted_round: int) -> Charge:
    """By which charge a quote is billed: as it is decided now, or, of an earlier round, as it was quoted."""
    return charge if quoted_round == present_round else quoted


def missing_for_amount(amount_fen: int, accepted_fen: int, reason: str) -> list[Missing]:
    """Never more than the customer accepted, unless it is said why (4(5)). Less may be billed at any time."""
    if amount_fen <= accepted_fen or reason.strip():
        return []
    return [
        Missing(message(N_("a reason: the customer accepted {amount} and no more"), amount=Money(accepted_fen)), "4(5)")
    ]


B = BillState
BILL: Workflow[BillState] = Workflow(
    name="bill",
    initial=B.BILLED,
    final=frozenset({B.WITHDRAWN}),
    labels={
        B.BILLED: N_("Billed, not paid yet"),
        B.PAID: N_("Bill paid"),
        B.WITHDRAWN: N_("Bill withdrawn"),
    },
    steps=(
        Step("pay_bill", N_("Record the payment"), Action.BILL, {B.BILLED: B.PAID}),
        # A paid one too: a refund, or a payment that was written to the wrong bill.
        Step(
            "withdraw_bill", N_("Withdraw the bill"), Action.BILL, {B.BILLED: B.WITHDRAWN, B.PAID: B.WITHDRAWN},
            reason_needed=True,
        ),
    ),
)  # fmt: skip
