"""What waits to be quoted, billed and paid, against sums made directly in SQL; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from aftersales.errors import NotAllowed
from aftersales.models import Bearer, Dispatch
from aftersales.queries.bills_due import BILLS_DUE
from aftersales.queries.due_records import list_due_records
from aftersales.queries.figures.billing import Stage, count_billing, list_billing
from aftersales.queries.figures.open_now import count_open
from aftersales.queries.where import Where
from aftersales.rules.bill import BILL_WITHIN
from aftersales.rules.kinds import Cause, Charge
from aftersales.services.bills import pay_bill, withdraw_bill
from aftersales.services.classify import change_charge
from aftersales.services.close import cancel_request, reopen_request
from aftersales.services.cost_lines import NewCost
from aftersales.services.report import file_report
from aftersales.services.respond import respond
from aftersales.services.visit import finish, leave_half_done
from tests.builders import DAY, HOUR, NOON, Firm, new_sign
from tests.services.bill_deeds import TODAY, billed, charged, day_of, quoted
from tests.services.conftest import firm

__all__ = ["firm"]
S = Stage


def report(firm: Firm, request: Any, at: Any, fen: int, bearer: Bearer = Bearer.CUSTOMER) -> None:
    been = select(Dispatch.id).where(Dispatch.request_id == request.id, col(Dispatch.arrived_at).is_not(None))
    line = NewCost(name="灯带", quantity_milli=1000, unit_fen=fen, bearer=bearer)
    new = firm.report_of(
        request, firm.session.exec(been).one() or 0, cause_found=Cause.CUSTOMER_USE, costs=(line,),
        left_to_do="补做" if request.finished_at is None else "",
    )  # fmt: skip
    file_report(firm.session, actor=firm.dispatcher, now=at, request_id=request.id, new=new)


@pytest.fixture
def books(firm: Firm) -> Firm:
    """Something at every stage, and beside it what may not be counted."""
    sign = new_sign(firm.session, firm)
    # Not quoted: the charge was decided after the work; and a half-done visit whose costs the customer bears.
    late = firm.done(at=NOON + DAY, sign_id=sign.id)
    change_charge(
        firm.session, actor=firm.manager, now=NOON + 2 * DAY, request_id=late.id, charge=Charge.AT_COST, reason="核对"
    )
    report(firm, late, NOON + 2 * DAY, 12_345)
    half, _ = charged(firm, at=NOON + 3 * DAY, is_done=False)
    change_charge(
        firm.session, actor=firm.manager, now=NOON + 3 * DAY + 4 * HOUR, request_id=half.id, charge=Charge.PAID,
        reason="合同另有约定",
    )  # fmt: skip
    leave_half_done(
        firm.session, actor=firm.technician, now=NOON + 3 * DAY + 5 * HOUR, request_id=half.id, missing="缺"
    )
    report(firm, half, NOON + 3 * DAY + 6 * HOUR, 700)
    # The same, but cancelled, and one without any cost yet: neither asks for a quote.
    gone, _ = charged(firm, at=NOON + 4 * DAY, is_done=False)
    leave_half_done(
        firm.session, actor=firm.technician, now=NOON + 4 * DAY + 5 * HOUR, request_id=gone.id, missing="缺"
    )
    report(firm, gone, NOON + 4 * DAY + 6 * HOUR, 900)
    cancel_request(firm.session, actor=firm.hotline, now=NOON + 5 * DAY, request_id=gone.id, reason="不修了")
    firm.accepted(at=NOON + 5 * DAY, cause=Cause.CUSTOMER_USE, sign_id=sign.id)
    # To bill: done and accepted, with a second quote; a first round that was opened again; a withdrawn bill.
    more, _ = charged(firm, at=NOON + 6 * DAY, is_done=False)
    quoted(firm, more, at=NOON + 6 * DAY + 3 * HOUR, quantity=2500)
    finish(firm.session, actor=firm.technician, now=NOON + 6 * DAY + 4 * HOUR, request_id=more.id)
    again, _ = charged(firm, at=NOON + 7 * DAY)
    reopen_request(firm.session, actor=firm.hotline, now=NOON + 8 * DAY, request_id=again.id, reason="又坏了")
    respond(firm.session, actor=firm.hotline, now=NOON + 8 * DAY + HOUR, request_id=again.id)
    quoted(firm, again, at=NOON + 8 * DAY + 2 * HOUR)  # and this one's work isn't done
    _, back = charged(firm, at=NOON + 9 * DAY)
    wrong = billed(firm, back, bill_number="F-1")
    withdraw_bill(firm.session, actor=firm.business, now=TODAY, bill_id=wrong.id or 0, reason="抬头有误")
    charged(firm, at=NOON + 10 * DAY, is_done=False)  # accepted, but not done
    # To pay, and paid.
    billed(firm, charged(firm, at=NOON + 11 * DAY)[1], bill_number="F-2", amount_fen=7_000)
    paid = billed(firm, charged(firm, at=NOON + 12 * DAY)[1], bill_number="F-3")
    pay_bill(firm.session, actor=firm.business, now=TODAY, bill_id=paid.id or 0, paid_on=day_of(TODAY))
    firm.now = TODAY
    firm.session.flush()
    return firm


# Written from the definitions, in another way than the product does.
DIRECT = {
    S.TO_QUOTE: """
        SELECT count(*), coalesce(sum(costs), 0) FROM (
          SELECT r.id, r.finished_at, (
            SELECT coalesce(sum(l.total_fen), 0) FROM cost_line l JOIN service_report p ON p.id = l.report_id
            JOIN dispatch v ON v.id = p.dispatch_id
            WHERE v.request_id = r.id AND v.round = r.round AND l.bearer = 'customer') AS costs
          FROM service_request r LEFT JOIN quote q ON q.request_id = r.id AND q.round = r.round
            AND q.state = 'accepted' AND q.charge = r.charge
          WHERE r.charge IN ('at_cost', 'paid') AND r.state NOT IN ('cancelled', 'merged') AND q.id IS NULL
            AND r.kind IN ('repair', 'maintenance', 'inspection')) AS found
        WHERE finished_at IS NOT NULL OR costs > 0""",
    S.TO_BILL: """
        SELECT count(*), coalesce(sum(q.total_fen), 0) FROM quote q JOIN service_request r ON r.id = q.request_id
        WHERE q.state = 'accepted' AND r.state NOT IN ('cancelled', 'merged')
          AND q.id NOT IN (SELECT c.id FROM quote c JOIN bill b ON b.id = c.bill_id WHERE b.state <> 'withdrawn')
          AND ((q.round = r.round AND q.charge = r.charge AND r.finished_at IS NOT NULL)
            OR EXISTS (SELECT 1 FROM request_round o WHERE o.request_id = r.id AND o.round = q.round
                       AND o.round < r.round AND o.finished_at IS NOT NULL))""",
    S.TO_PAY: "SELECT count(*), coalesce(sum(amount_fen), 0) FROM bill WHERE paid_on IS NULL AND withdrawn_at IS NULL",
}
KNOWN = {S.TO_QUOTE: (2, 13_045), S.TO_BILL: (4, 8_000 + 20_000 + 8_000 + 8_000), S.TO_PAY: (1, 7_000)}


@pytest.mark.parametrize("stage", list(Stage))
def test_the_sums_are_those_of_the_rows(books: Firm, stage: Stage) -> None:
    found = count_billing(books.session, books.leadership)[stage]
    count, total = books.session.connection().execute(text(DIRECT[stage])).one()
    assert (found.count, found.total_fen) == (int(count), int(total)) == KNOWN[stage]


@pytest.mark.parametrize("stage", list(Stage))
def test_each_number_opens_its_rows(books: Firm, stage: Stage) -> None:
    found, rows = (
        count_billing(books.session, books.leadership)[stage],
        list_billing(books.session, books.manager, stage),
    )
    assert (len(rows), sum(row.amount_fen for row in rows)) == (found.count, found.total_fen)
    assert [row.since for row in rows] == sorted(row.since for row in rows)
    assert {row.bill for row in rows} == ({"F-2"} if stage is Stage.TO_PAY else {""})


def test_they_are_looked_at_by_place(books: Firm) -> None:
    here, elsewhere = Where(office_id=books.office_id), Where(office_id=books.office_id + 1)
    assert count_billing(books.session, books.manager, where=here) == count_billing(books.session, books.manager)
    assert {one.count for one in count_billing(books.session, books.manager, where=elsewhere).values()} == {0}
    assert list_billing(books.session, books.manager, Stage.TO_BILL, where=elsewhere) == []
    open_now = count_open(books.session, books.leadership, now=books.now)  # what leadership's page reads
    assert open_now.billing == count_billing(books.session, books.leadership)


def test_who_sees_no_figures_counts_no_money(books: Firm) -> None:
    for person in (books.technician, books.hotline, books.office, books.administrator):
        with pytest.raises(NotAllowed):
            count_billing(books.session, person)
        with pytest.raises(NotAllowed):
            list_billing(books.session, person, Stage.TO_PAY)


def test_what_is_not_billed_after_a_week_stands_on_todays_list_once_a_request(firm: Firm) -> None:
    request, _ = charged(firm, is_done=False)
    quoted(firm, request, at=NOON + 3 * HOUR)
    done_at = NOON + 4 * HOUR
    finish(firm.session, actor=firm.technician, now=done_at, request_id=request.id)
    due_at = done_at + BILL_WITHIN

    def due(actor: Any, now: Any) -> list[tuple[str, Any]]:
        found = list_due_records(firm.session, actor, now=now, sources=BILLS_DUE)
        return [(row.key, row.due_at) for row in found.rows]

    assert due(firm.business, due_at) == []
    late = due_at + timedelta(seconds=1)
    for person, sees in ((firm.business, True), (firm.manager, True), (firm.hotline, False), (firm.technician, False)):
        assert due(person, late) == ([(request.number, due_at)] if sees else []), person
