"""Sessions whose transaction the driver begins and ends, with SQLAlchemy's statements inside it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from aftersales.database import Store
from aftersales.models import Dispatch, OnceKey, ServiceRequest
from aftersales.prepared import Prepared
from aftersales.rules.visit import VISIT
from aftersales.services.rows import lock_row, visits_of
from aftersales.services.terms import load_terms
from aftersales.unit_session import UnitSession
from tests.builders import Firm

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
MANY = Prepared(text("SELECT count(*) FROM once_key"))


def _key(key: str) -> OnceKey:
    return OnceKey(key=key, used_at=NOW, result_id=1)


def test_prepared_statements_and_the_orm_share_one_transaction(store: Store) -> None:
    with store.unit_of_work() as session:
        session.add(_key("one"))
        session.flush()
        assert session.exec(select(func.count()).select_from(OnceKey)).one() == 1
        session.connection().execute(text("UPDATE once_key SET result_id = 7"))
        assert MANY.rows(session)[0][0] == 1
    with store.reading() as session:
        assert session.exec(select(OnceKey)).one().result_id == 7


def test_what_fails_leaves_nothing_whichever_way_it_was_written(store: Store) -> None:
    def fail(by_orm: bool) -> None:
        with store.unit_of_work() as session:
            session.add(_key("one"))
            session.flush()
            if by_orm:
                session.connection().execute(text("UPDATE once_key SET result_id = 7"))
            raise LookupError

    for by_orm in (False, True):
        with pytest.raises(LookupError):
            fail(by_orm)
    with store.reading() as session:
        assert MANY.rows(session)[0][0] == 0


@pytest.mark.parametrize("by_orm", [False, True])
def test_who_goes_on_after_a_commit_is_in_a_transaction_again(store: Store, by_orm: bool) -> None:
    with store.unit_of_work() as session:
        session.add(_key("one"))
        if by_orm:
            session.exec(select(OnceKey)).all()
        session.commit()
        session.add(_key("two"))
        session.flush()
        if by_orm:
            assert len(session.exec(select(OnceKey)).all()) == 2
        session.rollback()
    with store.reading() as session:
        assert MANY.rows(session)[0][0] == 1


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_locks_and_what_was_remembered_under_them_end_with_the_transaction(store: Store, firm: Firm, end: str) -> None:
    session, request_id = firm.session, firm.register().id or 0
    assert isinstance(session, UnitSession)
    lock_row(session, ServiceRequest, request_id)
    assert visits_of(session, request_id) == []
    assert session.kept(Dispatch, "request_id", request_id) == []
    getattr(session, end)()
    assert not session.locked_requests
    assert session.kept(Dispatch, "request_id", request_id) is None


def test_a_visit_made_under_the_lock_is_among_the_visits(firm: Firm) -> None:
    session, request_id = firm.session, firm.register().id or 0
    lock_row(session, ServiceRequest, request_id)
    assert visits_of(session, request_id) == []
    session.add(Dispatch(request_id=request_id, round=1, visit=1, state=VISIT.initial))
    assert [visit.visit for visit in visits_of(session, request_id)] == [1]


def test_a_look_that_needs_no_objects_keeps_none(store: Store) -> None:
    with store.reading() as session:
        assert load_terms(session, 1).terms == []
        assert "identity_map" not in vars(session)
        unknown: Any = session
        with pytest.raises(AttributeError):
            unknown.nothing_of_this_name()


def test_a_lost_connection_is_an_error_once(store: Store) -> None:
    if store.url.get_backend_name() == "sqlite":
        pytest.skip("an embedded database has no connection to lose")
    for by_orm in (False, True):
        with pytest.raises(DBAPIError), store.unit_of_work() as session:
            MANY.rows(session)
            with store.unit_of_work() as other:
                pid = session.connection().execute(text("SELECT pg_backend_pid()")).scalar() if by_orm else 0
                ask = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                           "AND datname = current_database() AND (:pid = 0 OR pid = :pid)")  # fmt: skip
                other.connection().execute(ask, {"pid": pid})
            MANY.rows(session)
        with store.unit_of_work() as session:
            assert MANY.rows(session)[0][0] == 0
