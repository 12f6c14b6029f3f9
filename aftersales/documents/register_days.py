"""A day as people write it into a register, in Chinese, English or Excel's own way."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from aftersales.documents.register_refusals import CellRefused, Refusal
from aftersales.rules.message import N_, message

EXCEL_EPOCH = date(1899, 12, 30)  # day 1 is 1900-01-01 with Excel's leap-year mistake behind us
FIRST_BELIEVABLE_YEAR = 1950
MAX_AHEAD_DAYS = 731  # a handover may be planned, but not for the next decade

CLOCK = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?" + CLOCK)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})" + CLOCK)
DAY_NAME_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]+([a-z]{3,9})\.?,?[ \-]+(\d{4})")
NAME_DAY_YEAR = re.compile(r"([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def read_day(value: Any) -> date:
    """The day of a cell: a real Excel date, a serial number, or text such as 2022/10/18, 2024年3月14日, 2026.04.15.

    Raises CellRefused for a day that doesn't exist, that can be read in two ways, or that isn't one.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_text(value)
    raise _unreadable(value)


def read_handover(value: Any, *, today: date) -> date:
    """The day of handover: a day as `read_day` reads it, believable as seen from `today`."""
    day = read_day(value)
    if day.year < FIRST_BELIEVABLE_YEAR:
        raise CellRefused(Refusal.TOO_LONG_AGO, message(N_("Handover on {day} is too long ago to be meant."), day=day))
    if day > today + timedelta(days=MAX_AHEAD_DAYS):
        raise CellRefused(Refusal.FAR_FUTURE, message(N_("Handover on {day} lies more than two years ahead."), day=day))
    return day


def _from_number(number: float) -> date:
    if not math.isfinite(number):
        raise _unreadable(number)
    whole = int(number)
    if whole == number and 19_000_101 <= whole <= 29_991_231:
        return _day(f"{whole}", whole // 10_000, whole // 100 % 100, whole % 100)
    if 1 <= whole < 200_000:
        return EXCEL_EPOCH + timedelta(days=whole)
    raise _unreadable(f"{number:g}")


@lru_cache(maxsize=10_000)
def _from_text(text: str) -> date:
    tidy = re.sub(r"[–—−‐]", "-", unicodedata.normalize("NFKC", text)).strip()
    for pattern in (YEAR_FIRST, COMPACT):
        if found := pattern.fullmatch(tidy):
            year, month, day = (int(part) for part in found.groups())
            return _day(text, year, month, day)
    if re.fullmatch(r"\d{5}(\.\d+)?", tidy):
        return _from_number(float(tidy))
    if found := YEAR_LAST.fullmatch(tidy):
        one, two, year = (int(part) for part in found.groups())
        if one <= 12 and two <= 12 and one != two:
            raise CellRefused(
                Refusal.UNREADABLE_DATE,
                message(N_("“{text}” may be read in two ways; write year-month-day."), text=text),
            )
        return _day(text, year, *((one, two) if two > 12 else (two, one)))
    lower = tidy.casefold()
    if found := DAY_NAME_YEAR.fullmatch(lower):
        return _day(text, int(found[3]), _month(found[2], text), int(found[1]))
    if found := NAME_DAY_YEAR.fullmatch(lower):
        return _day(text, int(found[3]), _month(found[1], text), int(found[2]))
    raise _unreadable(text)


def _month(name: str, text: str) -> int:
    for number, month in enumerate(MONTHS, start=1):
        if name in (month, month[:3]) or name == "sept" == month[:4]:
            return number
    raise _unreadable(text)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefused(
            Refusal.IMPOSSIBLE_DATE, message(N_("“{text}” is a day that doesn't exist."), text=text.strip())
        ) from None


def _unreadable(value: Any) -> CellRefused:
    return CellRefused(
        Refusal.UNREADABLE_DATE,
        message(N_("“{text}” isn't a date; write it as 2024-03-14."), text=str(value).strip()),
    )
