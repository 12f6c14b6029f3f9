"""Which promise comes next, and how near it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aftersales.rules.due import Due, Nearness, nearness, next_due

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (-SECOND, Nearness.BROKEN),
        (timedelta(0), Nearness.ABOUT_TO_BREAK),  # at exactly its moment it is kept
        (SECOND, Nearness.ABOUT_TO_BREAK),
        (HOUR - SECOND, Nearness.ABOUT_TO_BREAK),
        (HOUR, Nearness.ABOUT_TO_BREAK),
        (HOUR + SECOND, Nearness.COMING_UP),
        (4 * HOUR, Nearness.COMING_UP),
        (4 * HOUR + SECOND, Nearness.FAR),
    ],
)
def test_a_promise_comes_near_step_by_step(left: timedelta, expected: Nearness) -> None:
    assert nearness(NOON + left, NOON) is expected


def test_a_promise_without_a_moment_stands_still() -> None:
    assert nearness(None, NOON) is Nearness.STOPPED


def due(**values: datetime | None) -> Due:
    usual = {"due_at": None, "respond_due_at": NOON, "responded_at": None, "arrived_at": None, "repair_due_at": None}
    return next_due(**usual | values)


def test_an_unanswered_customer_comes_first() -> None:
    assert due(due_at=NOON) is Due.RESPONSE


def test_an_arrival_that_is_due_before_the_reply_comes_first() -> None:
    assert due(due_at=NOON - HOUR) is Due.ARRIVAL


def test_after_the_reply_comes_the_arrival_and_after_it_the_next_visit() -> None:
    assert due(due_at=NOON + HOUR, responded_at=NOON) is Due.ARRIVAL
    assert due(due_at=NOON + HOUR, responded_at=NOON, arrived_at=NOON) is Due.NEXT_VISIT


def test_a_repair_deadline_is_told_by_its_moment() -> None:
    assert due(due_at=NOON + HOUR, responded_at=NOON, arrived_at=NOON, repair_due_at=NOON + HOUR) is Due.REPAIR
