"""The public holidays that the `holidays` library knows, as plain values to be stored and corrected.

The rules never ask the library: these days are copied into the store, year by year, with their source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version

import holidays

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import DayRule
from aftersales.rules.message import N_

ESTIMATED = ("推定", "estimated")
SUBSTITUTED = ("休息日", "Day off")  # how the library begins the name of a day of rest moved here
OBSERVED = ("（补假）", "(observed)")
FIRST_YEAR, LAST_YEAR = 1901, 2098  # what the library's Chinese moon calendar holds, less a neighbour


@dataclass(frozen=True, slots=True)
class HolidayDay:
    """A day that differs from its weekday: of rest, or (`is_working`) a make-up working day, named for its holiday.
    `provisional`: its year wasn't announced when the library was made, or the day is an estimate."""

    on: date
    is_working: bool
    name: str
    source: str
    provisional: bool

    def rule(self) -> DayRule:
        return DayRule(is_working=self.is_working, name=self.name, provisional=self.provisional)


def announced_days(country: str, year: int, language: str = "zh_CN") -> list[HolidayDay]:
    """The days of `year` that differ in `country` ("CN"), sorted. Raises InvalidInput for an unknown country or year.

    A Saturday and Sunday with a day of rest on both sides belong to the holiday, so that a calendar which works on
    Saturdays rests on them too. A year not announced yet comes with what the law says alone, provisionally.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(N_("No public holidays are known for the year {year}."), field="year", year=str(year))
    return list(_days(country.upper(), year, language))


def is_announced(country: str, year: int) -> bool:
    """False where the country moves its days by a yearly announcement (China) that the library doesn't hold yet."""
    moved = getattr(_library(country.upper(), year, "zh_CN"), "special_public_holidays", {})
    return country.upper() != "CN" or year <= max(moved, default=year)


@lru_cache(maxsize=64)
def _library(country: str, year: int, language: str) -> holidays.HolidayBase:
    # The neighbours too: a make-up day in December may belong to the January after.
    try:
        supported = holidays.country_holidays(country).supported_languages
        spoken = language if language in supported else None
        return holidays.country_holidays(country, years=(year - 1, year, year + 1), language=spoken)
    except NotImplementedError:
        raise InvalidInput(
            N_("No public holidays are known for the country “{country}”."), field="country", country=country
        ) from None


@lru_cache(maxsize=256)
def _days(country: str, year: int, language: str) -> tuple[HolidayDay, ...]:
    library = _library(country, year, language)
    found = dict(library.items())
    makeup: set[date] = set(library.weekend_workdays)
    source = f"holidays {version('holidays')}"
    is_open = not is_announced(country, year)
    days: dict[date, HolidayDay] = {}
    for day, name in found.items():
        estimated = is_open or any(word in name for word in ESTIMATED)
        days[day] = HolidayDay(day, False, _holiday_name(found, day), source, estimated)
    if country == "CN":
        for day in _weekends_inside(found, makeup):
            days[day] = HolidayDay(day, False, _holiday_name(found, day), source, is_open)
    for day in makeup:
        days[day] = HolidayDay(day, True, _holiday_name(found, day), source, is_open)
    return tuple(days[day] for day in sorted(days) if day.year == year)


def _holiday_name(found: dict[date, str], day: date) -> str:
    """Its own name; for a day of rest moved here, and for its make-up day, the nearest holiday's.

    The library writes the make-up day into the name of the day of rest ("休息日（2026-09-20日起取代）").
    """
    written = (day.isoformat(), day.strftime("%m/%d/%Y"))
    moved_to = next((on for on, name in found.items() if any(text in name for text in written)), day)
    named = {on: name for on, name in found.items() if not name.startswith(SUBSTITUTED)}
    if day in named:
        return named[day]
    plain = {on: name for on, name in named.items() if not name.endswith(OBSERVED)}
    nearest = min(plain, key=lambda on: (abs(on - moved_to), on), default=None)
    return plain[nearest] if nearest else ""


def _weekends_inside(found: dict[date, str], makeup: set[date]) -> list[date]:
    inside: list[date] = []
    for friday in (day for day in found if day.weekday() == 4 and day + timedelta(days=3) in found):
        weekend = [friday + timedelta(days=1), friday + timedelta(days=2)]
        if not makeup.intersection(weekend):
            inside += [day for day in weekend if day not in found]
    return inside
