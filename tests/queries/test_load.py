"""Who goes where, and who is free next."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from aftersales.errors import NotAllowed
from aftersales.queries.load import (
    PlannedVisit,
    TechnicianLoad,
    list_load,
    next_free,
    round_up,
    suggest_crew,
)
from aftersales.queries.where import Where
from aftersales.rules.visit import VisitState
from aftersales.services.dispatch import recall_visit
from tests.builders import DAY, HOUR, NOON, Firm
from tests.queries.test_find import counted

MINUTE = timedelta(minutes=1)


def visit(starts_at: datetime, ends_at: datetime, *, is_live: bool = True) -> PlannedVisit:
    return PlannedVisit("FW1", "医院", VisitState.ASSIGNED, starts_at, ends_at, is_live)


def load(staff_id: int, *visits: PlannedVisit, team_id: int = 1) -> TechnicianLoad:
    return TechnicianLoad(staff_id, f"技{staff_id}", "", 1, team_id, visits)


def test_every_technician_of_the_place_has_a_row_with_the_visits_of_the_day(firm: Firm) -> None:
    planned = firm.dispatch(firm.accepted())
    firm.dispatch(firm.accepted(), starts_at=NOON + 2 * DAY)
    loads = list_load(firm.session, firm.dispatcher, from_at=NOON, to_at=NOON + DAY, where=Where(firm.office_id))
    assert {one.staff_id: [visit.starts_at for visit in one.visits] for one in loads} == {
        firm.technician.staff_id: [planned.starts_at],
        firm.second_technician.staff_id: [],
    }


def test_a_recalled_visit_takes_nobodys_time(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    recall_visit(firm.session, actor=firm.dispatcher, now=NOON + HOUR, request_id=request.id or 0, reason="客户改期")
    loads = list_load(firm.session, firm.dispatcher, from_at=NOON, to_at=NOON + DAY, where=Where(firm.office_id))
    assert [one.visits for one in loads] == [(), ()]


def test_a_visit_that_began_before_is_there_until_its_end(firm: Firm) -> None:
    visit = firm.dispatch(firm.accepted(), minutes=120)
    assert visit.starts_at is not None

    def seen(from_at: datetime) -> int:
        loads = list_load(firm.session, firm.dispatcher, from_at=from_at, to_at=from_at + DAY)
        return sum(len(one.visits) for one in loads)

    ends_at = visit.starts_at + 2 * HOUR
    assert [seen(ends_at - MINUTE), seen(ends_at)] == [1, 0]


def test_it_takes_two_statements_and_is_not_for_technicians(firm: Firm) -> None:
    with counted(firm.session) as sent:
        list_load(firm.session, firm.dispatcher, from_at=NOON, to_at=NOON + DAY)
    assert len(sent) == 2
    with pytest.raises(NotAllowed):
        list_load(firm.session, firm.technician, from_at=NOON, to_at=NOON + DAY)


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (2 * HOUR - MINUTE, NOON + 5 * HOUR - MINUTE),  # a minute too short: behind the second visit
        (2 * HOUR, NOON + HOUR),
        (2 * HOUR + MINUTE, NOON + HOUR),
    ],
)
def test_a_gap_is_used_when_the_visit_fits_exactly(gap: timedelta, expected: datetime) -> None:
    second = NOON + HOUR + gap
    visits = [visit(NOON, NOON + HOUR), visit(second, second + 2 * HOUR)]
    assert next_free(visits, NOON, 2 * HOUR) == expected


def test_who_refused_or_finished_is_free() -> None:
    assert next_free([visit(NOON, NOON + 8 * HOUR, is_live=False)], NOON, HOUR) == NOON


def test_the_own_team_is_suggested_first_then_who_is_free_soonest_then_who_has_least_to_do() -> None:
    loads = [
        load(1, team_id=2),
        load(2, visit(NOON, NOON + HOUR)),
        load(3, visit(NOON + 5 * HOUR, NOON + 9 * HOUR)),
        load(4),
    ]
    suggested = suggest_crew(loads, earliest_at=NOON, minutes=120, team_id=1)
    assert [one.load.staff_id for one in suggested] == [4, 3, 2, 1]
    assert [one.starts_at for one in suggested] == [NOON, NOON, NOON + HOUR, NOON]


@pytest.mark.parametrize(("minutes", "expected"), [(0, 0), (1, 15), (14, 15), (15, 15), (16, 30), (59, 60)])
def test_a_start_is_rounded_up_to_the_quarter(minutes: int, expected: int) -> None:
    assert round_up(NOON + minutes * MINUTE) == NOON + expected * MINUTE
