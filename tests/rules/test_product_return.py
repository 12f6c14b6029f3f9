"""The declaration of a return's life: every state is reached and left, and the whole follows from its lines."""

from __future__ import annotations

from datetime import date

import pytest

from aftersales.rules.charge import Coverage
from aftersales.rules.kinds import Cause, Charge, TermSource
from aftersales.rules.product_return import ENDED, LIMITS, RETURN, Outcome, ReturnState, head_state
from aftersales.rules.return_decision import ReturnBasis, basis_as_kept, basis_of, covered_outcomes, decide_return
from aftersales.rules.warranty import WarrantyTerms

S = ReturnState


def test_every_state_is_reached_and_every_open_one_left() -> None:
    assert set(RETURN.labels) == set(S)
    reached, seen = {RETURN.initial}, set()
    while reached - seen:
        seen |= reached
        reached |= {target for step in RETURN.steps for source, target in step.moves.items()
                    if source in seen and target is not None}  # fmt: skip
    assert seen == set(S)
    for state in set(S) - set(ENDED):
        assert any(step.moves.get(state, state) is not state for step in RETURN.steps), state
        assert state in LIMITS
    assert RETURN.final == set(ENDED)
    assert not LIMITS.keys() & set(ENDED)


def test_the_diagram_comes_from_the_declaration() -> None:
    drawn = RETURN.mermaid(lambda key: key)
    assert "inspected --> decided: Replace it with the same new product" in drawn
    assert "closed --> [*]" in drawn


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ((S.CLOSED, S.RECEIVED, S.SHIPPED), S.RECEIVED),
        ((S.INSPECTED, S.REQUESTED), S.REQUESTED),
        ((S.CLOSED, S.WITHDRAWN), S.CLOSED),
        ((S.WITHDRAWN,), S.WITHDRAWN),
        ((S.CLOSED, S.REFUNDED), S.REFUNDED),
    ],
)
def test_the_whole_stands_at_its_hindmost_open_line(lines: tuple[ReturnState, ...], whole: ReturnState) -> None:
    assert head_state(lines) is whole


BASIS = ReturnBasis(
    asked_on=date(2026, 3, 10),
    sign=WarrantyTerms(None, 24, TermSource.SIGN),
    project=WarrantyTerms(date(2025, 6, 1), 12, TermSource.TENDER),
    exchange=WarrantyTerms(date(2026, 1, 1), 6, TermSource.CONTRACT),
    coverage=Coverage({Cause.WEAR: Charge.FREE}, TermSource.CONTRACT, "正常老化免费"),
)


@pytest.mark.parametrize("basis", [BASIS, ReturnBasis(asked_on=date(2026, 3, 10))])
def test_the_facts_kept_give_the_same_decision(basis: ReturnBasis) -> None:
    again = basis_of(basis_as_kept(basis))
    assert again == basis
    for cause in Cause:
        assert decide_return(again, cause) == decide_return(basis, cause)


def test_a_contracts_own_coverage_gives_the_repair() -> None:
    decision = decide_return(BASIS, Cause.WEAR)
    assert decision.free == {Outcome.REPAIR}
    assert decision.charge.clauses == ("2a",)


def test_no_clause_gives_money_back() -> None:
    for cause in Cause:
        assert Outcome.REFUND not in decide_return(BASIS, cause).free


def test_a_quote_or_an_exception_opens_what_it_is_for() -> None:
    decision = decide_return(BASIS, Cause.CUSTOMER_USE)
    assert covered_outcomes(decision, accepted=None, exception=None) == frozenset()
    assert covered_outcomes(decision, accepted=Outcome.REPAIR, exception=Outcome.REFUND) == {
        Outcome.REPAIR, Outcome.REFUND,
    }  # fmt: skip
    assert covered_outcomes(None, accepted=None, exception=Outcome.REPAIR) == {Outcome.REPAIR}


def test_without_sign_or_project_the_warranty_is_unknown_and_nothing_is_free() -> None:
    decision = decide_return(ReturnBasis(date(2026, 3, 10)), Cause.MATERIAL)
    assert decision.charge.result is Charge.UNDECIDED
    assert decision.free == frozenset()
