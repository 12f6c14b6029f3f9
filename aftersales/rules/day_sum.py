"""Where the hours of a deadline went: one line a local day, with what stood still and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aftersales.rules.calendar import Calendar
from aftersales.rules.kinds import StopReason
from aftersales.rules.message import N_, Message, message


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of the way to a deadline (microseconds) under one calendar, counted or stopped."""

    start: int
    end: int
    calendar: Calendar
    stop: StopReason | None = None


@dataclass(frozen=True, slots=True)
class DayLine:
    """`counted` went into the deadline's length; `stood_still` would have, but for a stop. Both are the calendar's
    own time. `reason` says why nothing, or less, was counted, or why a day of rest was worked."""

    on: date
    counted: timedelta
    stood_still: timedelta
    reason: Message | None


def sum_by_day(legs: Sequence[Leg]) -> tuple[DayLine, ...]:
    """The lines add up to what was counted; every local day between start and end has one."""
    counted: dict[int, int] = {}
    stood: dict[int, int] = {}
    stops: dict[int, list[StopReason]] = {}
    calendars: dict[int, Calendar] = {}
    for leg in legs:
        calendar = leg.calendar
        last = calendar.local_ordinal(max(leg.end - 1, leg.start))
        for day in range(calendar.local_ordinal(leg.start), last + 1):
            calendars[day] = calendar
            inside = sum(max(min(end, leg.end) - max(begin, leg.start), 0) for begin, end in calendar.day_spans(day))
            counted[day] = counted.get(day, 0) + (0 if leg.stop else inside)
            stood[day] = stood.get(day, 0) + (inside if leg.stop else 0)
            if leg.stop and leg.stop not in stops.setdefault(day, []):
                stops[day].append(leg.stop)
    return tuple(
        DayLine(
            date.fromordinal(day),
            timedelta(microseconds=counted[day]),
            timedelta(microseconds=stood[day]),
            _reason(date.fromordinal(day), calendars[day], counted[day], stood[day], stops.get(day, [])),
        )
        for day in sorted(calendars)
    )


def _reason(day: date, calendar: Calendar, counted: int, stood: int, stops: list[StopReason]) -> Message | None:
    rule = calendar.days.get(day)
    if stood:
        return message(N_("The clock stood still: {reasons}."), reasons=tuple(stops))
    if rule is not None and rule.name and not counted and not rule.is_working:
        return message(N_("No working day: {name}."), name=rule.name)
    if rule is not None and rule.is_working and counted and not calendar.week[day.weekday()]:
        return message(N_("Make-up working day."))
    if not counted and not calendar.day_spans(day.toordinal()):
        return message(N_("No working day."))
    if not counted:
        return message(N_("No working time left on this day."))
    return None
