"""By when we have to answer and to be there (1.3, 2a, 4(4)), replayed from the history, never counted up.

The arrival deadline is the promised moment where there is one, else it is found by hours: the time since the
receipt is counted under the terms that held, and a stop holds the count. When terms change at T, what was
counted stays counted and the new terms apply from T on; a deadline that was reached by T stays where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aftersales.errors import InvalidInput
from aftersales.rules.calendar import DEFAULT_ZONE, Calendar, from_micros, to_micros
from aftersales.rules.day_sum import DayLine, Leg, sum_by_day
from aftersales.rules.kinds import StopReason, TermSource
from aftersales.rules.message import N_, Message, message

MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
RESPONSE = timedelta(hours=4)
ARRIVAL_IN_WARRANTY = timedelta(hours=12)
ARRIVAL_AFTER_WARRANTY = timedelta(hours=48)
AGREED = (TermSource.CONTRACT, TermSource.TENDER)

__all__ = [
    "DayLine", "Deadline", "Kept", "Promise", "Stop", "TermsFrom",
    "arrival_deadline", "ensure_asked_after_receipt", "judge", "response_deadline",
    "standard_arrival", "standard_terms",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """The arrival clock stands still from `from_at` until `to_at` (None: still)."""

    from_at: datetime
    to_at: datetime | None
    reason: StopReason


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """What holds from `from_at` on: `length` in the calendar's time (None: clock hours), where it comes from, and
    its clause ("1.3", "2a"). `fact` replaces the usual sentence about it."""

    from_at: datetime
    length: timedelta
    calendar: Calendar | None = None
    source: TermSource = TermSource.RULES
    clause: str = "1.3"
    fact: Message | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """At `at` we confirmed to be there at `promised_at`."""

    at: datetime
    promised_at: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_at` counts; `by_hours_at` is the one by hours, kept beside a promise. Either is None only while the
    clock stands still and no `now` was given. `stopped`: the clock by hours stands still now, and the moment is
    the one that would hold if it went on now. `provisional`: days count whose holidays aren't announced yet."""

    due_at: datetime | None
    by_hours_at: datetime | None
    facts: tuple[Message, ...] = ()
    clauses: tuple[str, ...] = ()
    provisional: bool = False
    stopped: bool = False
    counted: timedelta = timedelta(0)
    legs: tuple[Leg, ...] = field(default=(), repr=False)

    def sum(self) -> tuple[DayLine, ...]:
        """The count by hours, a line a local day; the lines add up to `counted`, which is the whole length unless
        shorter terms came when more was counted already, or the clock stands still."""
        return sum_by_day(self.legs)


@dataclass(frozen=True, slots=True)
class Kept:
    """`margin` in the calendar's own time: positive is early, negative late."""

    kept: bool
    margin: timedelta


def response_deadline(
    *,
    received_at: datetime,
    length: timedelta = RESPONSE,
    source: TermSource = TermSource.RULES,
    calendar: Calendar | None = None,
    zone: ZoneInfo = DEFAULT_ZONE,
) -> Deadline:
    """Reply within 4 h (4(4)), or the contract's hours (2a). It never stops."""
    clock = calendar or Calendar.always(zone)
    start, micros = to_micros(received_at), length // MICROSECOND
    full, counted = clock.run(start, micros)
    assert full is not None
    clauses = ("2a",) if source in AGREED else ("4(4)", "2a") if calendar else ("4(4)",)
    facts = [message(N_("Answer within {hours} h of the receipt, by {source}."), hours=length / HOUR, source=source)]
    years = _calendar_facts(calendar, start, full, facts)
    due_at = from_micros(full)
    return Deadline(
        due_at, due_at, tuple(facts), clauses, years, False, timedelta(microseconds=counted), (Leg(start, full, clock),)
    )


def standard_arrival(in_warranty: bool | None) -> timedelta:
    """12 h in warranty, 48 h after it (1.3). Unknown counts as in warranty, in the customer's favour."""
    return ARRIVAL_AFTER_WARRANTY if in_warranty is False else ARRIVAL_IN_WARRANTY


def standard_terms(from_at: datetime, in_warranty: bool | None, calendar: Calendar | None = None) -> TermsFrom:
    """Clause 1.3 as terms, with the sentence that says which of its two lengths it is, and why."""
    if in_warranty is None:
        key = N_(
            "Whether it is in warranty is unknown; the shorter time of the rules holds, {hours} h from the receipt."
        )
    elif in_warranty:
        key = N_("In warranty, staff arrive within {hours} h of the receipt.")
    else:
        key = N_("Out of warranty, staff arrive within {hours} h of the receipt.")
    length = standard_arrival(in_warranty)
    return TermsFrom(from_at, length, calendar, TermSource.RULES, "1.3", message(key, hours=length / HOUR))


