"""Which promise comes next, and how near it is; the same words and colours everywhere (1.3, 4(4))."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

ABOUT_TO_BREAK = timedelta(hours=1)
COMING_UP = timedelta(hours=4)


class Due(StrEnum):
    """What a deadline asks for."""

    RESPONSE = "response"
    ARRIVAL = "arrival"
    NEXT_VISIT = "next_visit"
    REPAIR = "repair"
    FEEDBACK = "feedback"  # the first word to somebody who complained (5.1(2))
    RECORD = "record"  # whatever a record of another kind asks for


class Nearness(StrEnum):
    STOPPED = "stopped"  # no clock runs
    FAR = "far"
    COMING_UP = "coming_up"
    ABOUT_TO_BREAK = "about_to_break"
    BROKEN = "broken"


def next_due(
    *,
    due_at: datetime | None,
    respond_due_at: datetime | None,
    responded_at: datetime | None,
    arrived_at: datetime | None,
    repair_due_at: datetime | None,
) -> Due:
    """What a request's `due_at` is about. Without one: what is still to come when the clock goes on."""
    if responded_at is None and (due_at is None or due_at == respond_due_at):
        return Due.RESPONSE
    if due_at is not None and due_at == repair_due_at:
        return Due.REPAIR
    return Due.ARRIVAL if arrived_at is None else Due.NEXT_VISIT


def nearness(due_at: datetime | None, now: datetime) -> Nearness:
    """How near a deadline is. At exactly its moment it is still kept."""
    if due_at is None:
        return Nearness.STOPPED
    left = due_at - now
    if left < timedelta(0):
        return Nearness.BROKEN
    if left <= ABOUT_TO_BREAK:
        return Nearness.ABOUT_TO_BREAK
    return Nearness.COMING_UP if left <= COMING_UP else Nearness.FAR
