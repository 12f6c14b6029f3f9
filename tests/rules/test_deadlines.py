"""By when: responses, arrivals, stops, promises and terms that change under way."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import DEFAULT_ZONE, Calendar, DayRule, Frame
from aftersales.rules.deadlines import (
    Promise,
    Stop,
    TermsFrom,
    arrival_deadline,
    ensure_asked_after_receipt,
    judge,
    response_deadline,
    standard_arrival,
    standard_terms,
)
from aftersales.rules.kinds import StopReason, TermSource

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DEFAULT_ZONE)


RECEIVED = at("2026-11-23T09:00")
LONG_AGO = at("2020-01-01T00:00")
DESK = Calendar("desk", DEFAULT_ZONE, ((Frame(510, 720), Frame(810, 1080)),) * 5 + ((), ()))
NATIONAL = Calendar(
    "with holidays",
    DEFAULT_ZONE,
    DESK.week,
    {date(2026, 10, day): DayRule(is_working=False, name="国庆节") for day in range(1, 8)}
    | {date(2026, 10, 10): DayRule(is_working=True)},
)


def hours(length: float, calendar: Calendar | None = None, from_at: datetime = LONG_AGO) -> TermsFrom:
    return TermsFrom(from_at, length * HOUR, calendar, TermSource.CONTRACT, "2a")


def stop(begin: str, end: str | None, reason: StopReason = StopReason.CUSTOMER) -> Stop:
    return Stop(at(begin), at(end) if end else None, reason)


def held(begin: str, end: str) -> Stop:
    """A stop on the day of the receipt."""
    return stop(f"2026-11-23T{begin}", f"2026-11-23T{end}")


# --- response ------------------------------------------------------------------------------------------------------
def test_an_answer_is_due_after_four_hours_of_the_clock() -> None:
    deadline = response_deadline(received_at=at("2026-11-28T23:10:05"))
    assert deadline.due_at == at("2026-11-29T03:10:05")
    assert deadline.clauses == ("4(4)",)


def test_a_contract_may_shorten_the_answer_and_is_cited() -> None:
    deadline = response_deadline(received_at=RECEIVED, length=2 * HOUR, source=TermSource.TENDER)
    assert (deadline.due_at, deadline.clauses) == (at("2026-11-23T11:00"), ("2a",))


def test_a_contracts_calendar_holds_for_the_answer_too() -> None:
    deadline = response_deadline(received_at=at("2026-11-27T17:00"), calendar=DESK)
    assert (deadline.due_at, deadline.clauses) == (at("2026-11-30T11:30"), ("4(4)", "2a"))


# --- arrival by hours ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("in_warranty", "expected"), [(True, 12), (False, 48), (None, 12)])
def test_the_rules_hours_depend_on_the_warranty_and_unknown_favours_the_customer(
    in_warranty: bool | None, expected: int
) -> None:
    assert standard_arrival(in_warranty) == expected * HOUR
    deadline = arrival_deadline(received_at=RECEIVED, terms=(standard_terms(LONG_AGO, in_warranty),))
    assert deadline.due_at == RECEIVED + expected * HOUR
    assert deadline.clauses == ("1.3",)
    assert ("unknown" in deadline.facts[0].key) is (in_warranty is None)


def test_a_contracts_hours_win() -> None:
    deadline = arrival_deadline(received_at=RECEIVED, terms=(hours(2.5),))
    assert (deadline.due_at, deadline.clauses) == (at("2026-11-23T11:30"), ("2a",))


def test_no_hours_at_all_are_due_at_the_receipt() -> None:
    assert arrival_deadline(received_at=RECEIVED, terms=(hours(0),)).due_at == RECEIVED


def test_terms_have_to_be_known_at_the_receipt_and_in_order() -> None:
    with pytest.raises(InvalidInput):
        arrival_deadline(received_at=RECEIVED, terms=())
    with pytest.raises(InvalidInput):
        arrival_deadline(received_at=RECEIVED, terms=(hours(2, from_at=RECEIVED + SECOND),))
    with pytest.raises(InvalidInput):
        arrival_deadline(received_at=RECEIVED, terms=(hours(2), hours(3, from_at=RECEIVED), hours(4)))
    assert arrival_deadline(received_at=RECEIVED, terms=(hours(2, from_at=RECEIVED),)).due_at is not None


# --- stops ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        ((), "2026-11-23T21:00"),
        ((held("10:00", "11:00:07"),), "2026-11-23T22:00:07"),
        ((held("10:00", "12:00"), held("11:00", "13:00")), "2026-11-24T00:00"),
        ((held("11:00", "12:00"), held("10:00", "13:00")), "2026-11-24T00:00"),
        ((held("10:00", "11:00"), held("11:00", "12:00")), "2026-11-23T23:00"),
        ((held("08:00", "09:30"),), "2026-11-23T21:30"),
        ((held("08:00", "09:00"),), "2026-11-23T21:00"),
        ((held("20:59:59", "22:00"),), "2026-11-23T22:00:01"),
        ((held("21:00", "22:00"),), "2026-11-23T21:00"),
        ((held("22:00", "23:00"),), "2026-11-23T21:00"),
        ((held("10:00", "10:00"),), "2026-11-23T21:00"),
    ],
)  # fmt: skip
def test_stops_count_once_and_only_between_receipt_and_deadline(stops: tuple[Stop, ...], expected: str) -> None:
    assert arrival_deadline(received_at=RECEIVED, terms=(hours(12),), stops=stops).due_at == at(expected)


def test_a_stop_from_before_the_receipt_is_told_from_the_receipt_on() -> None:
    deadline = arrival_deadline(received_at=RECEIVED, terms=(hours(12),), stops=(held("08:00", "09:30"),))
    assert deadline.facts[-1].values["from_at"] == RECEIVED
    assert deadline.facts[-1].values["to_at"] == at("2026-11-23T09:30")


def test_a_stop_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput):
        arrival_deadline(
            received_at=RECEIVED, terms=(hours(12),), stops=(stop("2026-11-23T11:00", "2026-11-23T10:59:59"),)
        )


def test_while_it_stands_still_the_deadline_moves_with_now() -> None:
    running = (stop("2026-11-23T10:00", None),)
    for now in ("2026-11-23T10:00", "2026-11-23T15:00"):
        deadline = arrival_deadline(received_at=RECEIVED, terms=(hours(12),), stops=running, now=at(now))
        assert deadline.stopped
        assert deadline.due_at == at(now) + 11 * HOUR
    unknown = arrival_deadline(received_at=RECEIVED, terms=(hours(12),), stops=running)
    assert (unknown.due_at, unknown.stopped, unknown.counted) == (None, True, HOUR)


def test_a_stop_after_the_deadline_was_reached_does_not_stop_it() -> None:
    running = (stop("2026-11-23T22:00", None),)
    deadline = arrival_deadline(received_at=RECEIVED, terms=(hours(12),), stops=running, now=at("2026-11-23T23:00"))
    assert (deadline.due_at, deadline.stopped) == (at("2026-11-23T21:00"), False)


def test_a_clock_stopped_across_a_holiday_loses_only_working_time() -> None:
    """Six hours counted on 30 September, stopped at 17:00 over the holiday until 9 October 09:30."""
    deadline = arrival_deadline(
        received_at=at("2026-09-30T09:30"),
        terms=(hours(8, NATIONAL),),
        stops=(stop("2026-09-30T17:00", "2026-10-09T09:30", StopReason.AGREEMENT),),
    )
    assert deadline.due_at == at("2026-10-09T11:30")
    lines = {line.on: line for line in deadline.sum()}
    assert lines[date(2026, 9, 30)].counted == 6 * HOUR
    assert lines[date(2026, 9, 30)].stood_still == HOUR
    assert lines[date(2026, 10, 3)].stood_still == timedelta(0)
    assert lines[date(2026, 10, 8)].stood_still == 8 * HOUR
    assert lines[date(2026, 10, 9)].counted == 2 * HOUR


# --- promises ------------------------------------------------------------------------------------------------------
def test_the_latest_promise_counts_and_the_one_by_hours_is_kept_beside_it() -> None:
    promises = (
        Promise(RECEIVED + HOUR, at("2026-11-24T15:00")),
        Promise(RECEIVED, at("2026-11-23T18:00")),
    )
    deadline = arrival_deadline(received_at=RECEIVED, terms=(hours(12),), promises=promises)
    assert deadline.due_at == at("2026-11-24T15:00")
    assert deadline.by_hours_at == at("2026-11-23T21:00")
    assert deadline.clauses == ("4(4)",)


def test_a_stop_moves_the_one_by_hours_and_never_the_promise() -> None:
    stops = (stop("2026-11-23T10:00", "2026-11-23T14:00"),)
    promises = (Promise(RECEIVED, at("2026-11-23T18:00")),)
    deadline = arrival_deadline(received_at=RECEIVED, terms=(hours(12),), promises=promises, stops=stops)
    assert (deadline.due_at, deadline.by_hours_at) == (at("2026-11-23T18:00"), at("2026-11-24T01:00"))


@pytest.mark.parametrize(("shift", "is_refused"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_a_time_asked_for_before_the_receipt_is_refused(shift: timedelta, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(InvalidInput):
            ensure_asked_after_receipt(asked_at=RECEIVED + shift, received_at=RECEIVED)
    else:
        ensure_asked_after_receipt(asked_at=RECEIVED + shift, received_at=RECEIVED)


# --- terms that change ---------------------------------------------------------------------------------------------
def test_new_terms_apply_from_their_moment_and_what_was_counted_stays() -> None:
    longer = (hours(12), hours(24, from_at=at("2026-11-23T15:00")))
    assert arrival_deadline(received_at=RECEIVED, terms=longer).due_at == at("2026-11-24T09:00")
    shorter = (hours(12), hours(8, from_at=at("2026-11-23T15:00")))
    assert arrival_deadline(received_at=RECEIVED, terms=shorter).due_at == at("2026-11-23T17:00")


@pytest.mark.parametrize(
    ("length", "expected"), [(5, "2026-11-23T15:00"), (6, "2026-11-23T15:00"), (7, "2026-11-23T16:00")]
)
def test_a_length_already_used_up_is_due_at_the_change_and_never_before(length: int, expected: str) -> None:
    terms = (hours(12), hours(length, from_at=at("2026-11-23T15:00")))
    assert arrival_deadline(received_at=RECEIVED, terms=terms).due_at == at(expected)


def test_a_deadline_that_was_reached_is_not_moved_by_later_terms() -> None:
    for length in (1, 100):
        terms = (hours(12), hours(length, from_at=at("2026-11-25T00:00")))
        assert arrival_deadline(received_at=RECEIVED, terms=terms).due_at == at("2026-11-23T21:00")


def test_a_pause_stays_a_pause_when_the_terms_change_in_it() -> None:
    stops = (stop("2026-11-23T10:00", "2026-11-23T14:00"),)
    terms = (hours(12), hours(4, from_at=at("2026-11-23T12:00")))
    deadline = arrival_deadline(received_at=RECEIVED, terms=terms, stops=stops)
    assert deadline.due_at == at("2026-11-23T17:00")
    (line,) = deadline.sum()
    assert (line.counted, line.stood_still) == (4 * HOUR, 4 * HOUR)


def test_a_pause_still_running_stays_one_when_the_terms_change() -> None:
    stops = (stop("2026-11-23T10:00", None),)
    terms = (hours(12), hours(4, from_at=at("2026-11-23T12:00")))
    deadline = arrival_deadline(received_at=RECEIVED, terms=terms, stops=stops, now=at("2026-11-23T16:00"))
    assert (deadline.due_at, deadline.stopped) == (at("2026-11-23T19:00"), True)
    assert arrival_deadline(received_at=RECEIVED, terms=terms, stops=stops).due_at is None


def test_a_calendar_may_come_with_the_new_terms() -> None:
    terms = (hours(12), hours(12, DESK, from_at=at("2026-11-23T17:00")))
    deadline = arrival_deadline(received_at=RECEIVED, terms=terms)
    assert deadline.due_at == at("2026-11-24T11:30")  # 8 h of the clock, then 1 h + 3 h of the desk
    assert sum((line.counted for line in deadline.sum()), timedelta(0)) == 12 * HOUR


# --- kept or not ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("shift", "kept"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)])
def test_met_at_exactly_its_moment_is_kept(shift: timedelta, kept: bool) -> None:
    verdict = judge(RECEIVED, RECEIVED + shift)
    assert (verdict.kept, verdict.margin) == (kept, -shift)


def test_the_margin_is_in_the_calendars_own_time() -> None:
    assert judge(at("2026-11-27T18:00"), at("2026-11-30T09:30"), DESK).margin == -HOUR
    assert judge(at("2026-11-30T09:30"), at("2026-11-27T17:00"), DESK).margin == 2 * HOUR
    asleep = judge(at("2026-11-27T18:00"), at("2026-11-28T10:00"), DESK)
    assert (asleep.kept, asleep.margin) == (False, timedelta(0))


# --- the sum -------------------------------------------------------------------------------------------------------
def test_the_sum_has_a_line_a_day_and_says_why_nothing_counted() -> None:
    deadline = arrival_deadline(received_at=at("2026-09-30T17:00:30"), terms=(hours(10, NATIONAL),))
    assert deadline.due_at == at("2026-10-09T09:30:30")
    lines = deadline.sum()
    assert [line.on.day for line in lines] == [30, *range(1, 10)]
    assert lines[0].counted == HOUR - 30 * SECOND
    assert lines[1].reason is not None and lines[1].reason.values == {"name": "国庆节"}
    assert sum((line.counted for line in lines), timedelta(0)) == 10 * HOUR


def test_a_make_up_day_says_that_it_is_one() -> None:
    deadline = arrival_deadline(received_at=at("2026-10-09T17:00"), terms=(hours(2, NATIONAL),))
    assert deadline.sum()[-1].on == date(2026, 10, 10)
    assert deadline.sum()[-1].reason is not None and deadline.sum()[-1].reason.key == "Make-up working day."


def test_a_deadline_at_midnight_has_no_empty_line_for_the_next_day() -> None:
    deadline = arrival_deadline(received_at=at("2026-11-23T20:00"), terms=(hours(4),))
    assert [line.on for line in deadline.sum()] == [date(2026, 11, 23)]


# --- years not announced -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("received", "is_open"), [("2026-12-31T15:00", False), ("2026-12-31T17:00", True)])
def test_a_deadline_that_reaches_a_year_not_announced_says_so(received: str, is_open: bool) -> None:
    supposed = Calendar(
        "supposed", DEFAULT_ZONE, DESK.week, {date(2027, 1, 1): DayRule(False, name="元旦", provisional=True)}
    )
    deadline = arrival_deadline(received_at=at(received), terms=(hours(2, supposed),))
    assert deadline.provisional is is_open
    unknown = Calendar("", DEFAULT_ZONE, DESK.week, {date(2026, 1, 1): DayRule(False)}, None, frozenset({2026}))
    assert arrival_deadline(received_at=at(received), terms=(hours(2, unknown),)).provisional is is_open
    assert not arrival_deadline(received_at=at(received), terms=(hours(2, DESK),)).provisional


@given(
    st.integers(0, 700 * 86_400),
    st.timedeltas(timedelta(0), timedelta(hours=60)),
    st.timedeltas(timedelta(0), timedelta(days=20)),
    st.timedeltas(timedelta(0), timedelta(days=20)),
)
def test_a_stop_never_brings_a_deadline_forward_and_costs_just_its_working_time(
    received: int, length: timedelta, wait: timedelta, pause: timedelta
) -> None:
    received_at = at("2026-01-01T00:00") + received * SECOND
    terms = (TermsFrom(LONG_AGO, length, NATIONAL),)
    plain = arrival_deadline(received_at=received_at, terms=terms).due_at
    pause_of_work = Stop(received_at + wait, received_at + wait + pause, StopReason.CUSTOMER)
    stopped = arrival_deadline(received_at=received_at, terms=terms, stops=(pause_of_work,))
    assert plain is not None and stopped.due_at is not None and stopped.due_at >= plain
    counted = sum((line.counted for line in stopped.sum()), timedelta(0))
    assert counted == length
    stood = sum((line.stood_still for line in stopped.sum()), timedelta(0))
    assert NATIONAL.working_between(received_at, stopped.due_at) == length + stood
