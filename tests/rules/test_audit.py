"""Samples that can be drawn again, rates, and what the workflow of an audit asks for (5.2(3))."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.errors import NotAllowed, RuleBroken
from aftersales.rules.audit import (
    AUDIT,
    CHECKS,
    MOST_DRAWN,
    AuditAnswer,
    AuditCheck,
    AuditFacts,
    AuditState,
    draw_sample,
    result_rate,
    sample_size,
)
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor

MANAGER = Actor(1, "赵琳", frozenset({Role.AFTER_SALES_MANAGER}))
IDS = st.lists(st.integers(1, 10**9), unique=True, max_size=60)


@given(ids=IDS, seed=st.integers(0, 10**9), count=st.integers(0, 60))
def test_the_same_seed_draws_the_same_in_whatever_order_they_come(ids: list[int], seed: int, count: int) -> None:
    count = min(count, len(ids))
    drawn = draw_sample(ids, count, seed=seed)
    assert drawn == draw_sample(ids[::-1], count, seed=seed)
    assert len(set(drawn)) == count
    assert set(drawn) <= set(ids)


def test_a_draw_is_the_same_on_every_machine() -> None:
    assert draw_sample(range(1, 101), 5, seed=20260_3001) == [8, 15, 25, 31, 98]


def test_another_seed_draws_others() -> None:
    assert len({tuple(draw_sample(range(1, 101), 5, seed=seed)) for seed in range(20)}) == 20


@pytest.mark.parametrize(
    ("population", "size", "percent", "drawn"),
    [
        (50, 4, None, 4), (50, 5, None, 5), (4, 5, None, 4), (0, 5, None, 0),
        (100, None, 10, 10), (101, None, 10, 11), (99, None, 10, 10), (1, None, 1, 1), (0, None, 10, 0),
        (MOST_DRAWN - 1, None, 100, MOST_DRAWN - 1), (MOST_DRAWN, None, 100, MOST_DRAWN),
        (MOST_DRAWN + 1, None, 100, MOST_DRAWN),
    ],
)  # fmt: skip
def test_a_share_is_rounded_up_and_nobody_draws_more_than_there_are(
    population: int, size: int | None, percent: int | None, drawn: int
) -> None:
    assert sample_size(population, size=size, percent=percent) == drawn


def test_what_does_not_apply_counts_neither_way() -> None:
    answers = dict.fromkeys(AuditCheck, AuditAnswer.NOT_APPLICABLE)
    assert result_rate(answers) == (0, 0)
    answers[AuditCheck.MANNER] = AuditAnswer.YES
    answers[AuditCheck.PHOTOS] = AuditAnswer.NO
    assert result_rate(answers) == (1, 2)


def test_every_question_has_its_words_and_its_clause() -> None:
    assert CHECKS.keys() == set(AuditCheck)
    assert len({check.words for check in CHECKS.values()}) == len(CHECKS)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (AuditFacts(is_auditor=True), 0),
        (AuditFacts(is_auditor=True, unanswered=1), 1),
        (AuditFacts(is_auditor=True, unfollowed=1), 1),
        (AuditFacts(is_auditor=False), 1),
        (AuditFacts(is_auditor=True, took_part=True), 1),
        (AuditFacts(is_auditor=False, took_part=True, unanswered=2, unfollowed=2), 3),
    ],
)
def test_an_audit_is_finished_whole_and_by_its_own_auditor(facts: AuditFacts, missing: int) -> None:
    offer = next(one for one in AUDIT.offers(AuditState.UNDER_WAY, MANAGER, facts) if one.step.name == "finish_audit")
    assert len(offer.missing) == missing
    if missing:
        with pytest.raises(RuleBroken):
            AUDIT.ensure("finish_audit", AuditState.UNDER_WAY, MANAGER, facts)


@pytest.mark.parametrize(("open_findings", "is_open"), [(0, True), (1, False)])
def test_an_audit_closes_when_all_that_was_found_is_seen_to(open_findings: int, is_open: bool) -> None:
    facts = AuditFacts(is_auditor=True, open_findings=open_findings)
    offer = next(one for one in AUDIT.offers(AuditState.FOLLOW_UP, MANAGER, facts) if one.step.name == "close_audit")
    assert offer.is_open is is_open


def test_those_who_do_the_work_do_not_audit_it() -> None:
    for role in (Role.TECHNICIAN, Role.PROJECT_DEPARTMENT, Role.OFFICE):
        with pytest.raises(NotAllowed):
            AUDIT.ensure(
                "answer_audit", AuditState.TO_DO, Actor(2, "x", frozenset({role})), AuditFacts(is_auditor=True)
            )


def test_the_diagram_comes_from_the_declaration() -> None:
    drawn = AUDIT.mermaid(lambda key: key)
    assert "under_way --> follow_up: Finish the audit" in drawn
    assert "follow_up --> closed: Close the audit" in drawn
