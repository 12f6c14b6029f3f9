"""Care plans' days (5.2(2)): rhythms, and the working day they fall on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from aftersales.errors import InvalidInput
from aftersales.rules.care import REVISIT, PlanKind
from aftersales.rules.care_rhythm import (
    LEAD,
    Rhythm,
    ensure_whole,
    handover_day,
    is_wanted,
    key_customer_day,
    season_days,
    warranty_day,
    working_day,
)

FROM = date(2026, 1, 1)
TODAY = date(2026, 3, 10)


def rhythm(kind: PlanKind = PlanKind.KEY_CUSTOMERS, **values: Any) -> Rhythm:
    return Rhythm(kind, FROM, **values)


def test_a_key_customer_is_due_so_many_months_after_the_last_talk_and_at_once_without_one() -> None:
    assert key_customer_day(rhythm(months=3), None) == FROM
    assert key_customer_day(rhythm(months=3), date(2026, 1, 31)) == date(2026, 4, 30)
    assert key_customer_day(rhythm(months=3), date(2025, 5, 1)) == FROM


def test_handover_warranty_and_season_have_their_days() -> None:
    assert handover_day(rhythm(PlanKind.AFTER_HANDOVER, months=1), date(2026, 1, 31)) == date(2026, 2, 28)
    assert warranty_day(rhythm(PlanKind.WARRANTY_ENDS, days_before=60), date(2026, 6, 1)) == date(2026, 4, 2)
    assert season_days(rhythm(PlanKind.TYPHOON_SEASON, month=2, day=30), TODAY) == [
        date(2026, 2, 28),
        date(2027, 2, 28),
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (FROM - timedelta(days=1), False), (FROM, True), (TODAY + LEAD, True), (TODAY + LEAD + timedelta(days=1), False)
    ],
)  # fmt: skip
def test_nothing_before_the_plan_and_nothing_further_ahead_than_a_week(day: date, expected: bool) -> None:
    assert is_wanted(rhythm(months=1), day, TODAY) is expected


def test_a_day_of_rest_gives_way_to_the_next_working_day() -> None:
    assert working_day(date(2026, 3, 13), lambda day: day.weekday() < 5) == date(2026, 3, 13)
    assert working_day(date(2026, 3, 14), lambda day: day.weekday() < 5) == date(2026, 3, 16)
    assert working_day(date(2026, 3, 14), lambda day: False) == date(2026, 3, 14)


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (PlanKind.KEY_CUSTOMERS, {}, "months"),
        (PlanKind.KEY_CUSTOMERS, {"months": 0}, "months"),
        (PlanKind.KEY_CUSTOMERS, {"months": 61}, "months"),
        (PlanKind.AFTER_HANDOVER, {"days_before": 3}, "months"),
        (PlanKind.WARRANTY_ENDS, {"days_before": 731}, "days_before"),
        (PlanKind.TYPHOON_SEASON, {"month": 6}, "day"),
        (PlanKind.TYPHOON_SEASON, {"month": 13, "day": 1}, "month"),
    ],
)
def test_a_rhythm_names_what_its_kind_needs(kind: PlanKind, values: dict[str, int], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ensure_whole(rhythm(kind, **values))
    assert refusal.value.field == field


def test_the_diagram_comes_from_the_declaration() -> None:
    drawn = REVISIT.mermaid(lambda key: key)
    assert "due --> done: Record what was heard" in drawn
    assert "due --> skipped: Skip it" in drawn
