"""The same problem must not happen again (4(6)): does a request repeat an earlier one of the same sign?

Days are counted on the calendar of the service zone, as a customer counts them: work finished on
1 March at any hour is 90 days old all through 30 May. Both windows include their last day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aftersales.rules.calendar import DEFAULT_ZONE
from aftersales.rules.charge import Repeat
from aftersales.rules.decision import Decision
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.message import N_, Message, message

WINDOW_DAYS = 180
FREE_DAYS = 90
TIMES_TO_MANAGER = 3


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finished request of the same sign. `was_repaired`: our own repair was done in it."""

    request_id: int
    number: str
    sign_id: int | None
    fault: FaultCategory
    finished_at: datetime
    was_repaired: bool


@dataclass(frozen=True, slots=True)
class RecurrenceDecision(Decision[bool]):
    """`of` is the latest earlier one in the window; `count_in_window` includes this request; `repeat` is our
    latest repair within the free days; a recurrence raises the request's priority."""

    of: Earlier | None = None
    count_in_window: int = 1
    to_manager: bool = False
    repeat: Repeat | None = None


def decide_recurrence(
    *,
    received_at: datetime,
    fault: FaultCategory,
    earlier: Sequence[Earlier],
    window_days: int = WINDOW_DAYS,
    free_days: int = FREE_DAYS,
    zone: ZoneInfo = DEFAULT_ZONE,
) -> RecurrenceDecision:
    """`earlier` are requests of the same sign; those of another fault, or not finished by the receipt, don't count."""
    received_on = received_at.astimezone(zone).date()
    same = sorted(
        (one for one in earlier if one.fault == fault and one.finished_at <= received_at),
        key=lambda one: one.finished_at,
    )
    aged = [(one, (received_on - one.finished_at.astimezone(zone).date()).days) for one in same]
    recent = [(one, days) for one, days in aged if days <= window_days]
    repaired = [(one, days) for one, days in aged if one.was_repaired and days <= free_days]
    repeat = None
    if repaired:
        one, days = repaired[-1]
        repeat = Repeat(one.number, one.finished_at, days)
    if not recent:
        return RecurrenceDecision(False, (), (), None, 1, False, repeat)
    latest, days = recent[-1]
    facts: list[Message] = [
        message(
            N_("The same fault of this sign was finished under {number} {days} days before, within {window} days."),
            number=latest.number,
            days=days,
            window=window_days,
        ),
        message(N_("The priority is raised; closing needs a root cause and a corrective action.")),
    ]
    count = len(recent) + 1
    if count >= TIMES_TO_MANAGER:
        facts.append(message(N_("Number {count} within the window: it goes to the manager."), count=count))
    return RecurrenceDecision(True, tuple(facts), ("4(6)",), latest, count, count >= TIMES_TO_MANAGER, repeat)
