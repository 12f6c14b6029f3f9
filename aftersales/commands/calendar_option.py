"""`--calendar`: a service calendar written in one line, or in a small TOML or JSON file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import Calendar, DayRule, Frame
from aftersales.rules.calendar_spec import parse_frames, parse_week
from aftersales.rules.message import N_
from aftersales.services.holiday_days import FIRST_YEAR, LAST_YEAR, announced_days

COUNTRY = re.compile(r"\+\s*([A-Za-z]{2})\s*$")


@dataclass(frozen=True, slots=True)
class CalendarOption:
    """A week, the country whose public holidays are taken off it, and single days that win over both."""

    name: str
    week: tuple[tuple[Frame, ...], ...]
    country: str | None = None
    days: Mapping[date, DayRule] = field(default_factory=dict)

    def calendar(self, zone: ZoneInfo, first_year: int, last_year: int, language: str) -> Calendar:
        """The calendar, its holidays known from `first_year` to `last_year`."""
        if self.country is None:
            return Calendar(self.name, zone, self.week, self.days)
        years = range(max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR) + 1)
        spoken = "zh_CN" if language == "zh" else "en_US"
        announced = {day.on: day.rule() for year in years for day in announced_days(self.country, year, spoken)}
        return Calendar(self.name, zone, self.week, {**announced, **self.days}, None, frozenset(years))


def read_calendar(text: str) -> CalendarOption:
    """`Mon-Fri 08:30-12:00,13:30-18:00; Sat 09:00-12:00 +CN`, or the path of a .toml or .json file with `week` (such a
    line), and if wanted `name`, `holidays` (a country) and `days` ("2026-12-31" = "rest", "work" or frames).
    """
    if text.lower().endswith((".toml", ".json")):
        return _from_file(Path(text))
    return _from_line(text, text.strip())


def _from_line(line: str, name: str) -> CalendarOption:
    found = COUNTRY.search(line)
    week = parse_week(line[: found.start()] if found else line)
    option = CalendarOption(name, week, found.group(1).upper() if found else None)
    if option.country:
        announced_days(option.country, 2000)  # an unknown country is refused here, not in the midst of counting
    return option


def _from_file(path: Path) -> CalendarOption:
    try:
        content = path.read_text(encoding="utf-8")
        read: Any = tomllib.loads(content) if path.suffix.lower() == ".toml" else json.loads(content)
        line = read["week"] + (f" +{read['holidays']}" if read.get("holidays") else "")
        option = _from_line(line, str(read.get("name") or path.stem))
        days = {_day(on): _rule(str(what)) for on, what in dict(read.get("days") or {}).items()}
    except OSError as error:
        raise InvalidInput(
            N_("The calendar file {path} can't be read: {reason}"), field="calendar", path=str(path), reason=str(error)
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(
            N_("The calendar file {path} isn't right: {reason}"), field="calendar", path=str(path), reason=str(error)
        ) from error
    return CalendarOption(option.name, option.week, option.country, days)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _rule(text: str) -> DayRule:
    if text == "rest":
        return DayRule(is_working=False)
    return DayRule(is_working=True, frames=None if text == "work" else tuple(parse_frames(text)))
