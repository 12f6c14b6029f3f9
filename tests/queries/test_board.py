"""The board: open requests by state and urgency, in few statements over the partial index, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from aftersales.errors import NotAllowed
from aftersales.models import Escalation, Office
from aftersales.queries import board as board_module
from aftersales.queries.board import Board, Column, list_board
from aftersales.queries.where import list_places
from aftersales.rules.due import Due
from aftersales.rules.kinds import Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import SYSTEM
from aftersales.services.company import add_office
from aftersales.services.escalations import answer_escalation
from tests.builders import HOUR, NOON, Firm
from tests.queries.plans import plans_of
from tests.queries.test_find import counted

S = RequestState


def column(board: Board, state: RequestState) -> Column:
    return next(column for column in board.columns if column.state is state)


def board_of(firm: Firm, now=NOON + HOUR, **where: object) -> Board:
    return list_board(firm.session, firm.dispatcher, now=now, **where)  # type: ignore[arg-type]


def test_each_open_state_has_its_column_and_closed_requests_have_none(firm: Firm) -> None:
    firm.register()
    firm.done()
    board = board_of(firm)
    assert [column.state for column in board.columns] == [
        S.REGISTERED, S.ACCEPTED, S.ON_HOLD, S.DISPATCHED, S.EN_ROUTE, S.ON_SITE, S.UNFINISHED, S.DONE
    ]  # fmt: skip
    assert [column.total for column in board.columns] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert board.total == 2


def test_the_most_urgent_stands_first_and_what_has_no_clock_last(firm: Firm) -> None:
    late = firm.accepted(at=NOON - 3 * HOUR)
    later = firm.accepted(at=NOON - HOUR)
    latest = firm.accepted(at=NOON)
    latest.due_at = None
    firm.session.add(latest)
    firm.session.flush()
    numbers = [card.number for card in column(board_of(firm), S.ACCEPTED).cards]
    assert numbers == [late.number, later.number, latest.number]


def test_a_card_says_while_a_department_owes_its_word(firm: Firm) -> None:
    request = firm.accepted(severity=Severity.MAJOR)

    def says() -> bool:
        (card,) = column(board_of(firm), S.ACCEPTED).cards
        return card.is_escalated

    assert says()
    row = firm.session.exec(select(Escalation).where(Escalation.request_id == request.id)).one()
    answer_escalation(
        firm.session, actor=firm.manager, now=NOON + HOUR, escalation_id=row.id or 0, feedback="同批次已停用"
    )
    assert not says()


def test_a_danger_stands_first_until_it_is_made_safe(firm: Firm) -> None:
    firm.register(at=NOON - HOUR)
    danger = firm.register(severity=Severity.DANGER)

    def first() -> str:
        return column(board_of(firm), S.REGISTERED).cards[0].number

    assert first() == danger.number
    danger.made_safe_at = NOON
    firm.session.add(danger)
    firm.session.flush()
    assert first() != danger.number


def test_a_card_says_what_is_due_and_who_goes(firm: Firm) -> None:
    request = firm.accepted()
    visit = firm.dispatch(request, crew=(firm.technician, firm.second_technician))
    (card,) = column(board_of(firm), S.DISPATCHED).cards
    assert (card.due, card.due_at, card.customer) == (Due.ARRIVAL, request.arrive_due_at, firm.customer.name)
    assert card.crew is not None
    assert [name for name, _ in card.crew.staff] == [firm.technician.name, firm.second_technician.name]
    assert card.crew.starts_at == visit.starts_at


@pytest.mark.parametrize(
    ("left", "late", "soon"),
    [
        (-timedelta(seconds=1), 1, 0),
        (timedelta(0), 0, 1),
        (HOUR, 0, 1),
        (HOUR + timedelta(seconds=1), 0, 0),
    ],
)
def test_late_and_soon_are_counted_to_the_second(firm: Firm, left: timedelta, late: int, soon: int) -> None:
    request = firm.register()
    board = board_of(firm, now=request.respond_due_at - left)
    assert (board.late, board.soon) == (late, soon)


def test_a_column_is_bounded_and_still_counted_whole(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "MOST_IN_COLUMN", 2)
    for _ in range(3):
        firm.register()
    registered = column(board_of(firm), S.REGISTERED)
    assert (registered.total, len(registered.cards)) == (3, 2)


def test_office_team_and_region_narrow_it(firm: Firm) -> None:
    firm.register()
    other = add_office(firm.session, actor=SYSTEM, now=NOON, name="广州办事处", region="华南")
    away = firm.register()
    away.office_id, away.team_id = other.id, None
    firm.session.add(away)
    firm.session.flush()
    region = firm.session.get_one(Office, firm.office_id).region
    totals = [
        board_of(firm, **where).total
        for where in ({}, {"office_id": other.id}, {"team_id": firm.team_id}, {"region": region}, {"region": "华南"})
    ]
    assert totals == [2, 1, 1, 1, 1]
    offices, teams = list_places(firm.session)
    assert {office.name for office in offices} >= {"广州办事处", "上海办事处"}
    assert firm.team_id in {team.id for team in teams}


def test_a_technician_has_no_board(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        list_board(firm.session, firm.technician, now=NOON)


def test_the_number_of_statements_does_not_grow(firm: Firm) -> None:
    for hours in range(4):
        firm.dispatch(firm.accepted(), starts_at=NOON + (2 + 3 * hours) * HOUR)
    with counted(firm.session) as sent:
        board_of(firm)
    assert len(sent) == 2


def test_it_walks_the_partial_index_of_the_open_requests(firm: Firm) -> None:
    firm.register()
    requests, _crews = plans_of(firm.session, lambda: board_of(firm))
    assert "ix_service_request_open" in requests
    assert "SCAN service_request\n" not in requests
