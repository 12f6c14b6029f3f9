"""The quality scorecard: fast, decisive, accurate, thorough, complete (1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aftersales.rules.figures import NOTHING, Sum
from aftersales.rules.goals import USUAL_GOALS, Goals, goal_of
from aftersales.rules.message import N_

FEWEST_CASES = 5  # below, a rate says more about chance than about work


@dataclass(frozen=True, slots=True)
class Quality:
    """One of the five words of 1.1, and the figures whose cases are put together for it."""

    key: str
    title: str
    asks: str
    figures: tuple[str, ...]

    def goal(self, goals: Goals = USUAL_GOALS) -> float:
        """The mean of its figures' goals."""
        each = [goal_of(name, goals) or 0.0 for name in self.figures]
        return sum(each) / len(each)


QUALITIES: tuple[Quality, ...] = (
    Quality("fast", N_("Fast"), N_("Did we answer and arrive in time?"), ("response_kept", "arrival_kept")),
    Quality("decisive", N_("Decisive"), N_("Once there, did we get it done within a day?"), ("done_in_a_day",)),
    Quality("accurate", N_("Accurate"), N_("Was it fixed at the first visit?"), ("first_visit",)),
    Quality("thorough", N_("Thorough"), N_("Did the fault stay away?"), ("not_repeated",)),
    Quality(
        "complete",
        N_("Complete"),
        N_("Are the report, the customer's survey and the handbook there?"),
        ("complete",),
    ),
)


@dataclass(frozen=True, slots=True)
class Score:
    """One quality's cases: how many were as they should be, of how many."""

    quality: Quality
    sum: Sum
    goal: float  # from 0 to 1

    @property
    def points(self) -> float | None:
        """0 to 100; None without a case."""
        return 100 * self.sum.top / self.sum.bottom if self.sum.bottom else None

    @property
    def is_enough(self) -> bool:
        return self.sum.bottom >= FEWEST_CASES

    @property
    def meets_goal(self) -> bool | None:
        """None where there are too few cases to say."""
        return self.points >= 100 * self.goal if self.points is not None and self.is_enough else None


@dataclass(frozen=True, slots=True)
class Scorecard:
    scores: tuple[Score, ...]

    @property
    def total(self) -> float | None:
        """The plain mean of the five; None unless each of them has enough cases."""
        points = [score.points for score in self.scores if score.points is not None and score.is_enough]
        return sum(points) / len(points) if len(points) == len(self.scores) else None


def score(sums: Mapping[str, Sum], goals: Goals = USUAL_GOALS) -> Scorecard:
    """The scorecard of whatever the figures were summed over: an office, a team, a month."""
    return Scorecard(
        tuple(
            Score(quality, sum((sums.get(name, NOTHING) for name in quality.figures), NOTHING), quality.goal(goals))
            for quality in QUALITIES
        )
    )
