"""Who bears a return: warranty and charge by the same rules as a repair, and what they give free (3(1), 1.4, 3(2)).

The facts are kept with the line, so that the decision can be made again at any time and gives the same, whatever the
register says by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from aftersales.rules.charge import ChargeDecision, Coverage, decide_charge
from aftersales.rules.kinds import Cause, Charge, Remedy, TermSource
from aftersales.rules.product_return import Outcome
from aftersales.rules.warranty import WarrantyDecision, WarrantyTerms, decide_warranty


@dataclass(frozen=True, slots=True)
class ReturnBasis:
    """`asked_on` is the day on which the return was asked for, in the service zone: the warranty of that day counts."""

    asked_on: date
    sign: WarrantyTerms | None = None
    project: WarrantyTerms | None = None
    exchange: WarrantyTerms | None = None
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class ReturnDecision:
    warranty: WarrantyDecision
    charge: ChargeDecision

    @property
    def free(self) -> frozenset[Outcome]:
        """What the clause gives free. No clause gives the money back: a refund is never free by itself."""
        if self.charge.result is not Charge.FREE:
            return frozenset()
        given = {Outcome.REPAIR}
        if Remedy.REPLACE_SAME in self.charge.remedies:
            given.add(Outcome.REPLACE)
        return frozenset(given)


def decide_return(basis: ReturnBasis, cause: Cause) -> ReturnDecision:
    """Warranty on the day it was asked for, and who pays by the cause that the inspection found."""
    warranty = decide_warranty(
        received_on=basis.asked_on, sign=basis.sign, project=basis.project, exchange=basis.exchange
    )
    return ReturnDecision(warranty, decide_charge(warranty=warranty.result, cause=cause, coverage=basis.coverage))


def covered_outcomes(
    decision: ReturnDecision | None, *, accepted: Outcome | None, exception: Outcome | None
) -> frozenset[Outcome]:
    """What may be decided: free by the clause, paid by an accepted quote, or by the manager's exception."""
    more = {outcome for outcome in (accepted, exception) if outcome is not None}
    return (decision.free if decision else frozenset()) | more


def basis_as_kept(basis: ReturnBasis) -> dict[str, Any]:
    """As plain values, for the row and the trail."""
    coverage = basis.coverage
    return {
        "asked_on": basis.asked_on.isoformat(),
        **{name: _terms_kept(getattr(basis, name)) for name in ("sign", "project", "exchange")},
        "coverage": None if coverage is None else {
            "charges": {cause.value: charge.value for cause, charge in coverage.charge_by_cause.items()},
            "source": coverage.source.value, "quote": coverage.quote,
        },
    }  # fmt: skip


def basis_of(kept: dict[str, Any]) -> ReturnBasis:
    """The same, read back."""
    coverage = kept.get("coverage")
    return ReturnBasis(
        asked_on=date.fromisoformat(kept["asked_on"]),
        sign=_terms_of(kept.get("sign")), project=_terms_of(kept.get("project")),
        exchange=_terms_of(kept.get("exchange")),
        coverage=None if coverage is None else Coverage(
            {Cause(cause): Charge(charge) for cause, charge in coverage["charges"].items()},
            TermSource(coverage["source"]), coverage["quote"],
        ),
    )  # fmt: skip


def _terms_kept(terms: WarrantyTerms | None) -> list[Any] | None:
    if terms is None:
        return None
    handover = terms.handover_on.isoformat() if terms.handover_on else None
    return [handover, terms.months, terms.source.value]


def _terms_of(kept: list[Any] | None) -> WarrantyTerms | None:
    if kept is None:
        return None
    handover, months, source = kept
    return WarrantyTerms(date.fromisoformat(handover) if handover else None, months, TermSource(source))
