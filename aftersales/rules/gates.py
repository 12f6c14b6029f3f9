"""Gates that belong to no single step of the life cycle (those stand in `lifecycle.py`): the bill and the survey."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from aftersales.rules.kinds import Charge
from aftersales.rules.message import N_, message
from aftersales.rules.workflow import Missing

SURVEY_ASKS = 2
BETWEEN_ASKS = timedelta(days=1)


def missing_for_bill(charge: Charge, accepted_quote: bool) -> list[Missing]:
    """What has to be there before the customer is billed; empty when they may be.

    No charge without an accepted quote, a danger made safe or not (3(2), 1.4b, 4(5)); free work has no bill.
    """
    if charge is Charge.FREE:
        return [Missing(message(N_("a charge: the work is free, nothing can be billed")), "4(5)")]
    if charge is Charge.UNDECIDED:
        return [Missing(message(N_("a decision on who pays")), "3(2)")]
    if accepted_quote:
        return []
    clause = "3(2)" if charge is Charge.PAID else "1.4b"
    return [Missing(message(N_("a quote that the customer has accepted")), clause)]


def is_survey_settled(
    *, answered: bool, refused: bool, asks: Sequence[datetime], now: datetime, set_asks: int = SURVEY_ASKS
) -> bool:
    """Answered, refused, or unanswered a day after the last of the set number of asks (4(7)).

    An ask less than a day after the one before doesn't count: asking twice in an hour is asking once.
    """
    if answered or refused:
        return True
    given_up = unanswered_from(asks, set_asks)
    return given_up is not None and now >= given_up


def unanswered_from(asks: Sequence[datetime], set_asks: int = SURVEY_ASKS) -> datetime | None:
    """When the file may be closed without an answer (4(7)); None while asks are still missing."""
    counted = counted_asks(asks)
    return counted[set_asks - 1] + BETWEEN_ASKS if len(counted) >= set_asks else None


def counted_asks(asks: Sequence[datetime]) -> list[datetime]:
    """The asks that count: each at least a day after the counted one before."""
    counted: list[datetime] = []
    for ask in sorted(asks):
        if not counted or ask >= counted[-1] + BETWEEN_ASKS:
            counted.append(ask)
    return counted
