"""The badge says in words what its colour says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aftersales.rules.due import Due
from aftersales.ui import text
from aftersales.ui.promise import kept_badge, promise_badge, promise_words

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(text, "current_language", lambda: request.param)
    return str(request.param)


def test_time_left_is_said_in_hours_and_minutes(language: str) -> None:
    words = promise_words(NOON + timedelta(hours=2, minutes=10, seconds=40), NOON)
    assert words == {"zh": "到场 还剩 2 小时 10 分", "en": "Arrival: 2 h 10 min left"}[language]


def test_time_over_is_said_as_late(language: str) -> None:
    words = promise_words(NOON - timedelta(minutes=20), NOON, Due.RESPONSE)
    assert words == {"zh": "答复 超时 20 分", "en": "Reply: 20 min late"}[language]


def test_red_is_only_for_broken_or_about_to_break(language: str) -> None:
    colours = {
        minutes: promise_badge(NOON + timedelta(minutes=minutes), NOON).split("-")[0] for minutes in (-1, 60, 61, 241)
    }
    assert colours == {-1: ":red", 60: ":red", 61: ":orange", 241: ":gray"}


def test_a_stopped_clock_is_gray_and_says_so(language: str) -> None:
    badge = promise_badge(None, NOON)
    assert badge.startswith(":gray-badge[:material/pause_circle: ")
    assert {"zh": "计时暂停", "en": "no clock running"}[language] in badge


def test_a_met_promise_is_green_up_to_its_moment_and_red_a_second_later(language: str) -> None:
    assert kept_badge(NOON, NOON - timedelta(seconds=1)).startswith(":green")
    assert kept_badge(NOON, NOON).startswith(":green")
    assert kept_badge(NOON, NOON + timedelta(seconds=1)).startswith(":red")
