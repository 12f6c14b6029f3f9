"""What a deadline is counted by: the hours that hold, the stops, the promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aftersales.rules.calendar import Calendar
from aftersales.rules.kinds import StopReason, TermSource
from aftersales.rules.message import N_, Message, message

HOUR = timedelta(hours=1)
ARRIVAL_IN_WARRANTY = timedelta(hours=12)
ARRIVAL_AFTER_WARRANTY = timedelta(hours=48)


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
