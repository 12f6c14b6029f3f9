"""Who pays for the work: decided at intake from what is reported, and again when the cause is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aftersales.rules.decision import Decision
from aftersales.rules.kinds import Cause, Charge, Remedy, TermSource, WarrantyStatus
from aftersales.rules.message import N_, Message, message

# Causes that a repair of ours can't answer for, so that a repeat isn't free (4(6)).
NOT_OURS = (Cause.CUSTOMER_USE, Cause.THIRD_PARTY, Cause.FORCE_MAJEURE)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A contract's own words on who pays, for the causes that it names; `quote` is its text."""

    charge_by_cause: Mapping[Cause, Charge]
    source: TermSource
    quote: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """Our own repair of the same fault on the same sign, finished `days_since` days before the receipt."""

    earlier_number: str
    finished_at: datetime
    days_since: int


@dataclass(frozen=True, slots=True)
class ChargeDecision(Decision[Charge]):
    """`remedies` are the ones the clause allows for free work, the usual one first; empty otherwise."""

    remedies: tuple[Remedy, ...] = ()

    @property
    def remedy(self) -> Remedy | None:
        return self.remedies[0] if self.remedies else None


def decide_charge(
    *, warranty: WarrantyStatus, cause: Cause, coverage: Coverage | None = None, repeat: Repeat | None = None
) -> ChargeDecision:
    """In this order: the contract's coverage (2a); a repeat within 90 days of our own repair (4(6)); in warranty
    construction (1.4a) or material (3(1)) free, another known cause at cost (1.4b), unknown undecided; out of
    warranty paid (3(2)). An unknown warranty leaves the charge undecided.

    `repeat` is given only when it lies within the free days (see `decide_recurrence`).
    """
    facts = [message(N_("Cause: {cause}."), cause=cause)]
    if coverage is not None and cause in coverage.charge_by_cause:
        facts.append(message(N_("Coverage by {source}: “{quote}”."), source=coverage.source, quote=coverage.quote))
        charge = coverage.charge_by_cause[cause]
        return _decided(charge, facts, "2a", Remedy.REPAIR if charge is Charge.FREE else None)
    if repeat is not None:
        facts.append(
            message(
                N_("The same fault was repaired by us under {number}, finished {days} days before the receipt."),
                number=repeat.earlier_number,
                days=repeat.days_since,
            )
        )
        if cause not in NOT_OURS:
            facts.append(message(N_("Work that fails again so soon after our repair is repaired free.")))
            return _decided(Charge.FREE, facts, "4(6)", Remedy.REPAIR)
        facts.append(message(N_("This cause isn't one that our repair answers for.")))
    facts.append(message(N_("Warranty: {status}."), status=warranty))
    if warranty is WarrantyStatus.UNKNOWN:
        facts.append(message(N_("The charge can't be decided before the warranty is known.")))
        return _decided(Charge.UNDECIDED, facts)
    if warranty is WarrantyStatus.OUT:
        facts.append(message(N_("Out of warranty, service is paid by the price list, on an accepted quote.")))
        return _decided(Charge.PAID, facts, "3(2)")
    if cause is Cause.CONSTRUCTION:
        facts.append(message(N_("In warranty, a problem caused by our construction is repaired free.")))
        return _decided(Charge.FREE, facts, "1.4a", Remedy.REPAIR)
    if cause is Cause.MATERIAL:
        facts.append(message(N_("In warranty, loss from material quality is made good free: repair, or exchange.")))
        return _decided(Charge.FREE, facts, "3(1)", Remedy.REPAIR, Remedy.REPLACE_SAME)
    if cause is Cause.UNKNOWN:
        facts.append(message(N_("The charge is decided when the visit has found the cause.")))
        return _decided(Charge.UNDECIDED, facts)
    facts.append(message(N_("In warranty, another cause is repaired at cost, without margin, for the customer.")))
    return _decided(Charge.AT_COST, facts, "1.4b")


def _decided(
    charge: Charge, facts: list[Message], clause: str | None = None, *remedies: Remedy | None
) -> ChargeDecision:
    return ChargeDecision(
        charge, tuple(facts), (clause,) if clause else (), tuple(remedy for remedy in remedies if remedy is not None)
    )
