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
from aftersales.rules.deadline_count import MICROSECOND, HoursCount, pauses_of, terms_that_held
from aftersales.rules.deadline_terms import HOUR, Promise, Stop, TermsFrom, standard_arrival, standard_terms
from aftersales.rules.kinds import TermSource
from aftersales.rules.message import N_, Message, message

RESPONSE = timedelta(hours=4)
AGREED = (TermSource.CONTRACT, TermSource.TENDER)

__all__ = [
    "DayLine", "Deadline", "Kept", "Promise", "Stop", "TermsFrom",
    "arrival_deadline", "ensure_asked_after_receipt", "judge", "response_deadline",
    "standard_arrival", "standard_terms",
]  # fmt: skip


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
    held = terms_that_held(terms, start)
    pauses = pauses_of(stops, start, now)
    count = HoursCount(start, held, pauses, zone)
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


def _hours_facts(count: HoursCount, held: Sequence[TermsFrom], facts: list[Message]) -> bool:
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
