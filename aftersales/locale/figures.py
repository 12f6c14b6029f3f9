"""Figures as people read them: a share, a mark, hours, a count or yuan, and how they changed."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from aftersales.locale.catalog import translate
from aftersales.locale.sentences import BABEL
from aftersales.rules.figures import Unit
from aftersales.rules.message import N_
from aftersales.rules.periods import Period, month_of

NONE = "—"


def format_figure(value: float | None, unit: Unit, language: str) -> str:
    """Whole yuan for money: the fen stand in the rows behind it."""
    if value is None:
        return NONE
    locale = BABEL[language]
    if unit is Unit.PERCENT:
        return format_percent(value, "0.0%", locale=locale)
    if unit is Unit.MARK:
        return format_decimal(value, "0.00", locale=locale)
    if unit is Unit.HOURS:
        return translate(N_("{hours} h"), language).format(hours=format_decimal(value, "0.0", locale=locale))
    if unit is Unit.MONEY:
        return format_decimal(value / 100, "¥#,##0", locale=locale)
    return format_decimal(value, locale=locale)


def format_goal(goal: float, unit: Unit, language: str) -> str:
    """A goal without decimals that say nothing: 95%, 4.5."""
    locale = BABEL[language]
    if unit is Unit.PERCENT:
        return format_percent(goal, "0.#%", locale=locale)
    return format_decimal(goal, "0.##", locale=locale)


def format_change(now: float | None, before: float | None, unit: Unit, language: str) -> str | None:
    """The difference with its sign, in percentage points where it is one of shares; None without both."""
    if now is None or before is None:
        return None
    locale, change = BABEL[language], now - before
    if unit is Unit.PERCENT:
        points = format_decimal(change * 100, "+0.0;-0.0", locale=locale)
        return translate(N_("{points} points"), language).format(points=points)
    if unit is Unit.MARK:
        return format_decimal(change, "+0.00;-0.00", locale=locale)
    if unit is Unit.HOURS:
        hours = format_decimal(change, "+0.0;-0.0", locale=locale)
        return translate(N_("{hours} h"), language).format(hours=hours)
    if unit is Unit.MONEY:
        return format_decimal(change / 100, "+¥#,##0;-¥#,##0", locale=locale)
    return format_decimal(change, "+#,##0;-#,##0", locale=locale)


def format_period(period: Period, language: str) -> str:
    """ "2026年10月" for a whole month, else both days."""
    locale = BABEL[language]
    if period == month_of(period.from_on):
        return format_date(period.from_on, "y年M月" if language == "zh" else "MMMM y", locale=locale)
    day = "y年M月d日" if language == "zh" else "d MMM y"
    first, last = (format_date(on, day, locale=locale) for on in (period.from_on, period.to_on))
    return first if period.days == 1 else f"{first} – {last}"


def format_day(day: date, language: str) -> str:
    """A day without its year."""
    return format_date(day, "M月d日" if language == "zh" else "d MMM", locale=BABEL[language])
