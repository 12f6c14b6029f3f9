"""Who pays: the whole table, and the order in which the clauses win."""

from datetime import UTC, datetime

import pytest

from aftersales.rules.charge import Coverage, Repeat, decide_charge
from aftersales.rules.kinds import Cause, Charge, Remedy, TermSource, WarrantyStatus

IN, BEFORE, OUT, UNKNOWN = (
    WarrantyStatus.IN,
    WarrantyStatus.BEFORE_HANDOVER,
    WarrantyStatus.OUT,
    WarrantyStatus.UNKNOWN,
)
REPEAT = Repeat("FW20260801-0001", datetime(2026, 8, 3, 8, tzinfo=UTC), 60)
IN_WARRANTY = {
    Cause.CONSTRUCTION: (Charge.FREE, ("1.4a",)),
    Cause.MATERIAL: (Charge.FREE, ("3(1)",)),
    Cause.CUSTOMER_USE: (Charge.AT_COST, ("1.4b",)),
    Cause.THIRD_PARTY: (Charge.AT_COST, ("1.4b",)),
    Cause.FORCE_MAJEURE: (Charge.AT_COST, ("1.4b",)),
    Cause.WEAR: (Charge.AT_COST, ("1.4b",)),
    Cause.UNKNOWN: (Charge.UNDECIDED, ()),
}


@pytest.mark.parametrize("warranty", [IN, BEFORE])
@pytest.mark.parametrize("cause", list(Cause))
def test_in_warranty_the_cause_decides(warranty: WarrantyStatus, cause: Cause) -> None:
    decision = decide_charge(warranty=warranty, cause=cause)
    assert (decision.result, decision.clauses) == IN_WARRANTY[cause]


@pytest.mark.parametrize("cause", list(Cause))
def test_out_of_warranty_is_paid_whatever_the_cause(cause: Cause) -> None:
    decision = decide_charge(warranty=OUT, cause=cause)
    assert (decision.result, decision.clauses) == (Charge.PAID, ("3(2)",))
    assert decision.remedy is None


@pytest.mark.parametrize("cause", list(Cause))
def test_an_unknown_warranty_leaves_the_charge_undecided(cause: Cause) -> None:
    decision = decide_charge(warranty=UNKNOWN, cause=cause)
    assert (decision.result, decision.clauses) == (Charge.UNDECIDED, ())


@pytest.mark.parametrize("warranty", list(WarrantyStatus))
@pytest.mark.parametrize("cause", [Cause.CONSTRUCTION, Cause.MATERIAL, Cause.WEAR, Cause.UNKNOWN])
def test_a_repeat_of_our_own_repair_is_free_whatever_the_warranty(warranty: WarrantyStatus, cause: Cause) -> None:
    decision = decide_charge(warranty=warranty, cause=cause, repeat=REPEAT)
    assert (decision.result, decision.clauses, decision.remedy) == (Charge.FREE, ("4(6)",), Remedy.REPAIR)


@pytest.mark.parametrize("warranty", list(WarrantyStatus))
@pytest.mark.parametrize("cause", [Cause.CUSTOMER_USE, Cause.THIRD_PARTY, Cause.FORCE_MAJEURE])
def test_a_cause_outside_our_repair_is_charged_as_if_there_were_no_repeat(
    warranty: WarrantyStatus, cause: Cause
) -> None:
    decision = decide_charge(warranty=warranty, cause=cause, repeat=REPEAT)
    plain = decide_charge(warranty=warranty, cause=cause)
    assert (decision.result, decision.clauses) == (plain.result, plain.clauses)


def test_the_contracts_coverage_wins_over_the_repeat_and_the_warranty() -> None:
    coverage = Coverage({Cause.FORCE_MAJEURE: Charge.FREE, Cause.WEAR: Charge.PAID}, TermSource.CONTRACT, "含台风损坏")
    storm = decide_charge(warranty=OUT, cause=Cause.FORCE_MAJEURE, coverage=coverage)
    assert (storm.result, storm.clauses) == (Charge.FREE, ("2a",))
    worn = decide_charge(warranty=IN, cause=Cause.WEAR, coverage=coverage, repeat=REPEAT)
    assert (worn.result, worn.clauses) == (Charge.PAID, ("2a",))
    assert any("含台风损坏" in str(fact.values) for fact in worn.facts)


def test_a_cause_that_the_coverage_does_not_name_goes_by_the_rules() -> None:
    coverage = Coverage({Cause.WEAR: Charge.PAID}, TermSource.TENDER, "…")
    assert decide_charge(warranty=IN, cause=Cause.MATERIAL, coverage=coverage).clauses == ("3(1)",)


def test_bad_material_is_repaired_or_exchanged() -> None:
    decision = decide_charge(warranty=IN, cause=Cause.MATERIAL)
    assert decision.remedies == (Remedy.REPAIR, Remedy.REPLACE_SAME)
    assert decide_charge(warranty=IN, cause=Cause.CONSTRUCTION).remedies == (Remedy.REPAIR,)
