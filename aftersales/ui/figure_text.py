"""Figures in the reader's language, on screens."""

from __future__ import annotations

from aftersales.locale.figures import format_change, format_figure, format_goal
from aftersales.rules.figures import Sum, Unit
from aftersales.rules.goals import ALL_FIGURES, Goals, goal_of
from aftersales.ui.text import current_language, t


def show_figure(key: str, total: Sum) -> str:
    unit = ALL_FIGURES[key].unit
    return format_figure(total.value(unit), unit, current_language())


def show_change(key: str, now: Sum, before: Sum) -> str | None:
    unit = ALL_FIGURES[key].unit
    return format_change(now.value(unit), before.value(unit), unit, current_language())


def show_goal(key: str, goals: Goals) -> str:
    """ "Goal 95%", or nothing."""
    goal = goal_of(key, goals)
    if goal is None:
        return ""
    return t("Goal {goal}", goal=format_goal(goal, ALL_FIGURES[key].unit, current_language()))


def definition(key: str) -> str:
    """What is shown on hover."""
    figure = ALL_FIGURES[key]
    return t("{definition} Clause {clause}.", definition=t(figure.definition), clause=figure.clause)


def cases(key: str, total: Sum) -> str:
    """What the value is made of: "612 of 655", "83 answers"."""
    unit = ALL_FIGURES[key].unit
    if unit is Unit.PERCENT:
        return t("{top} of {bottom}", top=total.top, bottom=total.bottom)
    if unit is Unit.MARK:
        return t("{count} answers", count=total.bottom)
    return t("Rows behind it")


def rows_shown(shown: int, total: int) -> str:
    """How many rows a list shows, and of how many where it is cut."""
    if total > shown:
        return t("The first {shown} of {total} rows.", shown=shown, total=total)
    return t("Rows: {count}", count=total)


def number(key: str, total: Sum) -> float | None:
    """For tables and charts: percent from 0 to 100, yuan, hours, marks."""
    unit = ALL_FIGURES[key].unit
    value = total.value(unit)
    if value is None:
        return None
    if unit is Unit.PERCENT:
        return round(value * 100, 1)
    return round(value / 100, 2) if unit is Unit.MONEY else round(value, 2)
