"""Is a sign in warranty on the day a request was received?

The handover day itself is covered but not counted; the period ends with the day of the same number N
months later, inclusive. A sign's own terms win over its project's, field by field.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from aftersales.errors import InvalidInput
from aftersales.rules.decision import Decision
from aftersales.rules.kinds import TermSource, WarrantyStatus
from aftersales.rules.message import N_, Message, message
from aftersales.rules.months import MOST_MONTHS, add_months

AGREED = (TermSource.CONTRACT, TermSource.TENDER)  # what clause 2a puts first


@dataclass(frozen=True, slots=True)
class WarrantyTerms:
    """`months` from `handover_on`; None is "not said here". `source` says who said it."""

    handover_on: date | None
    months: int | None
    source: TermSource


@dataclass(frozen=True, slots=True)
class WarrantyDecision(Decision[WarrantyStatus]):
    """`ends_on` is the last day inside (None: unknown, or never any). `terms` are the ones that held, taken
    together from sign and project; `terms.source` is where the months come from, or else the handover.
    `days_left` counts from the receipt to `ends_on`: 0 on the last day, negative after it."""

    ends_on: date | None = None
    terms: WarrantyTerms | None = None
    days_left: int | None = None
    is_exchange: bool = False  # by the own months of a new one that the sign was exchanged for (3(1))


def decide_warranty(
    *,
    received_on: date,
    sign: WarrantyTerms | None = None,
    project: WarrantyTerms | None = None,
    exchange: WarrantyTerms | None = None,
) -> WarrantyDecision:
    """`received_on` is the day of the receipt in the service zone. Nothing missing is ever guessed.

    `exchange`: the sign was exchanged for a new one on its `handover_on`, and the contract gives that `months` of its
    own (3(1), 2a). It counts for what is received from that day on and ends later than the old warranty does.
    """
    old = _decide_old(received_on=received_on, sign=sign, project=project)
    if exchange is None or exchange.handover_on is None or exchange.months is None:
        return old
    if received_on < exchange.handover_on:
        return old
    ends_on = add_months(exchange.handover_on, exchange.months)
    if old.ends_on is not None and ends_on <= old.ends_on:
        return old
    if received_on > ends_on and old.result is WarrantyStatus.UNKNOWN:
        return old
    facts = message(
        N_("Exchanged for a new one on {day}, which has {months} months of its own by {source}: until {ends_on}."),
        day=exchange.handover_on, months=exchange.months, source=exchange.source, ends_on=ends_on,
    )  # fmt: skip
    status = WarrantyStatus.IN if received_on <= ends_on else WarrantyStatus.OUT
    clauses = tuple(dict.fromkeys((*old.clauses, "2a", "3(1)")))
    left = (ends_on - received_on).days
    return WarrantyDecision(status, (*old.facts, facts), clauses, ends_on, exchange, left, is_exchange=True)


def _decide_old(
    *, received_on: date, sign: WarrantyTerms | None = None, project: WarrantyTerms | None = None
) -> WarrantyDecision:
    """By handover and months alone.

    Zero months: never in warranty. Received before the handover: in warranty, and said so. Cites 2a where
    a contract's or tender's own term was used. Raises InvalidInput for months outside 0 to 1200.
    """
    given = [terms for terms in (sign, project) if terms is not None]
    by_handover = next((terms for terms in given if terms.handover_on is not None), None)
    by_months = next((terms for terms in given if terms.months is not None), None)
    handover_on = by_handover.handover_on if by_handover else None
    months = by_months.months if by_months else None
    clauses = ("2a",) if any(t is not None and t.source in AGREED for t in (by_handover, by_months)) else ()
    facts: list[Message] = []
    if by_months is not None and months is not None:
        if not 0 <= months <= MOST_MONTHS:
            raise InvalidInput(
                N_("The warranty months must be from 0 to {most}, not {months}."),
                field="months",
                most=MOST_MONTHS,
                months=str(months),
            )
        facts.append(message(N_("Warranty of {months} months, by {source}."), months=months, source=by_months.source))
    if by_handover is not None and handover_on is not None:
        facts.append(message(N_("Handed over on {day}, by {source}."), day=handover_on, source=by_handover.source))
    source = by_months or by_handover
    terms = WarrantyTerms(handover_on, months, source.source) if source else None
    if months == 0:
        facts.append(message(N_("Zero months: never in warranty.")))
        return WarrantyDecision(WarrantyStatus.OUT, tuple(facts), clauses, None, terms, None)
    if handover_on is None or months is None:
        if handover_on is None:
            facts.append(message(N_("No handover date is known.")))
        if months is None:
            facts.append(message(N_("No warranty months are known.")))
        return WarrantyDecision(WarrantyStatus.UNKNOWN, tuple(facts), clauses, None, terms, None)
    ends_on = add_months(handover_on, months)
    if received_on < handover_on:
        status = WarrantyStatus.BEFORE_HANDOVER
        key = N_("Received on {day}, before the handover: it counts as in warranty, which ends on {ends_on}.")
    elif received_on <= ends_on:
        status = WarrantyStatus.IN
        key = N_("Received on {day}; the last day of the warranty is {ends_on}.")
    else:
        status = WarrantyStatus.OUT
        key = N_("Received on {day}; the warranty ended with {ends_on}.")
    facts.append(message(key, day=received_on, ends_on=ends_on))
    return WarrantyDecision(status, tuple(facts), clauses, ends_on, terms, (ends_on - received_on).days)
