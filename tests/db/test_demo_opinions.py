"""The demo company's opinions and escalations: every state stands there, some late; the past is answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from aftersales.database import Store
from aftersales.models import Escalation, OfficeOpinion, OpinionRouting, ServiceRequest
from aftersales.rules.escalation import EscalationCause, EscalationState
from aftersales.rules.kinds import Severity
from aftersales.rules.opinion import OpinionState
from db.demo import load_demo

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(f"sqlite:///{(tmp_path_factory.mktemp('opinions') / 'demo.sqlite3').as_posix()}")
    store.migrate(backed_up=True)
    load_demo(store, now=NOW, progress=lambda done, total: None, scale=0.2)
    return store


def test_opinions_stand_in_every_state_some_late_and_the_old_ones_are_answered(demo: Store) -> None:
    with demo.reading() as session:
        rows = session.exec(select(OpinionRouting)).all()
    assert {row.state for row in rows} >= set(OpinionState) - {OpinionState.WITHDRAWN}
    assert any(row.next_due_at is not None and row.next_due_at < NOW for row in rows)
    old = [row for row in rows if row.routed_at < NOW - timedelta(days=14)]
    assert old
    assert {row.state for row in old} == {OpinionState.ANSWERED}


def test_escalations_stand_in_every_state_and_every_major_problem_has_one(demo: Store) -> None:
    with demo.reading() as session:
        rows = session.exec(select(Escalation)).all()
        major = session.exec(select(ServiceRequest.id).where(ServiceRequest.severity == Severity.MAJOR)).all()
        marked = session.exec(select(ServiceRequest.id).where(ServiceRequest.escalated_at != None)).all()  # noqa: E711
    assert {row.state for row in rows} == set(EscalationState)
    assert any(row.next_due_at is not None and row.next_due_at < NOW for row in rows)
    assert set(major) <= {row.request_id for row in rows if row.cause is EscalationCause.MAJOR}
    owed = {row.request_id for row in rows if row.state in (EscalationState.RAISED, EscalationState.ACKNOWLEDGED)}
    assert set(marked) == owed
    # Also that of a request which was split off: nothing lies about for a year.
    assert all(row.raised_at > NOW - timedelta(days=14) for row in rows if row.request_id in owed)


def test_offices_sent_some_late(demo: Store) -> None:
    with demo.reading() as session:
        assert {row.is_late for row in session.exec(select(OfficeOpinion))} == {True, False}
