"""Every number opens its rows, and they are as many as it says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aftersales.errors import NotAllowed
from aftersales.models import ServiceRequest
from aftersales.queries.figures.groups import By, Narrow
from aftersales.queries.figures.open_now import TITLES, count_open, list_open
from aftersales.queries.figures.rows import list_figure_rows
from aftersales.queries.figures.sums import sum_figures
from aftersales.queries.figures.technicians import list_technicians
from aftersales.queries.figures.warranties import list_ending_warranties
from aftersales.rules.figures import FIGURES, Sum, Unit
from aftersales.rules.kinds import Cause
from aftersales.rules.periods import Period
from aftersales.rules.roles import SYSTEM
from tests.builders import Firm, new_sign
from tests.queries.figures.conftest import END, accept

MONTH = Period(date(2026, 3, 1), date(2026, 3, 31))


def test_the_rows_behind_each_figure_add_up_to_it(busy: Firm) -> None:
    sums = sum_figures(busy.session, SYSTEM, MONTH, now=END)
    for key, figure in FIGURES.items():
        behind = list_figure_rows(busy.session, SYSTEM, key, MONTH, now=END)
        assert behind.total == len(behind.rows)
        if figure.unit is Unit.PERCENT:
            assert Sum(sum(row.is_good for row in behind.rows), behind.total) == sums[key], key
        elif figure.unit is Unit.COUNT:
            assert behind.total == sums[key].top, key
        else:
            assert sum(row.amount or 0 for row in behind.rows) == sums[key].top, key


def test_what_is_not_as_it_should_be_comes_first(busy: Firm) -> None:
    rows = list_figure_rows(busy.session, SYSTEM, "response_kept", MONTH, now=END).rows
    assert [row.is_good for row in rows] == sorted(row.is_good for row in rows)
    assert not rows[0].is_good
    marks = [row.amount for row in list_figure_rows(busy.session, SYSTEM, "satisfaction", MONTH, now=END).rows]
    assert marks == sorted(marks)  # type: ignore[type-var]
    fen = [row.amount for row in list_figure_rows(busy.session, SYSTEM, "cost_us", MONTH, now=END).rows]
    assert fen == sorted(fen, reverse=True)  # type: ignore[type-var]


def test_a_long_list_is_cut_and_says_how_long_it_is(busy: Firm) -> None:
    whole = list_figure_rows(busy.session, SYSTEM, "requests", MONTH, now=END)
    cut = list_figure_rows(busy.session, SYSTEM, "requests", MONTH, now=END, limit=3)
    assert (cut.rows, cut.total) == (whole.rows[:3], whole.total)


def test_rows_of_one_part_only(busy: Firm) -> None:
    worn = list_figure_rows(busy.session, SYSTEM, "cost_us", MONTH, now=END, narrow=Narrow(By.CAUSE, Cause.WEAR))
    assert [row.amount for row in worn.rows] == [4_321]


def test_money_is_for_those_who_see_costs(busy: Firm) -> None:
    for person in (busy.technician, busy.hotline, busy.office):
        with pytest.raises(NotAllowed):
            list_figure_rows(busy.session, person, "cost_us", MONTH, now=END)


def test_the_open_ones_are_counted_and_listed_alike(busy: Firm) -> None:
    counts = count_open(busy.session, SYSTEM, now=END)
    for name in TITLES:
        assert len(list_open(busy.session, SYSTEM, name, now=END)) == getattr(counts, name), name
    assert counts.late == 2  # unanswered for five hours, and nobody at the reopened one
    assert counts.recurring == 1
    assert [row.due_at for row in list_open(busy.session, SYSTEM, "late", now=END)] == sorted(
        row.due_at for row in list_open(busy.session, SYSTEM, "late", now=END) if row.due_at
    )


def test_late_now_begins_after_the_deadline(busy: Firm) -> None:
    request = busy.register(at=END)
    at = [
        count_open(busy.session, SYSTEM, now=request.respond_due_at + timedelta(seconds=shift)).late
        for shift in (-1, 0, 1)
    ]
    assert at[0] == at[1] == at[2] - 1


def test_technicians_are_judged_by_the_visits_they_made_first(busy: Firm) -> None:
    found = {person.name: person for person in list_technicians(busy.session, busy.leadership, MONTH, now=END)}
    assert set(found) == {"王强"}  # the second visit of the one left half done is not counted for who came second
    first = found["王强"]
    assert first.sums["first_visit"] == sum_figures(busy.session, SYSTEM, MONTH, now=END)["first_visit"]
    assert first.sums["satisfaction"] == sum_figures(busy.session, SYSTEM, MONTH, now=END)["satisfaction"]
    assert first.sums["arrival_kept"].bottom == first.jobs  # the reopened one, by its first round, too
    who = {"now": END, "staff_id": first.staff_id}
    rows = list_figure_rows(busy.session, busy.leadership, "first_visit", MONTH, **who)
    assert rows.total == first.sums["first_visit"].bottom
    second = {"now": END, "staff_id": busy.second_technician.staff_id}
    assert list_figure_rows(busy.session, busy.leadership, "first_visit", MONTH, **second).total == 0
    with pytest.raises(NotAllowed):
        list_technicians(busy.session, busy.business, MONTH, now=END)
    with pytest.raises(NotAllowed):
        list_figure_rows(busy.session, busy.business, "first_visit", MONTH, **who)


def test_warranties_that_end_within_ninety_days(firm: Firm) -> None:
    today = date(2027, 3, 3)  # the firm's project, handed over 1 June 2025, ends on 1 June 2027: day 90
    firm.session.flush()
    new_sign(firm.session, firm, handover_on=date(2025, 4, 1), code="A-1")
    new_sign(firm.session, firm, handover_on=date(2025, 6, 2), code="B-1")  # ends a day too late
    for day, codes in ((today - timedelta(days=1), ["A-1"]), (today, ["A-1"]), (today + timedelta(days=1), ["A-1"])):
        assert [each.sign_code for each in list_ending_warranties(firm.session, firm.leadership, today=day)] == codes
    only_first = list_ending_warranties(firm.session, SYSTEM, today=today - timedelta(days=1))[0]
    with_project = list_ending_warranties(firm.session, SYSTEM, today=today)[0]
    all_three = list_ending_warranties(firm.session, SYSTEM, today=today + timedelta(days=1))[0]
    assert (only_first.signs, with_project.signs, all_three.signs) == (1, 2, 3)
    assert with_project.first_ends_on == date(2027, 4, 1)
    assert with_project.last_ends_on == date(2027, 6, 1)
    assert list_ending_warranties(firm.session, SYSTEM, today=date(2027, 6, 3)) == []


def test_a_request_that_is_merged_is_nowhere_counted(busy: Firm) -> None:
    from aftersales.services.merge import merge_request

    one = busy.register(at=END)
    other = busy.register(at=END)
    before = sum_figures(busy.session, SYSTEM, MONTH, now=END)["requests"].top
    merge_request(
        busy.session, actor=busy.hotline, now=END, request_id=other.id, into_id=one.id, reason="同一故障"
    )  # fmt: skip
    assert busy.session.get_one(ServiceRequest, other.id).state == "merged"
    assert sum_figures(busy.session, SYSTEM, MONTH, now=END)["requests"].top == before - 1


def test_accepting_the_quote_empties_its_list(busy: Firm) -> None:
    assert list_figure_rows(busy.session, SYSTEM, "not_quoted", MONTH, now=END).total == 1
    accept(busy, END)
    assert list_figure_rows(busy.session, SYSTEM, "not_quoted", MONTH, now=END).total == 0
