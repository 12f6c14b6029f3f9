"""The goals of the figures: the usual ones, or those that the company has set itself from a moment on."""

from __future__ import annotations

from collections.abc import Mapping

from aftersales.rules.complaint_figures import COMPLAINT_FIGURES
from aftersales.rules.figures import FIGURES, Figure, Unit

Goals = Mapping[str, float]  # by figure, in its own unit: 0.95 is 95 percent
ALL_FIGURES = FIGURES | COMPLAINT_FIGURES
USUAL_GOALS: Goals = {key: figure.goal for key, figure in ALL_FIGURES.items() if figure.goal is not None}
# The least and the most that can be aimed at, in thousandths of the figure's unit.
BOUNDS_MILLI = {Unit.PERCENT: (1, 1000), Unit.MARK: (1000, 5000)}


def goal_of(key: str, goals: Goals) -> float | None:
    """None for a figure that has no goal."""
    return goals.get(key, ALL_FIGURES[key].goal)


def is_goal_met(figure: Figure, value: float | None, goals: Goals = USUAL_GOALS) -> bool | None:
    """None where there is no goal or nothing to judge. Exactly the goal is met."""
    goal = goal_of(figure.key, goals)
    if goal is None or value is None:
        return None
    return value >= goal if figure.more_is_better else value <= goal
