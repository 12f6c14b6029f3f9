"""The scorecard's five words, goals and control limits."""

from __future__ import annotations

from math import sqrt

import pytest

from aftersales.rules.control import control_limits
from aftersales.rules.figures import FIGURES, Sum, Unit
from aftersales.rules.goals import is_goal_met
from aftersales.rules.scorecard import FEWEST_CASES, QUALITIES, score


def test_fast_puts_answers_and_arrivals_together() -> None:
    card = score({"response_kept": Sum(9, 10), "arrival_kept": Sum(3, 10)})
    fast = card.scores[0]
    assert (fast.quality.key, fast.sum, fast.points) == ("fast", Sum(12, 20), 60.0)


def test_the_total_needs_enough_cases_of_each() -> None:
    full = {name: Sum(FEWEST_CASES - 1, FEWEST_CASES) for quality in QUALITIES for name in quality.figures}
    assert score(full).total == pytest.approx(80.0)
    assert score(full | {"complete": Sum(4, FEWEST_CASES - 1)}).total is None
    assert score({}).total is None
    assert score({}).scores[0].points is None


@pytest.mark.parametrize(("top", "met"), [(84, False), (85, True), (86, True)])
def test_exactly_the_goal_is_met(top: int, met: bool) -> None:
    assert score({"first_visit": Sum(top, 100)}).scores[2].meets_goal is met
    assert is_goal_met(FIGURES["first_visit"], top / 100) is met


def test_too_few_cases_say_nothing_about_the_goal() -> None:
    assert score({"first_visit": Sum(0, FEWEST_CASES - 1)}).scores[2].meets_goal is None
    assert score({"first_visit": Sum(0, FEWEST_CASES)}).scores[2].meets_goal is False


def test_every_quality_is_made_of_shares_with_a_goal() -> None:
    for quality in QUALITIES:
        assert all(FIGURES[name].unit is Unit.PERCENT and FIGURES[name].goal for name in quality.figures)


def test_limits_are_three_deviations_around_the_mean_of_all_weeks() -> None:
    first, second, none = control_limits([(90, 100), (50, 60), (0, 0)])
    centre = 140 / 160
    assert first.centre == second.centre == none.centre == pytest.approx(centre)
    assert first.high - centre == pytest.approx(min(1 - centre, 3 * sqrt(centre * (1 - centre) / 100)))
    assert centre - second.low == pytest.approx(3 * sqrt(centre * (1 - centre) / 60))
    assert none.rate is None
    assert not none.is_news


def test_a_week_is_news_only_beyond_the_limit() -> None:
    usual = [(90, 100)] * 20
    assert not any(week.is_news for week in control_limits(usual))
    assert [week.is_news for week in control_limits([*usual, (70, 100)])][-1]
    assert not control_limits([*usual, (84, 100)])[-1].is_news


def test_without_any_week_nothing_breaks() -> None:
    assert control_limits([]) == []
    assert control_limits([(0, 0)])[0].centre == 0.0
