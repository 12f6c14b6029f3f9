"""A moment as people say it on the phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aftersales.locale.near import near_moment

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)  # Tuesday, 12:00 in Shanghai
MIDNIGHT = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)  # where Wednesday begins in Shanghai


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        (NOON, "今天 12:00", "today 12:00"),
        (MIDNIGHT - timedelta(minutes=1), "今天 23:59", "today 23:59"),
        (MIDNIGHT, "明天 00:00", "tomorrow 00:00"),
        (MIDNIGHT - timedelta(days=1, minutes=1), "昨天 23:59", "yesterday 23:59"),
        (MIDNIGHT + timedelta(days=1), "3月12日（周四） 00:00", "Thu 12 Mar 00:00"),
        (NOON - timedelta(days=400), "2025年2月3日 12:00", "3 Feb 2025 12:00"),
    ],
)
def test_the_day_is_said_as_the_service_zone_counts_it(moment: datetime, zh: str, en: str) -> None:
    assert (near_moment(moment, NOON, "zh"), near_moment(moment, NOON, "en")) == (zh, en)
