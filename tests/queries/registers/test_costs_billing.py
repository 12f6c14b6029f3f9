"""The costs register says how far the money of each line has come; on both databases."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from aftersales.models import Bearer, Dispatch, ServiceRequest
from aftersales.queries.registers.costs import COSTS
from aftersales.queries.registers.read import Selection, count_rows, list_rows
from aftersales.rules.bill import Billing
from aftersales.rules.kinds import Cause, Charge
from aftersales.services.bills import pay_bill
from aftersales.services.classify import change_charge
from aftersales.services.cost_lines import NewCost
from aftersales.services.report import file_report
from tests.builders import DAY, NOON, Firm
from tests.services.bill_deeds import TODAY, billed, charged, day_of

LABELS = ("Billing", "Invoice number", "Billed on", "Billed amount (yuan)", "Paid on")


def report(firm: Firm, request: ServiceRequest) -> None:
    """A line for the customer and a goodwill one of ours."""
    visit = firm.session.exec(
        select(Dispatch.id).where(Dispatch.request_id == request.id, col(Dispatch.arrived_at).is_not(None))
    ).one()
    costs = (
        NewCost(name="灯带", quantity_milli=1000, unit_fen=500, bearer=Bearer.CUSTOMER),
        NewCost(name="密封胶", quantity_milli=1000, unit_fen=100, bearer=Bearer.US),
    )
    new = firm.report_of(request, visit or 0, cause_found=Cause.CUSTOMER_USE, costs=costs)
    file_report(firm.session, actor=firm.dispatcher, now=TODAY, request_id=request.id or 0, new=new)


@pytest.fixture
def numbers(firm: Firm) -> dict[Billing, str]:
    found = {}
    for day, standing in enumerate((Billing.TO_QUOTE, Billing.TO_BILL, Billing.TO_PAY, Billing.PAID)):
        request, quote = charged(firm, at=NOON + day * DAY)
        report(firm, request)
        found[standing] = request.number
        if standing is Billing.TO_QUOTE:
            change_charge(
                firm.session, actor=firm.manager, now=TODAY, request_id=request.id or 0, charge=Charge.PAID, reason="核"
            )
        elif standing is not Billing.TO_BILL:
            bill = billed(firm, quote, bill_number=f"F-{day}", amount_fen=7_000)
            if standing is Billing.PAID:
                pay_bill(firm.session, actor=firm.business, now=TODAY, bill_id=bill.id or 0, paid_on=day_of(TODAY))
    firm.session.flush()
    return found


def test_each_line_says_how_far_its_money_has_come(firm: Firm, numbers: dict[Billing, str]) -> None:
    rows = list_rows(firm.session, firm.business, COSTS, Selection())
    places = [next(at for at, one in enumerate(COSTS.columns) if one.label == label) for label in LABELS]
    bearer = next(at for at, one in enumerate(COSTS.columns) if one.label == "Borne by")
    found = {(row.number, row.cells[bearer]): tuple(row.cells[at] for at in places) for row in rows}
    day, nothing = day_of(TODAY), (None, None, None, None)
    assert len(rows) == len(found) == 8
    told = {standing: found[number, Bearer.CUSTOMER] for standing, number in numbers.items()}
    assert told == {
        Billing.TO_QUOTE: (Billing.TO_QUOTE, *nothing),
        Billing.TO_BILL: (Billing.TO_BILL, *nothing),
        Billing.TO_PAY: (Billing.TO_PAY, "F-2", day, 7_000, None),
        Billing.PAID: (Billing.PAID, "F-3", day, 7_000, day),
    }
    assert {found[number, Bearer.US] for number in numbers.values()} == {(Billing.NOTHING, *nothing)}


@pytest.mark.parametrize("standing", list(Billing))
def test_the_filter_leaves_what_stands_so(firm: Firm, numbers: dict[Billing, str], standing: Billing) -> None:
    chosen = Selection(narrowed=(("billing", standing),))
    found = {row.number for row in list_rows(firm.session, firm.business, COSTS, chosen)}
    assert found == (set(numbers.values()) if standing is Billing.NOTHING else {numbers[standing]})
    assert count_rows(firm.session, firm.business, COSTS, chosen) == (4 if standing is Billing.NOTHING else 1)
