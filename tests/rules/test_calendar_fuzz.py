"""The calendar's arithmetic against the minute-by-minute reference, on random calendars."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import Calendar, DayRule, Frame
from aftersales.rules.deadlines import Stop, TermsFrom, arrival_deadline
from aftersales.rules.kinds import StopReason
from tests.rules.slow_clock import MINUTE, add_slowly, arrive_slowly, between_slowly

FEW = settings(max_examples=300, deadline=None)
SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
# New York changes its clocks on Sunday 8 March and Sunday 1 November 2026.
FIRST_DAYS = {SHANGHAI: [date(2026, 9, 28), date(2024, 2, 26)], NEW_YORK: [date(2026, 3, 6), date(2026, 10, 30)]}
# Edges off the hours that New York skips or repeats: there the two ways of counting differ, each with its reason.
EDGES = [*range(0, 60, 7), *range(181, 1440, 7)]


@st.composite
def frames(draw: st.DrawFn) -> tuple[Frame, ...]:
    made = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = draw(st.sampled_from(EDGES)), draw(st.sampled_from([*EDGES, 0]))
        made.append(Frame(start, end if end > start else end + 1440))
    return tuple(made)


@st.composite
def calendars(draw: st.DrawFn, zone: ZoneInfo, first: date) -> Calendar:
    week = tuple(draw(st.lists(frames(), min_size=7, max_size=7)))
    days = {
        first + timedelta(days=shift): draw(st.builds(DayRule, is_working=st.booleans(), frames=st.none() | frames()))
        for shift in draw(st.sets(st.integers(-1, 8), max_size=4))
    }
    try:
        return Calendar("random", zone, week, days)
    except InvalidInput:
        assume(False)
        raise


@st.composite
def places(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """A calendar and a whole minute near its odd days."""
    zone = draw(st.sampled_from([SHANGHAI, NEW_YORK]))
    first = draw(st.sampled_from(FIRST_DAYS[zone]))
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) + draw(st.integers(0, 4 * 1440)) * MINUTE
    return draw(calendars(zone, first)), start


@FEW
@given(places(), st.integers(1, 1500))
def test_adding_agrees_with_the_reference(place: tuple[Calendar, datetime], minutes: int) -> None:
    calendar, start = place
    assume(calendar.working_between(start, start + timedelta(days=21)) >= minutes * MINUTE)
    assert calendar.add_working(start, minutes * MINUTE) == add_slowly(calendar, start, minutes)


@FEW
@given(places(), st.integers(0, 5 * 1440))
def test_the_time_between_agrees_with_the_reference(place: tuple[Calendar, datetime], minutes: int) -> None:
    calendar, start = place
    end = start + minutes * MINUTE
    assert calendar.working_between(start, end) == between_slowly(calendar, start, end) * MINUTE


@given(places(), st.timedeltas(timedelta(microseconds=1), timedelta(hours=60)), st.timedeltas(timedelta(0), MINUTE))
@settings(max_examples=200, deadline=None)
def test_what_was_added_is_found_between_to_the_microsecond(
    place: tuple[Calendar, datetime], length: timedelta, odd: timedelta
) -> None:
    calendar, start = place[0], place[1] + odd
    end = calendar.add_working(start, length)
    assert calendar.working_between(start, end) == length
    assert calendar.working_between(start, end - timedelta(microseconds=1)) == length - timedelta(microseconds=1)


@st.composite
def histories(
    draw: st.DrawFn,
) -> tuple[datetime, list[tuple[datetime, int, Calendar | None]], list[tuple[datetime, datetime]]]:
    first = date(2026, 9, 28)
    received_at = datetime(2026, 9, 28, tzinfo=UTC) + draw(st.integers(0, 1440)) * MINUTE

    def moment() -> datetime:
        return received_at + draw(st.integers(-600, 3000)) * MINUTE

    changes = sorted(
        {received_at - draw(st.integers(0, 2000)) * MINUTE, *(moment() for _ in range(draw(st.integers(0, 2))))}
    )
    assume(changes[0] <= received_at)
    terms = [(change, draw(st.integers(0, 1500)), draw(st.none() | calendars(SHANGHAI, first))) for change in changes]
    ends = [sorted((moment(), moment())) for _ in range(draw(st.integers(0, 3)))]
    return received_at, terms, [(begin, end) for begin, end in ends]


@FEW
@given(histories())
def test_a_deadline_through_changing_terms_and_stops_agrees_with_the_reference(
    history: tuple[datetime, list[tuple[datetime, int, Calendar | None]], list[tuple[datetime, datetime]]],
) -> None:
    received_at, terms, stops = history
    deadline = arrival_deadline(
        received_at=received_at,
        terms=tuple(TermsFrom(change, length * MINUTE, calendar) for change, length, calendar in terms),
        stops=tuple(Stop(begin, end, StopReason.CUSTOMER) for begin, end in stops),
    )
    assert deadline.due_at is not None
    assume(deadline.due_at < received_at + timedelta(days=21))
    assert deadline.due_at == arrive_slowly(received_at, terms, stops)
    assert sum((line.counted for line in deadline.sum()), timedelta(0)) == deadline.counted
