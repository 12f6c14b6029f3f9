"""The bill's gate and the survey's."""

from datetime import UTC, datetime, timedelta

import pytest

from aftersales.rules.gates import is_survey_settled, missing_for_bill, unanswered_from
from aftersales.rules.kinds import Charge

FIRST = datetime(2026, 11, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("charge", "has_quote", "clauses"),
    [
        (Charge.PAID, True, []),
        (Charge.PAID, False, ["3(2)"]),
        (Charge.AT_COST, True, []),
        (Charge.AT_COST, False, ["1.4b"]),
        (Charge.UNDECIDED, True, ["3(2)"]),
        (Charge.FREE, True, ["4(5)"]),
    ],
)
def test_a_bill_needs_a_charge_and_an_accepted_quote(charge: Charge, has_quote: bool, clauses: list[str]) -> None:
    assert [missing.clause for missing in missing_for_bill(charge, has_quote)] == clauses


def settled(*asks: datetime, now: datetime, set_asks: int = 2) -> bool:
    return is_survey_settled(answered=False, refused=False, asks=asks, now=now, set_asks=set_asks)


def test_an_answer_or_a_refusal_settles_the_survey_at_once() -> None:
    assert is_survey_settled(answered=True, refused=False, asks=(), now=FIRST)
    assert is_survey_settled(answered=False, refused=True, asks=(), now=FIRST)
    assert not is_survey_settled(answered=False, refused=False, asks=(), now=FIRST)


@pytest.mark.parametrize(("shift", "is_settled"), [(-SECOND, False), (SECOND * 0, True), (SECOND, True)])
def test_unanswered_it_is_settled_a_day_after_the_second_ask(shift: timedelta, is_settled: bool) -> None:
    assert settled(FIRST, FIRST + DAY, now=FIRST + 2 * DAY + shift) is is_settled


@pytest.mark.parametrize(("shift", "is_settled"), [(-SECOND, False), (SECOND * 0, True), (SECOND, True)])
def test_asks_less_than_a_day_apart_are_one(shift: timedelta, is_settled: bool) -> None:
    assert settled(FIRST, FIRST + DAY + shift, now=FIRST + 10 * DAY) is is_settled


def test_the_day_from_which_it_may_be_closed_without_an_answer_is_known() -> None:
    assert unanswered_from([FIRST]) is None
    assert unanswered_from([FIRST, FIRST + DAY - SECOND]) is None
    assert unanswered_from([FIRST, FIRST + DAY]) == FIRST + 2 * DAY


def test_one_ask_is_not_two() -> None:
    assert not settled(FIRST, now=FIRST + 10 * DAY)
    assert settled(FIRST, now=FIRST + DAY, set_asks=1)
