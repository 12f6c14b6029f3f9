"""Spans of whole days, and what to compare them with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from aftersales.errors import InvalidInput
from aftersales.rules.message import N_

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both counted. Raises InvalidInput when they stand the wrong way round."""

    from_on: date
    to_on: date

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            raise InvalidInput(
                N_("A period begins before it ends: {from_on} to {to_on}."),
                field="period",
                from_on=self.from_on,
                to_on=self.to_on,
            )

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1

    def moments(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """The midnight it begins at and the one it ends before, aware."""
        return midnight(self.from_on, zone), midnight(self.to_on + DAY, zone)

    def each_day(self) -> Iterator[date]:
        for ahead in range(self.days):
            yield self.from_on + ahead * DAY


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment a day begins."""
    return datetime.combine(day, time.min, tzinfo=zone)


def month_of(day: date) -> Period:
    """The calendar month that holds `day`."""
    first = day.replace(day=1)
    return Period(first, (first + 32 * DAY).replace(day=1) - DAY)


def month_before(day: date) -> Period:
    """The calendar month before the one that holds `day`."""
    return month_of(day.replace(day=1) - DAY)


def month_named(text: str) -> Period:
    """ "2026-10". Raises InvalidInput."""
    try:
        year, month = text.split("-")
        return month_of(date(int(year), int(month), 1))
    except ValueError:
        raise InvalidInput(N_("A month is written like 2026-10, not {text}."), field="month", text=text) from None


def quarter_of(day: date) -> Period:
    """The calendar quarter that holds `day`."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(first, month_of(first + 70 * DAY).to_on)


def year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def until(period: Period, today: date) -> Period:
    """The same, but not beyond today."""
    return Period(period.from_on, max(period.from_on, min(period.to_on, today)))


def same_days_before(period: Period) -> Period:
    """What a period is compared with: a month or the beginning of one with the same days of the month before,
    anything else with as many days just before it.
    """
    if period.from_on.day == 1 and period.to_on <= month_of(period.from_on).to_on:
        before = month_before(period.from_on)
        if period.to_on == month_of(period.from_on).to_on:
            return before
        return Period(before.from_on, min(before.to_on, before.from_on + (period.days - 1) * DAY))
    return Period(period.from_on - period.days * DAY, period.from_on - DAY)


def a_year_before(period: Period) -> Period:
    """The same days of the year before; the 29th of February counts as the 28th."""
    return Period(_last_year(period.from_on), _last_year(period.to_on))


def _last_year(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def weeks_until(today: date, count: int) -> list[Period]:
    """The last `count` weeks from Monday to Sunday, oldest first; the running one ends today."""
    monday = today - today.weekday() * DAY
    starts = [monday - back * 7 * DAY for back in range(count - 1, -1, -1)]
    return [Period(start, min(start + 6 * DAY, today)) for start in starts]
