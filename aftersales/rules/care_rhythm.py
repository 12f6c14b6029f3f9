"""The days on which a care plan asks for a revisit (5.2(2)). All days are the service time zone's."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from aftersales.errors import InvalidInput
from aftersales.rules.care import PlanKind
from aftersales.rules.message import N_, message
from aftersales.rules.months import add_months

LEAD = timedelta(days=7)  # a revisit stands on the list this long before its day
DAY = timedelta(days=1)
MOST_REST = 30  # days of rest in a row; more is a calendar without working days


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`months` for key customers and after the handover, `days_before` the warranty's end, `month` and `day` of a
    season. `from_on`: nothing is due before."""

    kind: PlanKind
    from_on: date
    months: int | None = None
    days_before: int | None = None
    month: int | None = None
    day: int | None = None


_ASKS: dict[PlanKind, tuple[tuple[str, str, int], ...]] = {
    PlanKind.KEY_CUSTOMERS: (("months", N_("Months"), 60),),
    PlanKind.AFTER_HANDOVER: (("months", N_("Months"), 120),),
    PlanKind.WARRANTY_ENDS: (("days_before", N_("Days before"), 730),),
    PlanKind.TYPHOON_SEASON: (("month", N_("Month"), 12), ("day", N_("Day"), 31)),
}


def ensure_whole(rhythm: Rhythm) -> None:
    """Raise InvalidInput where a number that the kind asks for is missing or out of range."""
    for field, label, most in _ASKS[rhythm.kind]:
        value = getattr(rhythm, field)
        if value is None or not 1 <= value <= most:
            raise InvalidInput(
                N_("“{label}” has to be between 1 and {most}."), field=field, label=message(label), most=most
            )


def is_wanted(rhythm: Rhythm, day: date, today: date) -> bool:
    """Whether a revisit of that day is produced now: not before the plan began, and a week ahead."""
    return rhythm.from_on <= day <= today + LEAD


def key_customer_day(rhythm: Rhythm, last_on: date | None) -> date:
    """So many months after the customer was last spoken with, or last planned to be; at once where never."""
    assert rhythm.months is not None
    return rhythm.from_on if last_on is None else max(rhythm.from_on, add_months(last_on, rhythm.months))


def handover_day(rhythm: Rhythm, handover_on: date) -> date:
    assert rhythm.months is not None
    return add_months(handover_on, rhythm.months)


def warranty_day(rhythm: Rhythm, ends_on: date) -> date:
    """The last day in warranty less the plan's days."""
    assert rhythm.days_before is not None
    return ends_on - timedelta(days=rhythm.days_before)


def season_days(rhythm: Rhythm, today: date) -> list[date]:
    """This year's and next year's day; the month's last where it has fewer."""
    assert rhythm.month is not None and rhythm.day is not None
    return [
        date(year, rhythm.month, min(rhythm.day, monthrange(year, rhythm.month)[1]))
        for year in (today.year, today.year + 1)
    ]


def working_day(day: date, is_working: Callable[[date], bool]) -> date:
    """The day itself, or the next working day."""
    for ahead in range(MOST_REST):
        if is_working(day + ahead * DAY):
            return day + ahead * DAY
    return day
