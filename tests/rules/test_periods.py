"""Periods, and what they are compared with."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from aftersales.errors import InvalidInput
from aftersales.rules.periods import (
    Period,
    a_year_before,
    month_named,
    month_of,
    quarter_of,
    same_days_before,
    until,
    weeks_until,
)

D = date


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(D(2026, 3, 1), D(2026, 3, 31)), Period(D(2026, 2, 1), D(2026, 2, 28))),
        (Period(D(2026, 3, 1), D(2026, 3, 10)), Period(D(2026, 2, 1), D(2026, 2, 10))),
        (Period(D(2026, 3, 1), D(2026, 3, 30)), Period(D(2026, 2, 1), D(2026, 2, 28))),
        (Period(D(2026, 1, 1), D(2026, 1, 31)), Period(D(2025, 12, 1), D(2025, 12, 31))),
        (Period(D(2026, 3, 2), D(2026, 3, 8)), Period(D(2026, 2, 23), D(2026, 3, 1))),
        (Period(D(2026, 1, 1), D(2026, 3, 31)), Period(D(2025, 10, 3), D(2025, 12, 31))),
    ],
)
def test_what_a_period_is_compared_with(period: Period, before: Period) -> None:
    assert same_days_before(period) == before


def test_a_year_before_the_leap_day_is_the_28th() -> None:
    assert a_year_before(Period(D(2028, 2, 29), D(2028, 2, 29))) == Period(D(2027, 2, 28), D(2027, 2, 28))


def test_a_period_begins_before_it_ends() -> None:
    assert Period(D(2026, 3, 1), D(2026, 3, 1)).days == 1
    with pytest.raises(InvalidInput):
        Period(D(2026, 3, 2), D(2026, 3, 1))


def test_months_and_quarters() -> None:
    assert month_of(D(2024, 2, 10)) == Period(D(2024, 2, 1), D(2024, 2, 29))
    assert month_of(D(2026, 12, 31)) == Period(D(2026, 12, 1), D(2026, 12, 31))
    assert month_named("2026-10") == Period(D(2026, 10, 1), D(2026, 10, 31))
    assert quarter_of(D(2026, 12, 31)) == Period(D(2026, 10, 1), D(2026, 12, 31))
    assert until(month_of(D(2026, 3, 5)), D(2026, 3, 5)) == Period(D(2026, 3, 1), D(2026, 3, 5))
    assert until(month_of(D(2026, 4, 5)), D(2026, 3, 5)) == Period(D(2026, 4, 1), D(2026, 4, 1))


@pytest.mark.parametrize("text", ["2026", "2026-13", "10-2026x", "", "2026-1-1", "null"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        month_named(text)


def test_a_day_of_a_zone_with_summer_time_may_have_23_hours() -> None:
    begin, end = Period(D(2026, 3, 29), D(2026, 3, 29)).moments(ZoneInfo("Europe/Berlin"))
    assert (end.astimezone(ZoneInfo("UTC")) - begin.astimezone(ZoneInfo("UTC"))).total_seconds() == 23 * 3600


def test_weeks_begin_on_monday_and_the_running_one_ends_today() -> None:
    weeks = weeks_until(D(2026, 3, 11), 2)  # a Wednesday
    assert weeks == [Period(D(2026, 3, 2), D(2026, 3, 8)), Period(D(2026, 3, 9), D(2026, 3, 11))]
