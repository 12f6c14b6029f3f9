"""Recurrence (4(6)): windows with their last day, the third time, and the free repeat."""

from datetime import UTC, datetime, timedelta

import pytest

from aftersales.rules.kinds import FaultCategory
from aftersales.rules.recurrence import Earlier, RecurrenceDecision, decide_recurrence

# 23:30 in Shanghai: nearly the next day, so that counting hours and counting days differ.
FINISHED = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)


def earlier(
    finished_at: datetime = FINISHED, fault: FaultCategory = FaultCategory.DARK, repaired: bool = True
) -> Earlier:
    return Earlier(7, "FW20260301-0001", 3, fault, finished_at, repaired)


def decide(days: int, *before: Earlier) -> RecurrenceDecision:
    """Received at 08:00 in Shanghai, `days` calendar days after the finish."""
    received_at = datetime(2026, 3, 1, 0, 0, tzinfo=UTC) + timedelta(days=days)
    return decide_recurrence(received_at=received_at, fault=FaultCategory.DARK, earlier=before or (earlier(),))


@pytest.mark.parametrize(
    ("days", "is_recurrence", "is_free"),
    [(1, True, True), (89, True, True), (90, True, True), (91, True, False), (179, True, False), (180, True, False),
     (181, False, False)],
)  # fmt: skip
def test_both_windows_include_their_last_day(days: int, is_recurrence: bool, is_free: bool) -> None:
    decision = decide(days)
    assert decision.result is is_recurrence
    assert (decision.repeat is not None) is is_free
    assert decision.clauses == (("4(6)",) if is_recurrence else ())
    if decision.repeat:
        assert decision.repeat.days_since == days


def test_days_are_the_customers_calendar_days_not_24_hours() -> None:
    late = datetime(2026, 5, 30, 15, 59, tzinfo=UTC)  # 23:59 on the 90th day, 90 days and 29 minutes on
    decision = decide_recurrence(received_at=late, fault=FaultCategory.DARK, earlier=[earlier()])
    assert decision.repeat is not None and decision.repeat.days_since == 90
    after = decide_recurrence(received_at=late + timedelta(minutes=1), fault=FaultCategory.DARK, earlier=[earlier()])
    assert after.repeat is None


def test_another_fault_or_an_unfinished_request_is_no_recurrence() -> None:
    assert decide(10, earlier(fault=FaultCategory.RUST)).result is False
    assert decide(10, earlier(finished_at=FINISHED + timedelta(days=30))).result is False


def test_only_our_own_repair_makes_the_next_one_free() -> None:
    decision = decide(10, earlier(repaired=False))
    assert decision.result is True
    assert decision.repeat is None


def test_the_third_time_within_the_window_goes_to_the_manager() -> None:
    second = decide(100, earlier())
    assert (second.count_in_window, second.to_manager) == (2, False)
    third = decide(100, earlier(), earlier(finished_at=FINISHED + timedelta(days=40)))
    assert (third.count_in_window, third.to_manager) == (3, True)
    outside = decide(181, earlier(), earlier(finished_at=FINISHED + timedelta(days=40)))
    assert (outside.count_in_window, outside.to_manager) == (2, False)


def test_it_is_linked_to_the_latest_and_free_by_the_latest_repair() -> None:
    latest = earlier(finished_at=FINISHED + timedelta(days=20), repaired=False)
    decision = decide(30, latest, earlier())
    assert decision.of is latest
    assert decision.repeat is not None and decision.repeat.days_since == 30
