"""The walk from the receipt to the deadline by hours, through changing terms and stops; whole microseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import Calendar, to_micros
from aftersales.rules.day_sum import Leg
from aftersales.rules.deadline_terms import Stop, TermsFrom
from aftersales.rules.kinds import StopReason
from aftersales.rules.message import N_

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Pause:
    start: int
    end: int | None  # None: open, and no `now` to close it
    reason: StopReason
    is_running: bool


class HoursCount:
    """One walk from the receipt to the deadline by hours, through terms and pauses."""

    def __init__(self, start: int, held: Sequence[TermsFrom], pauses: Sequence[Pause], zone: ZoneInfo) -> None:
        self.due: int | None = None
        self.counted = 0
        self.stopped = False
        self.legs: list[Leg] = []
        self.term = held[0]
        self.met_pauses: list[Pause] = []
        at = start
        for place, term in enumerate(held):
            self.term = term
            until = to_micros(held[place + 1].from_at) if place + 1 < len(held) else None
            clock = term.calendar or Calendar.always(zone)
            if self._count_term(at, until, clock, term.length // MICROSECOND, pauses):
                return
            assert until is not None  # only a change of terms ends a count that isn't full
            at = until

    def _count_term(self, at: int, until: int | None, clock: Calendar, length: int, pauses: Sequence[Pause]) -> bool:
        """Count from `at` until the length is full (True) or the terms change at `until`."""
        for pause in pauses:
            if pause.end is not None and (pause.end < at or (pause.end == at and not pause.is_running)):
                continue
            if until is not None and pause.start >= until:
                break
            if self._run(at, pause.start, clock, length):
                return True
            if pause not in self.met_pauses:
                self.met_pauses.append(pause)
            begin = max(at, pause.start)
            if pause.end is None:
                if until is None:
                    self.stopped = True
                    return True
                end = until
            else:
                end = pause.end if until is None else min(pause.end, until)
            if end > begin:
                self.legs.append(Leg(begin, end, clock, pause.reason))
            self.stopped = self.stopped or pause.is_running
            at = end
            if at == until:
                return False
        return self._run(at, until, clock, length)

    def _run(self, at: int, until: int | None, clock: Calendar, length: int) -> bool:
        left = length - self.counted
        if until is not None and until < at:
            until = at
        full, counted = clock.run(at, left, until)
        self.counted += counted
        end = full if full is not None else until
        assert end is not None
        if end > at:
            self.legs.append(Leg(at, end, clock))
        if full is not None:
            self.due = full
        return full is not None


def terms_that_held(terms: Sequence[TermsFrom], start: int) -> list[TermsFrom]:
    """Those from the one in force at the receipt on."""
    if not terms or to_micros(terms[0].from_at) > start:
        raise InvalidInput(N_("No terms are known for the moment of the receipt."), field="terms")
    moments = [to_micros(term.from_at) for term in terms]
    if moments != sorted(moments):
        raise InvalidInput(N_("Terms have to be in the order of their moments."), field="terms")
    if any(term.length < timedelta(0) for term in terms):
        raise InvalidInput(N_("A length of time can't be negative."), field="terms")
    return list(terms[sum(moment <= start for moment in moments) - 1 :])


def pauses_of(stops: Sequence[Stop], start: int, now: datetime | None) -> list[Pause]:
    """Sorted, clipped to the receipt, cut so that none overlap; the earlier one keeps its reason."""
    now_micros = None if now is None else to_micros(now)
    pauses: list[Pause] = []
    for stop in sorted(stops, key=lambda one: to_micros(one.from_at)):
        begin = to_micros(stop.from_at)
        end = now_micros if stop.to_at is None else to_micros(stop.to_at)
        if stop.to_at is None and end is not None:
            end = max(end, begin)
        if end is not None and end < begin:
            raise InvalidInput(N_("A stop can't end before it begins."), field="stops")
        is_running = (stop.to_at is None and (now_micros is None or begin <= now_micros)) or (
            end is not None and now_micros is not None and begin <= now_micros < end
        )
        begin = max(begin, start)
        if pauses:
            before = pauses[-1].end
            if before is None:
                break
            begin = max(begin, before)
        if end is None or end > begin or (is_running and end == begin):
            pauses.append(Pause(begin, end, stop.reason, is_running))
    return pauses
