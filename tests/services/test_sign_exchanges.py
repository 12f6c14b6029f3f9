"""An exchange in a sign's history, and the warranty that the new one has (3(1), 2a)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput
from aftersales.models import SignExchange, TermName
from aftersales.rules.kinds import TermSource, WarrantyStatus
from aftersales.rules.months import add_months
from aftersales.rules.product_return import Outcome
from aftersales.rules.warranty import WarrantyTerms, decide_warranty
from aftersales.services.decisions import load_place, warranty_of
from aftersales.services.set_terms import NewTerm, set_term
from tests.builders import DAY, NOON, Firm
from tests.returns_desk import closed, shipped

ARRIVED = (NOON + 7 * DAY).date()


def with_term(firm: Firm, months: int, *, from_at: datetime = NOON) -> None:
    new = NewTerm(name=TermName.EXCHANGE_MONTHS, value={"months": months}, quote="更换部件另保", from_at=from_at)
    set_term(firm.session, actor=firm.manager, now=NOON, project_id=firm.project.id or 0, new=new)


def handed_over(firm: Firm, on: date, months: int) -> None:
    firm.sign.handover_on, firm.sign.warranty_months = on, months
    firm.session.add(firm.sign)
    firm.session.flush()


def exchange_of(firm: Firm) -> SignExchange:
    firm.session.flush()
    return firm.session.exec(select(SignExchange)).one()


def ends_on(firm: Firm, at: datetime) -> date | None:
    place = load_place(firm.session, customer_id=None, sign_id=firm.sign.id)
    return warranty_of(place, at).ends_on


def test_without_a_term_the_new_one_carries_on_the_rest(firm: Firm) -> None:
    handed_over(firm, date(2025, 6, 1), 12)
    closed(firm, is_whole=True, quantity=1)
    made = exchange_of(firm)
    assert (made.exchanged_on, made.months, made.ends_on) == (ARRIVED, None, date(2026, 6, 1))
    assert (made.old_serials, made.new_serials) == ("A1, A2", "B1")
    assert ends_on(firm, NOON + 30 * DAY) == date(2026, 6, 1)


def test_by_the_contract_it_has_months_of_its_own(firm: Firm) -> None:
    handed_over(firm, date(2025, 6, 1), 12)
    with_term(firm, 12)
    closed(firm, is_whole=True, quantity=1)
    own_end = add_months(ARRIVED, 12)
    assert exchange_of(firm).ends_on == own_end
    assert ends_on(firm, NOON + 30 * DAY) == own_end
    assert ends_on(firm, NOON) == date(2026, 6, 1)  # what was received before keeps what held


def test_its_own_months_never_shorten_the_old_warranty(firm: Firm) -> None:
    handed_over(firm, date(2026, 1, 1), 24)
    with_term(firm, 3)
    closed(firm, is_whole=True, quantity=1)
    made = exchange_of(firm)
    assert (made.months, made.ends_on) == (None, date(2028, 1, 1))
    assert firm.sign.exchanged_on is None


def test_a_parts_own_months_stand_in_the_history_and_leave_the_sign_alone(firm: Firm) -> None:
    handed_over(firm, date(2025, 6, 1), 12)
    with_term(firm, 12)
    closed(firm, quantity=3)
    made = exchange_of(firm)
    assert (made.is_whole, made.quantity, made.ends_on) == (False, 3, add_months(ARRIVED, 12))
    assert ends_on(firm, NOON + 30 * DAY) == date(2026, 6, 1)


def test_a_term_from_later_on_does_not_hold_yet(firm: Firm) -> None:
    handed_over(firm, date(2025, 6, 1), 12)
    with_term(firm, 12, from_at=NOON + 30 * DAY)
    closed(firm, is_whole=True, quantity=1)
    assert exchange_of(firm).months is None


def test_a_repair_is_no_exchange(firm: Firm) -> None:
    closed(firm, shipped(firm, outcome=Outcome.REPAIR))
    assert list(firm.session.exec(select(SignExchange))) == []


@pytest.mark.parametrize("months", [0, 1201, True, "12"])
def test_months_that_are_none_are_refused(firm: Firm, months: object) -> None:
    with pytest.raises(InvalidInput):
        set_term(
            firm.session, actor=firm.manager, now=NOON, project_id=firm.project.id or 0,
            new=NewTerm(name=TermName.EXCHANGE_MONTHS, value={"months": months}, from_at=NOON),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "status"),
    [(-1, WarrantyStatus.OUT), (0, WarrantyStatus.IN), (365, WarrantyStatus.IN), (366, WarrantyStatus.OUT)],
)
def test_the_months_count_from_the_exchange(days: int, status: WarrantyStatus) -> None:
    on = date(2025, 3, 1)
    decision = decide_warranty(
        received_on=on + timedelta(days=days),
        project=WarrantyTerms(date(2020, 1, 1), 12, TermSource.CONTRACT),
        exchange=WarrantyTerms(on, 12, TermSource.CONTRACT),
    )
    assert decision.result is status
    assert ("3(1)" in decision.clauses) is (days >= 0)
