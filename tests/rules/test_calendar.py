"""Working time: named cases that are easily got wrong."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import Calendar, DayRule, Frame

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
MORNING, AFTERNOON = Frame(8 * 60 + 30, 12 * 60), Frame(13 * 60 + 30, 18 * 60)
DESK_DAY = (MORNING, AFTERNOON)  # eight hours
DESK_WEEK = (DESK_DAY,) * 5 + ((), ())
NIGHT = Frame(22 * 60, 30 * 60)  # 22:00 to 06:00


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def calendar(week: tuple[tuple[Frame, ...], ...] = DESK_WEEK, zone: ZoneInfo = SHANGHAI, **days: DayRule) -> Calendar:
    """`d20261001=DayRule(…)` sets a day."""
    return Calendar("desk", zone, week, {date.fromisoformat(name[1:]): rule for name, rule in days.items()})


# --- a day with a lunch break --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-23T08:30", 3.5, "2026-11-23T12:00"),  # full at the break's beginning, not at its end
        ("2026-11-23T11:00", 2, "2026-11-23T14:30"),
        ("2026-11-23T12:30", 1, "2026-11-23T14:30"),
        ("2026-11-23T17:00", 1, "2026-11-23T18:00"),
        ("2026-11-23T17:00", 2, "2026-11-24T09:30"),
        ("2026-11-23T18:00", 1, "2026-11-24T09:30"),
        ("2026-11-27T17:00", 2, "2026-11-30T09:30"),
        ("2026-11-28T10:00", 8, "2026-11-30T18:00"),
    ],
)
def test_the_lunch_break_the_night_and_the_weekend_do_not_count(start: str, hours: float, expected: str) -> None:
    assert calendar().add_working(at(start), hours * HOUR) == at(expected)


def test_a_lunch_break_is_a_gap_between_frames_and_not_a_holiday() -> None:
    """Entered as a holiday it would take the whole day away, every day."""
    desk = calendar()
    assert desk.working_between(at("2026-11-23T00:00"), at("2026-11-24T00:00")) == 8 * HOUR
    assert desk.working_between(at("2026-11-23T12:00"), at("2026-11-23T13:30")) == timedelta(0)


def test_a_week_without_monday_and_thursday() -> None:
    week = ((), DESK_DAY, DESK_DAY, (), DESK_DAY, (), ())
    odd = calendar(week)
    assert odd.add_working(at("2026-11-23T09:00"), HOUR) == at("2026-11-24T09:30")
    assert odd.add_working(at("2026-11-25T17:00"), 2 * HOUR) == at("2026-11-27T09:30")
    assert odd.working_between(at("2026-11-23T00:00"), at("2026-11-30T00:00")) == 24 * HOUR


# --- across midnight -----------------------------------------------------------------------------------------------
def test_a_frame_across_midnight_runs_on_into_the_next_day() -> None:
    nights = calendar(((NIGHT,),) * 7)
    assert nights.add_working(at("2026-11-23T23:00"), 2 * HOUR) == at("2026-11-24T01:00")
    assert nights.add_working(at("2026-11-24T05:00"), 2 * HOUR) == at("2026-11-24T23:00")
    assert nights.working_between(at("2026-11-24T00:00"), at("2026-11-25T00:00")) == 8 * HOUR


def test_a_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    """Only Saturday has one: it ends on Sunday morning. A holiday takes the shift that starts on it alone."""
    saturday = calendar(((),) * 5 + ((NIGHT,), ()))
    assert saturday.working_between(at("2026-11-29T00:00"), at("2026-11-30T00:00")) == 6 * HOUR
    every = calendar(((NIGHT,),) * 7, d20261124=DayRule(is_working=False))
    assert every.working_between(at("2026-11-24T00:00"), at("2026-11-25T00:00")) == 6 * HOUR
    assert every.working_between(at("2026-11-25T00:00"), at("2026-11-26T00:00")) == 2 * HOUR


def test_overlapping_frames_count_once_also_with_the_night_before() -> None:
    both = calendar(((Frame(0, 300), Frame(240, 600), NIGHT),) * 7)
    assert both.working_between(at("2026-11-24T00:00"), at("2026-11-25T00:00")) == 12 * HOUR


# --- holidays and make-up days -------------------------------------------------------------------------------------
def test_a_holiday_is_passed_over_and_a_make_up_day_is_worked() -> None:
    week = calendar(d20261124=DayRule(is_working=False, name="节日"), d20261128=DayRule(is_working=True))
    assert week.add_working(at("2026-11-23T17:00"), 2 * HOUR) == at("2026-11-25T09:30")
    assert week.add_working(at("2026-11-27T17:00"), 2 * HOUR) == at("2026-11-28T09:30")


def test_a_make_up_day_takes_the_weekdays_frames_else_the_calendars_else_the_first() -> None:
    saturday = date(2026, 11, 28)
    worked = {saturday: DayRule(is_working=True)}
    short = (Frame(540, 600),)
    assert Calendar("", SHANGHAI, DESK_WEEK, worked).frames_on(saturday) == DESK_DAY
    assert Calendar("", SHANGHAI, DESK_WEEK, worked, short).frames_on(saturday) == short
    assert Calendar("", SHANGHAI, (*DESK_WEEK[:5], short, ()), worked).frames_on(saturday) == short
    own = {saturday: DayRule(is_working=True, frames=(Frame(0, 60),))}
    assert Calendar("", SHANGHAI, DESK_WEEK, own, short).frames_on(saturday) == (Frame(0, 60),)


# --- nothing is lost -----------------------------------------------------------------------------------------------
def test_seconds_and_microseconds_are_never_lost() -> None:
    start = at("2026-11-23T17:59:59.999999")
    assert calendar().add_working(start, timedelta(microseconds=2)) == at("2026-11-24T08:30:00.000001")
    assert calendar().working_between(start, at("2026-11-24T08:30:07")) == timedelta(seconds=7, microseconds=1)


def test_nothing_to_count_is_the_start_itself_also_at_night() -> None:
    assert calendar().add_working(at("2026-11-23T03:00"), timedelta(0)) == at("2026-11-23T03:00")


def test_backwards_is_negative() -> None:
    assert calendar().working_between(at("2026-11-24T09:30"), at("2026-11-23T17:00")) == -2 * HOUR


def test_clock_hours_count_always() -> None:
    always = Calendar.always(SHANGHAI)
    assert always.add_working(at("2026-11-28T23:00"), 12 * HOUR) == at("2026-11-29T11:00")
    whole = calendar(((Frame(0, 1440),),) * 7)
    assert whole.is_clock
    assert whole.working_between(at("2026-11-28T00:00"), at("2026-12-05T00:00")) == 168 * HOUR


# --- where the clocks change ---------------------------------------------------------------------------------------
def test_a_day_has_the_length_that_it_has_where_the_clocks_change() -> None:
    nights = calendar(((NIGHT,),) * 7, NEW_YORK)
    assert nights.working_between(at("2026-03-07T12:00", NEW_YORK), at("2026-03-08T12:00", NEW_YORK)) == 7 * HOUR
    assert nights.working_between(at("2026-10-31T12:00", NEW_YORK), at("2026-11-01T12:00", NEW_YORK)) == 9 * HOUR
    always = Calendar.always(NEW_YORK)
    assert always.working_between(at("2026-03-08T00:00", NEW_YORK), at("2026-03-09T00:00", NEW_YORK)) == 23 * HOUR


def test_an_edge_that_the_clocks_skip_is_the_moment_of_the_change() -> None:
    skipped = calendar(((Frame(150, 195),),) * 7, NEW_YORK)  # 02:30 to 03:15; on this day 02:00 is 03:00
    spans = list(skipped.spans_between(at("2026-03-08T00:00", NEW_YORK), at("2026-03-09T00:00", NEW_YORK)))
    assert spans == [(datetime(2026, 3, 8, 7, 0, tzinfo=UTC), datetime(2026, 3, 8, 7, 15, tzinfo=UTC))]
    gone = calendar(((Frame(125, 175),),) * 7, NEW_YORK)
    assert gone.working_between(at("2026-03-08T00:00", NEW_YORK), at("2026-03-09T00:00", NEW_YORK)) == timedelta(0)


# --- refused -------------------------------------------------------------------------------------------------------
def test_a_calendar_without_working_time_is_refused() -> None:
    with pytest.raises(InvalidInput):
        calendar(((),) * 7)
    with pytest.raises(InvalidInput):
        calendar((DESK_DAY,) * 6)


@pytest.mark.parametrize(("start", "end"), [(-1, 60), (1440, 1500), (600, 600), (600, 599), (0, 1441), (600, 2041)])
def test_a_frame_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(InvalidInput):
        Frame(start, end)


def test_a_walk_without_an_end_is_refused_and_not_endless() -> None:
    with pytest.raises(InvalidInput):
        calendar().add_working(at("2026-11-23T09:00"), 1_000_000 * HOUR)
    with pytest.raises(InvalidInput):
        calendar().add_working(at("9999-12-30T09:00"), 24 * HOUR)
    with pytest.raises(InvalidInput):
        Calendar.always().add_working(at("9999-12-30T09:00"), 240 * HOUR)
    with pytest.raises(InvalidInput):
        calendar().add_working(at("2026-11-23T09:00"), -HOUR)


def test_a_calendar_keeps_its_days_when_the_givers_change() -> None:
    days = {date(2026, 11, 24): DayRule(is_working=False)}
    desk = Calendar("desk", SHANGHAI, DESK_WEEK, days)
    days.clear()
    assert desk.frames_on(date(2026, 11, 24)) == ()
