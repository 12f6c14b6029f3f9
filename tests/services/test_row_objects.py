"""Objects made of plain rows, and rows written by prepared statements, are those of the ORM."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from sqlalchemy import bindparam, event, inspect, select
from sqlalchemy.exc import IntegrityError

from aftersales.models import Base, Customer, OnceKey, ServiceRequest
from aftersales.prepared import Prepared
from aftersales.rules.lifecycle import RequestState
from aftersales.services.place_rows import place_of_sign
from aftersales.services.rows import lock_row, rows_by
from tests.builders import HOUR, Firm


def test_no_table_has_relationships() -> None:
    # The unit of work's session and the objects of rows count on it.
    assert not [mapper for mapper in Base._sa_registry.mappers if mapper.relationships]


def test_a_row_made_is_a_row_loaded(firm: Firm) -> None:
    request_id = firm.register().id or 0
    firm.session.expunge_all()
    made = rows_by(firm.session, ServiceRequest, "id", request_id)[0]
    values = {key: value for key, value in made.__dict__.items() if key != "_sa_instance_state"}
    firm.session.expunge(made)
    loaded = firm.session.get_one(ServiceRequest, request_id)
    assert loaded is not made
    assert values == {key: loaded.__dict__[key] for key in values}
    assert inspect(made).key == inspect(loaded).key
    assert isinstance(made.state, RequestState)
    assert made.received_at.tzinfo is UTC


def test_a_known_row_stays_as_it_is_until_it_is_locked(firm: Firm) -> None:
    session, request = firm.session, firm.register()
    request_id, request.place = request.id or 0, "大堂"
    assert rows_by(session, ServiceRequest, "id", request_id)[0] is request
    session.flush()
    session.connection().exec_driver_sql(f"UPDATE service_request SET place = '楼顶' WHERE id = {request_id}")
    assert rows_by(session, ServiceRequest, "id", request_id)[0].place == "大堂"
    assert lock_row(session, ServiceRequest, request_id) is request
    assert request.place == "楼顶"
    assert request not in session.dirty


def test_what_changes_is_written(firm: Firm) -> None:
    session, request_id = firm.session, firm.register().id or 0
    request = lock_row(session, ServiceRequest, request_id)
    assert request
    request.finished_at = firm.now + HOUR
    session.flush()
    assert not session.dirty
    session.expunge(request)
    assert session.get_one(ServiceRequest, request_id).finished_at == firm.now + HOUR


def test_rows_only_to_look_at_are_known_to_no_session(firm: Firm) -> None:
    place = place_of_sign(firm.session, firm.sign.id or 0)
    assert place
    assert all(row not in firm.session for row in place)
    assert place[2].name == firm.session.get_one(Customer, place[2].id).name


def test_a_broken_constraint_is_told_as_ever(firm: Firm) -> None:
    firm.session.add(OnceKey(key="twice", used_at=firm.now, result_id=1))
    firm.session.flush()
    firm.session.expunge_all()
    firm.session.add(OnceKey(key="twice", used_at=firm.now, result_id=2))
    with pytest.raises(IntegrityError):
        firm.session.flush()
    firm.session.rollback()


def test_prepared_and_listened_to_give_the_same(firm: Firm) -> None:
    request_id = firm.register().id
    r = Base.metadata.tables["service_request"].c
    asked = Prepared(select(*r).where(r.id == bindparam("id"), r.received_at <= bindparam("now")))
    values = {"id": request_id, "now": firm.now + timedelta(days=1)}
    quick = [tuple(row) for row in asked.rows(firm.session, values)]
    seen: list[str] = []
    connection = firm.session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    usual = [tuple(row) for row in asked.rows(firm.session, values)]
    event.remove(connection, "before_cursor_execute", note)
    assert len(seen) == 1
    assert quick == usual and len(quick) == 1
    asked.rows(firm.session, values)
    assert len(seen) == 1
