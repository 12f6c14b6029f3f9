"""Days in every spelling that registers hold."""

from datetime import date, datetime

import pytest

from aftersales.documents.register_days import MAX_AHEAD_DAYS, read_day, read_handover
from aftersales.documents.register_refusals import CellRefused, Refusal

TODAY = date(2026, 11, 25)
EXCEL_MOMENT = datetime(2024, 3, 4, 8, 30)  # noqa: DTZ001 - Excel knows no time zones


@pytest.mark.parametrize(
    "written",
    [
        date(2024, 3, 4), EXCEL_MOMENT, 45355, 45355.0, 45355.75, "45355", "2024/3/4", "2024/03/04",
        "2024-03-04", "2024.03.04", "2024．3．4", "2024年3月4日", "2024年3月4号", "2024年3月4", " 2024 年 3 月 4 日 ",
        "２０２４－０３－０４", "2024–03–04", "20240304", 20240304, 20240304.0,
        "2024-03-04 00:00:00", "2024-03-04T09:15",
        "4 Mar 2024", "4-Mar-2024", "4 March 2024", "March 4, 2024", "Mar 4th 2024",
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written(written):
    assert read_day(written) == date(2024, 3, 4)


@pytest.mark.parametrize(
    "written", ["2023年2月30日", "2023-02-29", "2023/13/1", "2024.00.10", "2024-04-31", 20230230, "31/04/2024"]
)
def test_a_day_that_does_not_exist_is_refused(written):
    with pytest.raises(CellRefused) as refused:
        read_day(written)
    assert refused.value.kind is Refusal.IMPOSSIBLE_DATE


@pytest.mark.parametrize(
    "written",
    [
        "去年",
        "2024年3月",
        "24-3-4",
        "4 Mär 2024",
        "Marchember 4, 2024",
        "4/5/2024",
        -3,
        0,
        1e12,
        float("inf"),
        float("nan"),
        True,
        None,
        "N/A",
        "",
    ],
)
def test_what_is_no_day_or_may_be_two_is_refused(written):
    with pytest.raises(CellRefused) as refused:
        read_day(written)
    assert refused.value.kind is Refusal.UNREADABLE_DATE


def test_day_and_month_are_told_apart_where_only_one_reading_exists():
    assert read_day("25/12/2023") == read_day("12/25/2023") == date(2023, 12, 25)
    assert read_day("5/5/2023") == date(2023, 5, 5)


def test_leap_days_exist_in_leap_years_only():
    assert read_day("2024年2月29日") == date(2024, 2, 29)
    with pytest.raises(CellRefused):
        read_day("2023年2月29日")


@pytest.mark.parametrize(
    ("days", "taken"), [(MAX_AHEAD_DAYS - 1, True), (MAX_AHEAD_DAYS, True), (MAX_AHEAD_DAYS + 1, False)]
)
def test_handover_may_lie_two_years_ahead_and_no_more(days, taken):
    day = date.fromordinal(TODAY.toordinal() + days)
    if taken:
        assert read_handover(day, today=TODAY) == day
    else:
        with pytest.raises(CellRefused) as refused:
            read_handover(day, today=TODAY)
        assert refused.value.kind is Refusal.FAR_FUTURE


@pytest.mark.parametrize(("day", "taken"), [(date(1949, 12, 31), False), (date(1950, 1, 1), True)])
def test_a_day_from_an_empty_serial_number_is_not_believed(day, taken):
    if taken:
        assert read_handover(day, today=TODAY) == day
    else:
        with pytest.raises(CellRefused) as refused:
            read_handover(day, today=TODAY)
        assert refused.value.kind is Refusal.TOO_LONG_AGO
