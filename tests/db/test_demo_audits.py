"""The demo company's audits: every office, every state, some late; old findings are seen to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from aftersales.database import Store
from aftersales.models import Audit, AuditFinding, AuditLine, AuditSample, Office
from aftersales.rules.audit import AuditAnswer, AuditState, FindingState, draw_sample
from aftersales.rules.periods import month_of
from aftersales.services.audit_draw import closed_in
from aftersales.services.audit_people import took_part
from db.demo import load_demo

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(f"sqlite:///{(tmp_path_factory.mktemp('audits') / 'demo.sqlite3').as_posix()}")
    store.migrate(backed_up=True)
    load_demo(store, now=NOW, progress=lambda done, total: None, scale=0.3)
    return store


def test_audits_stand_in_every_state_and_some_are_late(demo: Store) -> None:
    with demo.reading() as session:
        rows = session.exec(select(Audit)).all()
        offices = {row.office_id for row in session.exec(select(AuditSample))}
        assert offices == set(session.exec(select(Office.id)))
    assert {row.state for row in rows} >= {AuditState.TO_DO, AuditState.UNDER_WAY, AuditState.CLOSED}
    assert any(row.state is AuditState.TO_DO and row.due_at < NOW for row in rows)
    old = [row for row in rows if row.drawn_at < NOW - timedelta(days=45)]
    assert old
    assert {row.state for row in old} == {AuditState.CLOSED}


def test_what_was_found_has_its_no_and_old_findings_are_seen_to(demo: Store) -> None:
    with demo.reading() as session:
        findings = session.exec(select(AuditFinding)).all()
        noes = {
            (line.audit_id, line.question)
            for line in session.exec(select(AuditLine))
            if line.answer is AuditAnswer.NO
        }  # fmt: skip
    assert {(one.audit_id, one.question) for one in findings} <= noes
    old = [one for one in findings if one.found_at < NOW - timedelta(days=45)]
    assert old
    assert {one.state for one in old} == {FindingState.CHECKED}
    assert {one.state for one in findings} == set(FindingState)
    assert any(one.state is FindingState.OPEN and one.due_at < NOW for one in findings)
    assert any(one.action_id is not None for one in findings)


def test_a_draw_of_the_demo_can_be_repeated_and_nobody_audits_an_own_job(demo: Store) -> None:
    with demo.reading() as session:
        audits = session.exec(select(Audit)).all()
        hands = took_part(session, [row.request_id for row in audits])
        assert not [row for row in audits if row.auditor_id in hands[row.request_id]]
        sample = session.exec(select(AuditSample).order_by(AuditSample.id.desc())).first()  # type: ignore[union-attr]
        assert sample is not None
        drawn = sorted(row.request_id for row in audits if row.sample_id == sample.id)
        closed = closed_in(session, sample.office_id, month_of(sample.month))
    assert len(closed) == sample.population
    assert draw_sample(closed, sample.drawn, seed=sample.seed) == drawn
