"""A calendar's week in words: Monday to Friday 08:30–12:00, 13:30–18:00."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from babel import Locale

from aftersales.locale.sentences import BABEL
from aftersales.rules.message import N_
from aftersales.ui.text import current_language, t

DAY_MINUTES = 24 * 60
_FROM_TO = N_("{first} to {last}")


def week_words(week: Sequence[Any]) -> list[str]:
    """One line for each run of days with the same frames; days of rest are left out."""
    names = Locale.parse(BABEL[current_language()]).days["format"]["abbreviated"]
    lines = []
    for frames, run in groupby(range(7), key=lambda day: [tuple(frame) for frame in week[day]]):
        days = list(run)
        if not frames:
            continue
        first, last = names[days[0]], names[days[-1]]
        told = first if len(days) == 1 else t(_FROM_TO, first=first, last=last)
        lines.append(f"{told} " + ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in frames))
    return lines


def _clock(minutes: int) -> str:
    if minutes == DAY_MINUTES:
        return "24:00"
    return f"{minutes % DAY_MINUTES // 60:02d}:{minutes % 60:02d}"
