"""What has to be there before a step may be taken. Each returns the missing things, empty when the gate is open.

A danger may always be made safe at once, free of every gate; what follows is gated as usual. So `danger` is
true only for the work that makes it safe, never for the rest of the repair.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from aftersales.rules.kinds import Charge
from aftersales.rules.message import N_, Message, message

SURVEY_ASKS = 2
BETWEEN_ASKS = timedelta(days=1)


def missing_for_repair(charge: Charge, accepted_quote: bool, danger: bool = False) -> list[Message]:
    """Work that the customer pays starts only on a quote they accepted (3(2)); undecided, it isn't known yet
    whether they pay, so that the cause comes first. The visit that finds the cause is never gated."""
    if danger or charge is Charge.FREE:
        return []
    if charge is Charge.UNDECIDED:
        return [_missing(N_("who pays has to be decided first: the warranty and the cause (clause {clause})"), "3(2)")]
    return [] if accepted_quote else [_missing_quote()]


def missing_for_bill(charge: Charge, accepted_quote: bool) -> list[Message]:
    """No charge without an accepted quote, made safe or not (3(2), 4(5)); nothing is billed for free work."""
    if charge is Charge.FREE:
        return [_missing(N_("a charge: the work is free, nothing can be billed (clause {clause})"), "4(5)")]
    if charge is Charge.UNDECIDED:
        return [_missing(N_("who pays has to be decided first: the warranty and the cause (clause {clause})"), "3(2)")]
    return [] if accepted_quote else [_missing_quote()]


def missing_for_dispatch(needs_agreement: bool, agreement_approved: bool, danger: bool = False) -> list[Message]:
    """A special or out-of-contract request waits for its approved supplementary agreement (2b); nothing else does."""
    if danger or not needs_agreement or agreement_approved:
        return []
    return [_missing(N_("an approved supplementary agreement (clause {clause})"), "2b")]


def missing_to_close(
    *,
    needs_visit: bool,
    report_complete: bool,
    survey_settled: bool,
    is_recurrence: bool = False,
    has_root_cause: bool = False,
    has_corrective_action: bool = False,
    open_visits: int = 0,
    has_outcome: bool = True,
) -> list[Message]:
    """A visit needs a complete report and a settled survey (4(7)), a recurrence its root cause and corrective action
    (4(6)); inquiries and suggestions need an outcome (5.1(3))."""
    missing: list[Message] = []
    if open_visits:
        missing.append(message(N_("{count} visits still to be finished or handed back"), count=open_visits))
    if not needs_visit:
        if not has_outcome:
            missing.append(_missing(N_("an outcome for the customer (clause {clause})"), "5.1(3)"))
        return missing
    if not report_complete:
        missing.append(_missing(N_("a complete service report (clause {clause})"), "4(7)"))
    if not survey_settled:
        missing.append(_missing(N_("a survey answered, refused, or asked for often enough (clause {clause})"), "4(7)"))
    if is_recurrence and not has_root_cause:
        missing.append(_missing(N_("the root cause of the recurrence (clause {clause})"), "4(6)"))
    if is_recurrence and not has_corrective_action:
        missing.append(_missing(N_("a corrective action against the recurrence (clause {clause})"), "4(6)"))
    return missing


def is_survey_settled(
    *, answered: bool, refused: bool, asks: Sequence[datetime], now: datetime, set_asks: int = SURVEY_ASKS
) -> bool:
    """Answered, refused, or unanswered a day after the last of the set number of asks (4(7)).

    An ask less than a day after the one before doesn't count: asking twice in an hour is asking once.
    """
    if answered or refused:
        return True
    counted = 0
    next_from: datetime | None = None
    for ask in sorted(asks):
        if next_from is None or ask >= next_from:
            counted += 1
            next_from = ask + BETWEEN_ASKS
            if counted >= set_asks:
                return now >= next_from
    return False


def _missing(key: str, clause: str) -> Message:
    return message(key, clause=clause)


def _missing_quote() -> Message:
    return _missing(N_("a quote that the customer accepted (clause {clause})"), "3(2)")
