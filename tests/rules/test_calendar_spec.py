"""A week written in one line."""

import pytest

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import Frame
from aftersales.rules.calendar_spec import parse_week

DESK = (Frame(510, 720), Frame(810, 1080))


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 08:30-12:00,13:30-18:00; Sat 22:00-06:00",
        "mon-fri 8:30-12:00, 13:30-18:00 ;Saturday 22:00 - 06:00;",
        "周一-周五 08:30-12:00，13:30-18:00；周六 22:00-06:00",
        "周一至周五 08:30-12:00、13:30-18:00; 星期六 22:00-06:00",
        "Mon,Tue,Wed-Fri 08:30-12:00; Mon-Fri 13:30-18:00; Sat 22:00-06:00",
    ],
)
def test_a_week_in_one_line(text: str) -> None:
    assert parse_week(text) == (DESK,) * 5 + ((Frame(1320, 1800),), ())


def test_days_may_run_over_the_weeks_end_and_a_day_may_be_whole() -> None:
    week = parse_week("Sat-Mon 00:00-24:00")
    assert [bool(frames) for frames in week] == [True, False, False, False, False, True, True]
    assert parse_week("daily 00:00-24:00") == ((Frame(0, 1440),),) * 7 == parse_week("每天 00:00-24:00")


@pytest.mark.parametrize(
    "text",
    ["Mon", "08:30-12:00", "Mon 8-12", "Xyz 08:00-12:00", "Mon 25:00-26:00", "Mon 08:00-08:00", "Mon 08:60-12:00",
     "Mon 08:00-24:01", "Mon-Wed-Fri 08:00-09:00", "Mon 08:00-12:00 Tue 08:00-09:00", "Mon 24:00-06:00"],
)  # fmt: skip
def test_what_is_no_working_time_is_named(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_week(text)
