"""What is due beside the requests' clocks: one statement for all kinds, the most pressing first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select

from aftersales.models import Dispatch, ServiceRequest
from aftersales.queries.due_records import AHEAD, DUE_SOURCES, MOST_OF_A_KIND, list_due_records
from aftersales.queries.due_source import DueSource, due_rows
from aftersales.rules.message import N_
from aftersales.rules.roles import SYSTEM, Actor
from aftersales.services.visit import depart
from tests.builders import HOUR, NOON, Firm
from tests.queries.test_find import counted

SECOND = timedelta(seconds=1)


def numbers(firm: Firm, actor: Actor, now: datetime) -> list[str]:
    return [row.number for row in list_due_records(firm.session, actor, now=now).rows]


def _receipts(_actor: Actor, _now: datetime) -> Select[Any]:
    return due_rows(number=ServiceRequest.number, words=ServiceRequest.description, due_at=ServiceRequest.received_at)


def _nothing(_actor: Actor, _now: datetime) -> None:
    return None


RECEIPTS = DueSource("receipt", N_("Received"), "request.py", _receipts)


@pytest.mark.parametrize(("after", "late"), [(-SECOND, False), (timedelta(0), False), (SECOND, True)])
def test_a_crew_that_has_not_left_is_late_from_the_second_after_its_start(
    firm: Firm, after: timedelta, late: bool
) -> None:
    visit = firm.dispatch(firm.accepted(), starts_at=NOON + 3 * HOUR)
    now = NOON + 3 * HOUR + after
    assert numbers(firm, firm.dispatcher, now) == ([visit.number] if late else [])


def test_a_crew_on_its_way_is_no_longer_late_and_only_those_who_send_are_told(firm: Firm) -> None:
    request = firm.accepted()
    visit = firm.dispatch(request, starts_at=NOON + 3 * HOUR)
    now = NOON + 4 * HOUR
    (row,) = list_due_records(firm.session, firm.dispatcher, now=now).rows
    assert (row.key, row.words, row.due_at) == (request.number, firm.customer.name, NOON + 3 * HOUR)
    assert visit.number not in numbers(firm, firm.hotline, now)
    depart(firm.session, actor=firm.technician, now=now, request_id=request.id or 0)
    assert visit.number not in numbers(firm, firm.dispatcher, now)


def test_all_kinds_take_one_statement_with_what_is_waited_for_first(firm: Firm) -> None:
    second = firm.accepted(at=NOON + HOUR)
    first = firm.accepted(at=NOON)
    visit = firm.dispatch(first, at=NOON + HOUR, starts_at=NOON + 2 * HOUR)
    with counted(firm.session) as sent:
        due = list_due_records(firm.session, firm.dispatcher, now=NOON + 5 * HOUR, sources=(*DUE_SOURCES, RECEIPTS))
    assert len(sent) == 1
    # The crew is awaited now; of the others the longest overdue first.
    assert [row.number for row in due.rows] == [visit.number, first.number, second.number]
    assert [row.source.kind for row in due.rows] == ["visit", "receipt", "receipt"]
    assert due.total == 3


@pytest.mark.parametrize(("beyond", "count"), [(-SECOND, 1), (timedelta(0), 1), (SECOND, 0)])
def test_what_is_due_later_than_in_three_days_is_nothing_for_today(firm: Firm, beyond: timedelta, count: int) -> None:
    firm.register(at=NOON)
    due = list_due_records(firm.session, SYSTEM, now=NOON - AHEAD - beyond, sources=(RECEIPTS,))
    assert len(due.rows) == due.total == count


def test_a_kind_shows_its_first_and_counts_them_all(firm: Firm) -> None:
    request = firm.register()
    for number in range(MOST_OF_A_KIND + 3):
        firm.session.add(Dispatch(request_id=request.id, visit=number + 1, number=f"T{number:03d}", state="recalled"))
    firm.session.flush()

    def find(_actor: Actor, _now: datetime) -> Select[Any]:
        return due_rows(number=Dispatch.number, words=ServiceRequest.number, due_at=ServiceRequest.received_at).join(
            ServiceRequest, ServiceRequest.id == Dispatch.request_id
        )

    due = list_due_records(firm.session, SYSTEM, now=NOON, sources=(DueSource("t", N_("Received"), "x.py", find),))
    assert len(due.rows) == MOST_OF_A_KIND
    assert due.total == MOST_OF_A_KIND + 3


def test_who_has_none_of_it_costs_no_statement(firm: Firm) -> None:
    nobodys = DueSource("nobody", N_("Received"), "request.py", _nothing)
    with counted(firm.session) as sent:
        assert list_due_records(firm.session, firm.dispatcher, now=NOON, sources=(nobodys,)).rows == ()
    assert sent == []


def test_every_kind_has_its_own_name_and_a_page_that_there_is(firm: Firm) -> None:
    from aftersales.places import product_folder

    assert len({source.kind for source in DUE_SOURCES}) == len(DUE_SOURCES)
    for source in DUE_SOURCES:
        assert (product_folder() / "pages" / source.page).is_file(), source.page