def arrival_deadline(
    *,
    received_at: datetime,
    terms: tuple[TermsFrom, ...],
    promises: tuple[Promise, ...] = (),
    stops: tuple[Stop, ...] = (),
    now: datetime | None = None,
    zone: ZoneInfo = DEFAULT_ZONE,
) -> Deadline:
    """The latest promise, else by hours; stops move the one by hours only.

    `terms` are sorted by `from_at`, the first no later than the receipt. Overlapping stops count once; what lies
    before the receipt doesn't count. A stop still running ends at `now` for the count.
    """
    start = to_micros(received_at)
    held = _terms_that_held(terms, start)
    pauses = _pauses(stops, start, now)
    count = _Count(start, held, pauses, zone)
    facts: list[Message] = []
    clauses: list[str] = []
    by_hours_at = None if count.due is None else from_micros(count.due)
    provisional = _hours_facts(count, held, facts)
    latest = sorted(promises, key=lambda promise: to_micros(promise.at))[-1] if promises else None
    if latest is not None:
        facts.insert(0, message(N_("Arrival was promised for {promised_at}."), promised_at=latest.promised_at))
        if by_hours_at is not None:
            facts.append(message(N_("By hours alone it would be {by_hours_at}."), by_hours_at=by_hours_at))
        clauses.append("4(4)")
        provisional = False
    else:
        clauses.append(count.term.clause)
        if count.term.calendar is not None and "2a" not in clauses:
            clauses.append("2a")
    due_at = latest.promised_at if latest is not None else by_hours_at
    return Deadline(
        due_at, by_hours_at, tuple(dict.fromkeys(facts)), tuple(clauses), provisional, count.stopped,
        timedelta(microseconds=count.counted), tuple(count.legs),
    )  # fmt: skip


def ensure_asked_after_receipt(*, asked_at: datetime, received_at: datetime) -> None:
    """A time asked for before the receipt is refused; at the receipt itself it may be."""
    if to_micros(asked_at) < to_micros(received_at):
        raise InvalidInput(
            N_("The arrival asked for, {asked_at}, lies before the receipt, {received_at}."),
            field="asked_at", clause="4(4)", asked_at=asked_at, received_at=received_at,
        )  # fmt: skip


def judge(deadline_at: datetime, actual_at: datetime, calendar: Calendar | None = None) -> Kept:
    """Met at exactly its moment is kept. A lateness outside the calendar's hours has a margin of zero."""
    clock = calendar or Calendar.always()
    return Kept(to_micros(actual_at) <= to_micros(deadline_at), clock.working_between(actual_at, deadline_at))


@dataclass(frozen=True, slots=True)
class _Pause:
    start: int
    end: int | None  # None: open, and no `now` to close it
    reason: StopReason
    is_running: bool


class _Count:
    """One walk from the receipt to the deadline by hours, through terms and pauses."""

    def __init__(self, start: int, held: Sequence[TermsFrom], pauses: Sequence[_Pause], zone: ZoneInfo) -> None:
        self.due: int | None = None
        self.counted = 0
        self.stopped = False
        self.legs: list[Leg] = []
        self.term = held[0]
        self.met_pauses: list[_Pause] = []
        at = start
        for place, term in enumerate(held):
            self.term = term
            until = to_micros(held[place + 1].from_at) if place + 1 < len(held) else None
            clock = term.calendar or Calendar.always(zone)
            if self._count_term(at, until, clock, term.length // MICROSECOND, pauses):
                return
            assert until is not None  # only a change of terms ends a count that isn't full
            at = until

    def _count_term(self, at: int, until: int | None, clock: Calendar, length: int, pauses: Sequence[_Pause]) -> bool:
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


def _terms_that_held(terms: Sequence[TermsFrom], start: int) -> list[TermsFrom]:
    """Those from the one in force at the receipt on."""
    if not terms or to_micros(terms[0].from_at) > start:
        raise InvalidInput(N_("No terms are known for the moment of the receipt."), field="terms")
    moments = [to_micros(term.from_at) for term in terms]
    if moments != sorted(moments):
        raise InvalidInput(N_("Terms have to be in the order of their moments."), field="terms")
    if any(term.length < timedelta(0) for term in terms):
        raise InvalidInput(N_("A length of time can't be negative."), field="terms")
    return list(terms[sum(moment <= start for moment in moments) - 1 :])


def _pauses(stops: Sequence[Stop], start: int, now: datetime | None) -> list[_Pause]:
    """Sorted, clipped to the receipt, cut so that none overlap; the earlier one keeps its reason."""
    now_micros = None if now is None else to_micros(now)
    pauses: list[_Pause] = []
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
            pauses.append(_Pause(begin, end, stop.reason, is_running))
    return pauses


def _calendar_facts(calendar: Calendar | None, start: int, end: int, facts: list[Message]) -> bool:
    """Say that a calendar counts and which years it only supposes; True where it supposes any."""
    if calendar is None:
        return False
    facts.append(message(N_("Only the working time of the calendar “{name}” counts."), name=calendar.name))
    years = calendar.open_years(start, end)
    for year in years:
        facts.append(
            message(N_("The public holidays of {year} aren't announced yet: counted provisionally."), year=str(year))
        )
    return bool(years)


def _hours_facts(count: _Count, held: Sequence[TermsFrom], facts: list[Message]) -> bool:
    provisional = False
    place = next(i for i, term in enumerate(held) if term is count.term)
    for number, term in enumerate(held[: place + 1]):
        if number:
            facts.append(message(N_("From {at} on other terms held; what was counted stays counted."), at=term.from_at))
        facts.append(
            term.fact
            or message(
                N_("Arrival within {hours} h of the receipt, by {source}."),
                hours=term.length / HOUR,
                source=term.source,
            )
        )
        legs = [leg for leg in count.legs if leg.calendar is term.calendar]
        if legs:
            provisional = _calendar_facts(term.calendar, legs[0].start, legs[-1].end, facts) or provisional
    for pause in count.met_pauses:
        from_at = from_micros(pause.start)
        if pause.end is None or pause.is_running:
            facts.append(
                message(
                    N_("The clock has stood still since {from_at}: {reason}."), from_at=from_at, reason=pause.reason
                )
            )
        else:
            facts.append(
                message(
                    N_("The clock stood still from {from_at} to {to_at}: {reason}."),
                    from_at=from_at,
                    to_at=from_micros(pause.end),
                    reason=pause.reason,
                )
            )
    return provisional
