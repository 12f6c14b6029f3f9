"""Warranty: which days are inside, whose terms hold, and what is never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.errors import InvalidInput
from aftersales.rules.kinds import TermSource, WarrantyStatus
from aftersales.rules.months import add_months
from aftersales.rules.warranty import WarrantyTerms, decide_warranty

HANDOVER = date(2024, 1, 31)


def project(handover_on: date | None, months: int | None, source: TermSource = TermSource.PROJECT) -> WarrantyTerms:
    return WarrantyTerms(handover_on, months, source)


@pytest.mark.parametrize(
    ("received_on", "status", "days_left"),
    [
        (date(2024, 1, 30), WarrantyStatus.BEFORE_HANDOVER, 395),
        (date(2024, 1, 31), WarrantyStatus.IN, 394),
        (date(2024, 2, 1), WarrantyStatus.IN, 393),
        (date(2025, 2, 27), WarrantyStatus.IN, 1),
        (date(2025, 2, 28), WarrantyStatus.IN, 0),
        (date(2025, 3, 1), WarrantyStatus.OUT, -1),
    ],
)
def test_the_last_day_is_inside_and_the_next_is_not(received_on: date, status: WarrantyStatus, days_left: int) -> None:
    decision = decide_warranty(received_on=received_on, project=project(HANDOVER, 13))
    assert decision.result is status
    assert decision.ends_on == date(2025, 2, 28)
    assert decision.days_left == days_left
    assert decision.clauses == ()


def test_before_the_handover_counts_as_in_warranty_and_says_so() -> None:
    decision = decide_warranty(received_on=date(2024, 1, 1), project=project(HANDOVER, 12))
    assert decision.result.in_warranty is True
    assert "before the handover" in decision.facts[-1].key


@pytest.mark.parametrize("received_on", [date(2024, 1, 30), HANDOVER, date(2024, 2, 1)])
def test_zero_months_is_never_in_warranty(received_on: date) -> None:
    decision = decide_warranty(received_on=received_on, project=project(HANDOVER, 0))
    assert decision.result is WarrantyStatus.OUT
    assert decision.ends_on is None


@pytest.mark.parametrize("terms", [None, project(None, 12), project(HANDOVER, None), project(None, None)])
def test_what_is_missing_is_unknown_and_named_never_guessed(terms: WarrantyTerms | None) -> None:
    decision = decide_warranty(received_on=date(2024, 6, 1), project=terms)
    assert decision.result is WarrantyStatus.UNKNOWN
    assert decision.result.in_warranty is None
    assert (decision.ends_on, decision.days_left) == (None, None)
    missing = {fact.key for fact in decision.facts}
    assert ("No handover date is known." in missing) == (terms is None or terms.handover_on is None)
    assert ("No warranty months are known." in missing) == (terms is None or terms.months is None)


def test_the_signs_own_terms_win_field_by_field() -> None:
    sign = WarrantyTerms(date(2024, 6, 1), None, TermSource.SIGN)
    decision = decide_warranty(received_on=date(2026, 5, 31), sign=sign, project=project(HANDOVER, 24))
    assert decision.ends_on == date(2026, 6, 1)
    assert decision.terms == WarrantyTerms(date(2024, 6, 1), 24, TermSource.PROJECT)

    own = WarrantyTerms(None, 0, TermSource.SIGN)
    assert decide_warranty(received_on=HANDOVER, sign=own, project=project(HANDOVER, 24)).result is WarrantyStatus.OUT


@pytest.mark.parametrize("source", [TermSource.CONTRACT, TermSource.TENDER])
def test_a_contracts_or_tenders_term_cites_2a_only_where_it_was_used(source: TermSource) -> None:
    agreed = project(HANDOVER, 24, source)
    assert decide_warranty(received_on=HANDOVER, project=agreed).clauses == ("2a",)
    whole_sign = WarrantyTerms(HANDOVER, 12, TermSource.SIGN)
    assert decide_warranty(received_on=HANDOVER, sign=whole_sign, project=agreed).clauses == ()


@pytest.mark.parametrize(("months", "is_taken"), [(-1, False), (0, True), (1200, True), (1201, False)])
def test_months_run_from_0_to_1200(months: int, is_taken: bool) -> None:
    if is_taken:
        decide_warranty(received_on=HANDOVER, project=project(HANDOVER, months))
    else:
        with pytest.raises(InvalidInput):
            decide_warranty(received_on=HANDOVER, project=project(HANDOVER, months))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 1200), st.integers(-400, 400), st.integers(0, 1200))
def test_a_longer_warranty_never_ends_earlier(handover_on: date, months: int, shift: int, more: int) -> None:
    ends_on = add_months(handover_on, months)
    received_on = ends_on + timedelta(days=shift)
    decision = decide_warranty(received_on=received_on, project=project(handover_on, months))
    assert decision.result.in_warranty is (shift <= 0)
    if months + more <= 1200:
        longer = decide_warranty(received_on=received_on, project=project(handover_on, months + more))
        assert longer.result.in_warranty or not decision.result.in_warranty
