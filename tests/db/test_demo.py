"""The demo company: believable, repeatable, and the same whichever way the services write it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select as core_select
from sqlmodel import Session, col, func, select

from aftersales.database import Store
from aftersales.models import (
    Agreement,
    Base,
    CauseAnalysis,
    CauseLine,
    Company,
    ContractTerm,
    CorrectiveAction,
    Customer,
    Dispatch,
    ReturnLine,
    ServiceRequest,
    Sign,
    SignExchange,
    Survey,
)
from aftersales.queries.staged import DANGER, PROMISE, RECURRENCE, find_staged
from aftersales.rules.agreement import AgreementState
from aftersales.rules.corrective_action import OPEN_ACTIONS, ActionScope, ActionState
from aftersales.rules.kinds import Cause, Channel, FaultCategory, Severity, TermSource
from aftersales.rules.lifecycle import OPEN_STATES, RequestState
from aftersales.rules.product_return import Outcome, ReturnState
from aftersales.rules.visit import VisitState
from aftersales.services.clocks import replay
from aftersales.services.verify_trail import verify_trail
from db.demo import freshen, load_demo, story_ended_at

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # Wednesday, 11:00 in Shanghai
SMALL = 0.05
CHANCE = {
    "event": {"hash", "words_hash"},
    "event_words": {"salt"},
    "sealed_event": {"hash", "words_hash"},
    "sealed_event_words": {"salt"},
    "trail_head": {"hash"},
    "survey_ask": {"token_hash"},
}


def load(store: Store, *, now: datetime = NOW, scale: float = SMALL) -> None:
    load_demo(store, now=now, progress=lambda done, total: None, scale=scale)


def new_store(folder: Path) -> Store:
    store = Store.open(f"sqlite:///{(folder / 'demo.sqlite3').as_posix()}")
    store.migrate(backed_up=True)
    return store


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A company large enough to hold one of everything."""
    store = new_store(tmp_path_factory.mktemp("half"))
    load(store, scale=0.5)
    yield store
    store.close()


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is stored, less what is drawn at random for secrecy."""
    found = {}
    with store.reading() as session:
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in CHANCE.get(table.name, set())]
            found[table.name] = sorted(map(repr, session.connection().execute(core_select(*columns))))
    return found


def test_it_loads_on_both_databases_and_tells_the_same_story(store: Store, tmp_path: Path) -> None:
    load(store)
    other = new_store(tmp_path)
    load(other)
    with store.reading() as session:
        assert verify_trail(session).ok
        assert session.get_one(Company, 1).is_loaded
    ours, theirs = rows_of(store), rows_of(other)
    other.close()
    assert {name: len(rows) for name, rows in ours.items()} == {name: len(rows) for name, rows in theirs.items()}
    assert ours == theirs


def test_after_it_the_next_rows_get_ids_of_their_own(store: Store) -> None:
    load(store, scale=0.01)
    with store.unit_of_work() as session:
        customer = Customer(name="新客户")
        session.add(customer)
        session.flush()
        assert customer.id == session.exec(select(func.max(col(Customer.id)))).one()


def test_writing_rows_together_gives_what_one_step_at_a_time_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "together").mkdir()
    (tmp_path / "single").mkdir()
    together, single = new_store(tmp_path / "together"), new_store(tmp_path / "single")
    load(together, scale=0.03)

    @contextmanager
    def plainly(store: Store) -> Iterator[Session]:
        with store.unit_of_work() as session:
            yield session

    monkeypatch.setattr(Store, "bulk_load", plainly)
    load(single, scale=0.03)
    ours, theirs = rows_of(together), rows_of(single)
    together.close()
    single.close()
    for name in ours:
        assert ours[name] == theirs[name], name


def test_another_now_tells_its_story_to_its_own_end(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    now = datetime(2028, 2, 29, 15, 59, 59, 5, tzinfo=UTC)
    load(store, now=now, scale=0.02)
    with store.reading() as session:
        last = session.exec(select(func.max(col(ServiceRequest.registered_at)))).one()
        assert last is not None
        assert now - timedelta(minutes=13) < last <= now
        assert len(find_staged(session)) == 3
    store.close()


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    told: list[tuple[int, int]] = []
    load_demo(store, now=NOW, progress=lambda done, total: told.append((done, total)), scale=0.01)
    store.close()
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)
    assert len(told) > 24


def test_it_holds_one_of_everything(half: Store) -> None:
    with half.reading() as session:
        requests = session.exec(select(ServiceRequest)).all()
        visits = session.exec(select(Dispatch.state)).all()
        surveys = session.exec(select(Survey)).all()
    assert {request.state for request in requests} >= set(RequestState) - {RequestState.EN_ROUTE}
    assert {request.channel for request in requests} == set(Channel)
    assert {request.severity for request in requests} == set(Severity)
    assert {request.fault for request in requests} == set(FaultCategory)
    assert {request.cause_found for request in requests} >= set(Cause) - {Cause.UNKNOWN}
    assert {VisitState.FINISHED, VisitState.HALF_DONE, VisitState.HANDED_BACK, VisitState.ASSIGNED} <= set(visits)
    assert any(survey.is_refused for survey in surveys)
    assert any(request.repeat_count >= 3 for request in requests)
    assert any(request.split_from_id for request in requests)
    assert any(request.round > 1 for request in requests)
    assert any(request.description.isascii() for request in requests)


def test_its_figures_are_believable(half: Store) -> None:
    with half.reading() as session:
        requests = session.exec(select(ServiceRequest)).all()
        marks = session.exec(select(Survey.overall).where(col(Survey.overall).is_not(None))).all()
        assert session.exec(select(func.count()).select_from(Sign)).one() == 750
    assert 1950 <= len(requests) <= 2150
    visited = [request for request in requests if request.arrived_at and request.arrive_due_at]
    kept = sum(request.arrived_at <= request.arrive_due_at for request in visited) / len(visited)  # type: ignore[operator]
    assert 0.86 <= kept <= 0.94
    assert 4.2 <= sum(mark for mark in marks if mark) / len(marks) <= 4.6
    is_open = [request for request in requests if request.state in OPEN_STATES]
    assert 40 <= len(is_open) <= 130
    assert any(request.due_at and request.due_at < NOW for request in is_open)
    months = Counter(request.received_at.month for request in requests if request.kind.needs_visit)
    assert months[8] > 1.2 * months[3], "no typhoon was felt"


def test_numbers_have_no_gap_within_a_day(half: Store) -> None:
    with half.reading() as session:
        numbers = sorted(session.exec(select(ServiceRequest.number)).all())
    for _, of_day in groupby(numbers, key=lambda number: number.rsplit("-", 1)[0]):
        counted = [int(number.rsplit("-", 1)[1]) for number in of_day]
        assert counted == list(range(1, len(counted) + 1))


def test_its_clocks_replay_to_what_is_stored(half: Store) -> None:
    with half.reading() as session:
        requests = session.exec(select(ServiceRequest).order_by(col(ServiceRequest.id))).all()
        for request in random.Random(1).sample(requests, 200):
            decided = replay(session, request, now=NOW)
            assert decided.response.due_at == request.respond_due_at, request.number
            if decided.arrival is not None and not decided.arrival.stopped:
                assert decided.arrival.by_hours_at == request.hours_due_at, request.number
                assert decided.arrival.due_at == request.arrive_due_at, request.number
            if decided.repair is not None and not decided.repair.stopped:
                assert decided.repair.due_at == request.repair_due_at, request.number


def test_its_trail_is_whole(half: Store) -> None:
    with half.reading() as session:
        report = verify_trail(session)
    assert report.ok
    assert report.count > 20_000


def test_the_three_staged_cases_are_fresh(half: Store) -> None:
    with half.reading() as session:
        cases = find_staged(session)
        rows = {
            case: session.exec(select(ServiceRequest).where(ServiceRequest.number == number)).one()
            for case, number in cases.items()
        }
        hospital = session.get_one(Customer, rows[PROMISE].customer_id)
    assert rows[PROMISE].arrive_due_at == NOW + timedelta(minutes=40)
    assert rows[PROMISE].arrived_at is None
    assert "医院" in hospital.name
    assert rows[RECURRENCE].repeat_count == 3
    assert rows[RECURRENCE].to_manager
    assert rows[DANGER].severity is Severity.DANGER
    assert rows[DANGER].fault is FaultCategory.MAY_FALL
    assert rows[DANGER].state is RequestState.REGISTERED


def test_a_company_of_ones_own_has_no_staged_cases(half: Store) -> None:
    with half.unit_of_work() as session:
        session.get_one(Company, 1).is_demo = False
        session.flush()
        try:
            assert find_staged(session) == {}
        finally:
            session.rollback()


def test_agreements_stand_in_every_state_but_the_one_taken_back(half: Store) -> None:
    with half.reading() as session:
        states = Counter(session.exec(select(Agreement.state)).all())
    assert set(states) == set(AgreementState) - {AgreementState.WITHDRAWN}
    assert states[AgreementState.APPROVED] >= 10


def test_corrective_actions_are_open_late_and_ended_and_each_analysis_has_one(half: Store) -> None:
    with half.reading() as session:
        actions = session.exec(select(CorrectiveAction)).all()
        states = Counter(one.state for one in actions)
        analyses = session.exec(select(CauseAnalysis)).all()
        lines = Counter(session.exec(select(CauseLine.request_id)).all())
    assert set(states) >= {ActionState.DONE, ActionState.GOOD}
    assert states[ActionState.PLANNED] + states[ActionState.UNDER_WAY] > 0
    assert any(one.due_at is not None and one.due_at < NOW for one in actions)
    assert all((one.due_at is None) == (one.state not in OPEN_ACTIONS) for one in actions)
    assert {one.scope for one in actions} >= {ActionScope.REQUEST, ActionScope.SIGN_TYPE}
    assert any(one.round > 1 for one in actions)
    assert analyses and all(one.action_id and lines[one.request_id] >= 3 for one in analyses)


def test_a_tender_is_named_as_the_source_of_its_terms(half: Store) -> None:
    with half.reading() as session:
        sources = set(session.exec(select(ContractTerm.source)).all())
    assert {TermSource.CONTRACT, TermSource.TENDER} <= sources


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(minutes=39)])
def test_what_is_fresh_stays_at_the_next_start(half: Store, later: timedelta) -> None:
    assert freshen(half, now=NOW + later) == 0


def test_a_later_start_tells_the_cases_that_grew_old_once_more(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    load(store, scale=0.05)
    later = NOW + timedelta(days=3)
    assert freshen(store, now=later) == 3
    with store.reading() as session:
        cases = find_staged(session)
        rows = {
            case: session.exec(select(ServiceRequest).where(ServiceRequest.number == cases[case])).one()
            for case in cases
        }
        assert story_ended_at(session) == NOW
    assert rows[PROMISE].arrive_due_at == later + timedelta(minutes=40)
    assert rows[RECURRENCE].to_manager
    assert rows[DANGER].received_at == later - timedelta(minutes=12)
    assert freshen(store, now=later + timedelta(minutes=1)) == 0
    store.close()


def test_returns_stand_in_every_state_and_some_are_overdue(half: Store) -> None:
    with half.reading() as session:
        lines = session.exec(select(ReturnLine)).all()
        assert {line.state for line in lines} >= set(ReturnState) - {ReturnState.WITHDRAWN}
        assert any(line.due_at is not None and line.due_at < NOW for line in lines)
        assert all(line.due_at is None for line in lines if line.state is ReturnState.CLOSED)
        assert {line.outcome for line in lines} >= set(Outcome)
        assert session.exec(select(func.count()).select_from(SignExchange)).one() > 0
        parted = [line for line in lines if line.number.endswith("/2")]
        assert parted
