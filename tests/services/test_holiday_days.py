"""The library's public holidays as values, against another source."""

from datetime import date, timedelta

import pytest

from aftersales.errors import InvalidInput
from aftersales.services.holiday_days import announced_days, is_announced

chinese_calendar = pytest.importorskip("chinese_calendar", reason="the second source isn't installed")


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_days_agree_with_chinesecalendar(year: int) -> None:
    is_working = {day.on: day.is_working for day in announced_days("CN", year)}
    day = date(year, 1, 1)
    while day.year == year:
        assert is_working.get(day, day.weekday() < 5) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_weekend_inside_a_holiday_is_rest_and_a_make_up_day_is_named_for_its_holiday() -> None:
    days = {day.on: day for day in announced_days("cn", 2026)}
    assert days[date(2026, 2, 21)].is_working is False
    assert (days[date(2026, 9, 20)].is_working, days[date(2026, 9, 20)].name) == (True, "国庆节")
    assert date(2026, 11, 28) not in days
    assert days[date(2026, 10, 1)].source.startswith("holidays ")
    english = {day.on: day.name for day in announced_days("CN", 2026, "en_US")}
    assert english[date(2026, 9, 20)] == "National Day"


def test_a_year_not_announced_yet_is_provisional_with_what_the_law_says() -> None:
    later = next(year for year in range(2027, 2040) if not is_announced("CN", year))
    days = announced_days("CN", later)
    assert all(day.provisional for day in days)
    assert date(later, 10, 1) in {day.on for day in days}
    assert not any(day.provisional for day in announced_days("CN", 2026))


def test_a_country_without_announcements_is_never_open() -> None:
    assert is_announced("DE", 2080)
    assert date(2026, 12, 25) in {day.on for day in announced_days("DE", 2026)}


@pytest.mark.parametrize(("country", "year"), [("ZZ", 2026), ("CN", 1900), ("CN", 2099), ("CN", 99999)])
def test_an_unknown_country_or_year_is_refused(country: str, year: int) -> None:
    with pytest.raises(InvalidInput):
        announced_days(country, year)
