"""Every figure equals the sum made directly in SQL, whole and split, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from aftersales.errors import NotAllowed
from aftersales.queries.figures.groups import By, Narrow, get_names
from aftersales.queries.figures.sums import split_figures, sum_figures, sum_weeks
from aftersales.queries.where import Where
from aftersales.rules.figures import FIGURES, Sum, Unit
from aftersales.rules.kinds import Cause
from aftersales.rules.periods import Period, month_of, weeks_until
from aftersales.rules.roles import SYSTEM
from tests.builders import DAY, HOUR, Firm
from tests.queries.figures.conftest import END, MARCH, accept

MONTH = Period(date(2026, 3, 1), date(2026, 3, 31))
FROM, BEFORE = "2026-02-28 16:00:00.000000", "2026-03-31 16:00:00.000000"  # midnights in Shanghai, in UTC


def direct(firm: Firm, sql: str) -> Any:
    """One value by SQL written by hand, over the span of the month."""
    names = {"from": f"'{FROM}'", "before": f"'{BEFORE}'", "now": f"'{END:%Y-%m-%d %H:%M:%S.%f}'"}
    if firm.session.get_bind().dialect.name == "postgresql":
        names = {name: f"TIMESTAMPTZ {value[:-1]}+00'" for name, value in names.items()}
    return firm.session.connection().execute(text(sql.format(**names))).scalar()


RECEIVED = "received_at >= {from} AND received_at < {before}"
ALIVE = "kind IN ('repair', 'maintenance', 'inspection') AND state NOT IN ('cancelled', 'merged')"
FILED = (
    "SELECT COALESCE(SUM(c.total_fen), 0) FROM cost_line c JOIN service_report s ON s.id = c.report_id "
    "JOIN service_request q ON q.id = s.request_id WHERE s.filed_at >= {from} AND s.filed_at < {before}"
)


def figure(firm: Firm, key: str, **more: Any) -> Sum:
    return sum_figures(firm.session, SYSTEM, MONTH, now=END, keys=[key], **more)[key]


def test_counts_and_money_are_the_sums_of_the_rows(busy: Firm) -> None:
    found = sum_figures(busy.session, SYSTEM, MONTH, now=END)
    by_hand = {
        "requests": f"SELECT COUNT(*) FROM service_request WHERE {RECEIVED} AND state <> 'merged'",
        "recurrences": f"SELECT COUNT(*) FROM service_request WHERE {RECEIVED} AND {ALIVE} AND repeats_id IS NOT NULL",
        "cost_us": f"{FILED} AND c.bearer = 'us'",
        "cost_customer": f"{FILED} AND c.bearer = 'customer'",
        "free_after_warranty": f"{FILED} AND c.bearer = 'us' AND q.warranty = 'out'",
        "not_quoted": f"{FILED} AND c.bearer = 'customer' AND q.charge IN ('paid', 'at_cost')",
    }
    assert set(by_hand) == {key for key, figure in FIGURES.items() if figure.unit in (Unit.COUNT, Unit.MONEY)}
    for key, sql in by_hand.items():
        assert found[key].top == direct(busy, sql), key
        assert found[key].top > 0, f"{key}: the story has none, so the test shows nothing"


def test_rates_of_answers_count_what_is_late_as_broken_and_what_is_not_due_not_at_all(busy: Firm) -> None:
    first = f"SELECT COUNT(*) FROM service_request WHERE {RECEIVED} AND round = 1 AND responded_at IS NOT NULL"
    answered = direct(busy, first)
    # The reopened one was answered in its first round, and nine hours after the reopening in its second.
    # The one cancelled after six hours unanswered and the one unanswered for five hours are broken.
    assert figure(busy, "response_kept") == Sum(answered + 1, answered + 1 + 1 + 2)


def test_an_answer_due_at_this_very_moment_is_not_late(busy: Firm) -> None:
    due = busy.register(at=END - 4 * HOUR).respond_due_at
    before, at, after = (
        sum_figures(busy.session, SYSTEM, MONTH, now=moment, keys=["response_kept"])["response_kept"].bottom
        for moment in (due - timedelta(seconds=1), due, due + timedelta(seconds=1))
    )
    assert before == at
    assert after == at + 1


def test_rates_of_arrival_and_of_the_work_are_those_of_the_rows(busy: Firm) -> None:
    arrived = f"FROM service_request WHERE {RECEIVED} AND {ALIVE} AND arrived_at IS NOT NULL"
    kept = direct(busy, f"SELECT COUNT(*) {arrived} AND arrived_at <= arrive_due_at")
    judged = direct(busy, f"SELECT COUNT(*) {arrived}")
    # The first round of the reopened one arrived in time; its second is due but nobody is there yet.
    assert figure(busy, "arrival_kept") == Sum(kept + 1, judged + 2)
    done = direct(busy, f"SELECT COUNT(*) {arrived} AND finished_at IS NOT NULL") + 1
    assert figure(busy, "first_visit") == Sum(done - 1, done)
    assert figure(busy, "done_in_a_day") == Sum(done - 1, done)
    seconds = (done - 1) * 3600 + 49 * 3600
    assert figure(busy, "repair_hours") == Sum(seconds, done)
    assert figure(busy, "repair_hours").value(Unit.HOURS) == pytest.approx(seconds / done / 3600)


def test_the_mean_mark_is_that_of_the_answers(busy: Firm) -> None:
    answered = "FROM survey WHERE NOT is_refused AND answered_at >= {from} AND answered_at < {before}"
    found = figure(busy, "satisfaction")
    assert found == Sum(direct(busy, f"SELECT SUM(overall) {answered}"), direct(busy, f"SELECT COUNT(*) {answered}"))
    accept(busy, END)  # with a refusal, which is no answer
    assert figure(busy, "satisfaction") == found


def test_a_quote_that_is_accepted_later_takes_its_work_off_the_unquoted(busy: Firm) -> None:
    before = figure(busy, "not_quoted").top
    assert before == 18_000  # an hour and a half at 120 yuan
    accept(busy, END)
    assert figure(busy, "not_quoted").top == 0
    assert figure(busy, "cost_customer").top == before


def test_the_parts_of_a_split_make_up_the_whole_and_each_chosen_alone_is_the_same(busy: Firm) -> None:
    whole = sum_figures(busy.session, SYSTEM, MONTH, now=END)
    for by in By:
        parts = split_figures(busy.session, SYSTEM, MONTH, by=by, now=END)
        for value, part in parts.items():
            assert sum_figures(busy.session, SYSTEM, MONTH, now=END, narrow=Narrow(by, value)) == part, (by, value)
        if by is not By.COST_KIND:  # only costs have one
            for key, total in whole.items():
                assert sum((part[key] for part in parts.values()), Sum()) == total, (by, key)


def test_costs_are_split_by_the_cause_in_the_report(busy: Firm) -> None:
    parts = split_figures(busy.session, SYSTEM, MONTH, by=By.CAUSE, now=END, keys=["cost_us", "cost_customer"])
    assert parts[Cause.WEAR]["cost_us"].top == 4_321
    assert parts[Cause.WEAR]["cost_customer"].top == 18_000


def test_names_come_in_both_languages(busy: Firm) -> None:
    assert get_names(busy.session, By.OFFICE, [busy.office_id, None]) == {busy.office_id: ("上海办事处", "Shanghai")}
    assert get_names(busy.session, By.CAUSE, [Cause.WEAR]) == {}


def test_weeks_make_up_the_month(busy: Firm) -> None:
    weeks = weeks_until(date(2026, 3, 29), 5)  # from 23 February on
    found = sum_weeks(busy.session, SYSTEM, weeks, keys=["requests", "satisfaction", "arrival_kept"], now=END)
    assert [week["requests"].top for week in found] == [0, *(busy_week(busy, week) for week in weeks[1:])]
    for key in ("requests", "satisfaction", "arrival_kept"):
        assert sum((week[key] for week in found), Sum()) == figure(busy, key)


def busy_week(busy: Firm, week: Period) -> int:
    return sum_figures(busy.session, SYSTEM, week, now=END, keys=["requests"])["requests"].top


def test_a_day_begins_at_midnight_where_we_serve(firm: Firm) -> None:
    midnight = MARCH - HOUR - 8 * HOUR  # 2 March 0:00 in Shanghai
    for moment in (midnight - timedelta(seconds=1), midnight, midnight + DAY - timedelta(seconds=1), midnight + DAY):
        firm.register(at=moment)
    day = Period(date(2026, 3, 2), date(2026, 3, 2))
    assert sum_figures(firm.session, SYSTEM, day, now=END, keys=["requests"])["requests"].top == 2


def test_a_place_narrows_the_figures(busy: Firm) -> None:
    everywhere = figure(busy, "requests")
    assert figure(busy, "requests", where=Where(region="华东")) == everywhere
    assert figure(busy, "requests", where=Where(office_id=busy.office_id)) == everywhere
    assert figure(busy, "requests", where=Where(region="华南")) == Sum()


def test_an_empty_month_has_figures_without_a_value(firm: Firm) -> None:
    found = sum_figures(firm.session, SYSTEM, month_of(date(2024, 5, 1)), now=END)
    assert set(found) == set(FIGURES)
    assert {key for key, total in found.items() if total != Sum()} == set()
    assert found["arrival_kept"].value(Unit.PERCENT) is None


def test_only_those_who_may_see_figures_do(busy: Firm) -> None:
    for person in (busy.leadership, busy.manager, busy.project_department, busy.business):
        assert sum_figures(busy.session, person, MONTH, now=END)["cost_us"].top > 0
    for person in (busy.technician, busy.hotline, busy.dispatcher, busy.office, busy.administrator):
        with pytest.raises(NotAllowed):
            sum_figures(busy.session, person, MONTH, now=END)
