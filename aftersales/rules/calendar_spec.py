"""A week of working time written in one line: `Mon-Fri 08:30-12:00,13:30-18:00; Sat 22:00-06:00`.

Groups are parted by `;`. A group is days (`Mon`, `Mon-Fri`, `Mon,Wed`, `daily`, `周一-周五`, `每天`), a space, and
frames parted by commas. A frame whose end isn't after its start ends on the next day; 24:00 is a day's end.
"""

from __future__ import annotations

import re

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import DAY_MINUTES, Frame
from aftersales.rules.message import N_

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {name: number for number, name in enumerate(NAMES)}
NUMBERS |= {name[:3]: number for number, name in enumerate(NAMES)}
NUMBERS |= {prefix + "一二三四五六日"[number]: number for prefix in ("周", "星期") for number in range(7)}
NUMBERS |= {"周天": 6, "星期天": 6}
EVERY_DAY = ("daily", "每天")
FRAME = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")


def parse_week(text: str) -> tuple[tuple[Frame, ...], ...]:
    """The frames of Monday to Sunday. Raises InvalidInput, naming the part that can't be read."""
    week: list[list[Frame]] = [[] for _ in range(7)]
    for group in filter(None, (part.strip() for part in re.split("[;；]", text))):
        first_digit = re.search("[0-9]", group)
        if first_digit is None:
            raise _unreadable(group)
        days = _parse_days(group[: first_digit.start()].strip(), group)
        frames = parse_frames(group[first_digit.start() :])
        for day in days:
            week[day] += frames
    return tuple(tuple(frames) for frames in week)


def parse_frames(text: str) -> list[Frame]:
    """`08:30-12:00,13:30-18:00` as frames."""
    frames = []
    for part in re.split("[,，、]", text):
        found = FRAME.fullmatch(part.strip())
        if found is None:
            raise _unreadable(part)
        hour, minute, to_hour, to_minute = (int(number) for number in found.groups())
        start, end = hour * 60 + minute, to_hour * 60 + to_minute
        if minute > 59 or to_minute > 59 or start >= DAY_MINUTES or end > DAY_MINUTES or start == end:
            raise _unreadable(part)
        frames.append(Frame(start, end if end > start else end + DAY_MINUTES))
    return frames


def _parse_days(text: str, group: str) -> list[int]:
    if text.lower() in EVERY_DAY:
        return list(range(7))
    days: list[int] = []
    for part in re.split("[,，、]", text):
        ends = [NUMBERS.get(name.strip().lower()) for name in re.split("[-至到]", part)]
        if len(ends) > 2 or None in ends:
            raise _unreadable(group)
        first, last = ends[0] or 0, ends[-1] or 0
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return days


def _unreadable(part: str) -> InvalidInput:
    return InvalidInput(
        N_("“{part}” is no working time. Write for example: {example}"),
        field="calendar",
        part=part.strip(),
        example="Mon-Fri 08:30-12:00,13:30-18:00; Sat 22:00-06:00",
    )
