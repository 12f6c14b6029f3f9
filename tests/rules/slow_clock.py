"""An independent slow reference: working time counted minute by minute, by looking at the clock on the wall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from aftersales.rules.calendar import Calendar, Frame

MINUTE = timedelta(minutes=1)
Working = Callable[[datetime], bool]


def works_at(calendar: Calendar, moment: datetime) -> bool:
    """Whether the minute that begins at `moment` is working time."""
    wall = moment.astimezone(calendar.zone)
    minute = wall.hour * 60 + wall.minute
    today = wall.date()
    return any(frame.start_minute <= minute < frame.end_minute for frame in frames_of(calendar, today)) or any(
        minute + 1440 < frame.end_minute for frame in frames_of(calendar, today - timedelta(days=1))
    )


def frames_of(calendar: Calendar, day: date) -> Sequence[Frame]:
    rule = calendar.days.get(day)
    usual = calendar.week[day.weekday()]
    if rule is None:
        return usual
    if not rule.is_working:
        return ()
    if rule.frames is not None:
        return rule.frames
    return usual or next(frames for frames in calendar.week if frames)


def add_slowly(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    moment = start
    while minutes:
        minutes -= works_at(calendar, moment)
        moment += MINUTE
    return moment


def between_slowly(calendar: Calendar, start: datetime, end: datetime) -> int:
    moment, minutes = start, 0
    while moment < end:
        minutes += works_at(calendar, moment)
        moment += MINUTE
    return minutes


def arrive_slowly(
    received_at: datetime,
    terms: Sequence[tuple[datetime, int, Calendar | None]],
    stops: Sequence[tuple[datetime, datetime]],
) -> datetime:
    """Terms are (from, minutes, calendar); at each minute the ones in force say whether it counts, and how many."""
    moment, counted = received_at, 0
    while True:
        _, length, calendar = [term for term in terms if term[0] <= moment][-1]
        if counted >= length:
            return moment
        stopped = any(begin <= moment < end for begin, end in stops)
        if not stopped and (calendar is None or works_at(calendar, moment)):
            counted += 1
        moment += MINUTE
        if counted >= length:
            return moment
