"""The demo company's handbooks and revisits: every state, some missing, some late."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, select

from aftersales.config import service_zone
from aftersales.database import Store
from aftersales.models import CarePlan, HandbookDelivery, HandbookVersion, KnownAnswer, Revisit
from aftersales.queries.figures.sums import sum_figures
from aftersales.queries.handbook_deliveries import list_missing
from aftersales.queries.revisits import feedback_by_region
from aftersales.rules.care import PlanKind, RevisitState
from aftersales.rules.periods import Period
from aftersales.rules.roles import SYSTEM
from aftersales.services.working_days import working_days
from db.demo import load_demo

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)  # a Wednesday
TODAY = NOW.astimezone(service_zone()).date()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(f"sqlite:///{(tmp_path_factory.mktemp('care') / 'demo.sqlite3').as_posix()}")
    store.migrate(backed_up=True)
    load_demo(store, now=NOW, progress=lambda done, total: None, scale=0.3)
    return store


def test_revisits_stand_in_every_state_on_working_days(demo: Store) -> None:
    with demo.reading() as session:
        revisits = session.exec(select(Revisit)).all()
        assert {plan.kind for plan in session.exec(select(CarePlan))} == set(PlanKind)
        is_working = working_days(session)
        assert {revisit.state for revisit in revisits} == set(RevisitState)
        assert all(is_working(revisit.due_on) for revisit in revisits)
        assert any(revisit.state is RevisitState.DUE and revisit.due_on < TODAY for revisit in revisits)
        assert any(revisit.request_id for revisit in revisits)
        assert len({(revisit.plan_id, revisit.occasion) for revisit in revisits}) == len(revisits)
        regions = feedback_by_region(session, SYSTEM, from_at=datetime(2026, 1, 1, tzinfo=UTC), before_at=NOW)
    assert sum(1 for region in regions if region.made) >= 5
    assert all(3 <= (region.mean or 4) <= 5 for region in regions)


def test_handbooks_have_versions_and_a_few_deliveries_are_missing(demo: Store) -> None:
    with demo.reading() as session:
        versions = session.exec(select(HandbookVersion)).all()
        deliveries = session.exec(select(HandbookDelivery)).all()
        missing = list_missing(session, SYSTEM, today=TODAY)
        retired = session.exec(select(KnownAnswer).where(col(KnownAnswer.retired_at).is_not(None))).all()
    assert any(version.attachment_id for version in versions)
    assert {"V1.0", "V2.0"} <= {version.number for version in versions}
    assert len(deliveries) > 3 * len(missing) > 0
    assert any(delivery.signature_id for delivery in deliveries)
    assert any(delivery.unsigned_reason for delivery in deliveries)
    assert {row.has_version for row in missing} == {True, False}
    assert len(retired) == 1


def test_complete_stays_a_figure_to_be_proud_of(demo: Store) -> None:
    with demo.reading() as session:
        complete = _complete(session)
    assert 0.6 <= complete <= 0.95


def _complete(session: Session) -> float:
    year = Period(TODAY.replace(year=TODAY.year - 1), TODAY)
    found = sum_figures(session, SYSTEM, year, now=NOW, from_rows=True)["complete"]
    return found.top / found.bottom


def test_numbers_of_revisits_have_no_gap_within_a_day(demo: Store) -> None:
    with demo.reading() as session:
        numbers = session.exec(select(Revisit.number)).all()
    last: Counter[str] = Counter()
    for number in sorted(numbers):
        day, count = number.rsplit("-", 1)
        last[day] += 1
        assert int(count) == last[day]
