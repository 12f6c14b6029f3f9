"""The daily sums equal the rows, to the last fen, after whatever was done; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from aftersales.models import SurveyWay
from aftersales.models.figures import DAILY_FIGURES
from aftersales.queries.figures import daily
from aftersales.queries.figures.groups import By
from aftersales.queries.figures.sums import split_figures, sum_weeks
from aftersales.queries.where import Where
from aftersales.rules.figures import FIGURES
from aftersales.rules.kinds import Cause, Charge, FaultCategory, StopReason
from aftersales.rules.periods import Period, weeks_until
from aftersales.rules.roles import SYSTEM
from aftersales.services.classify import Classification, change_charge, classify_request
from aftersales.services.close import cancel_request, close_request, reopen_request
from aftersales.services.figures import count_marked, rebuild_figures
from aftersales.services.hold import hold_request
from aftersales.services.merge import merge_request, split_request
from aftersales.services.respond import respond
from aftersales.services.survey import Answers, answer_by_link, ask_survey, record_survey
from aftersales.services.ticker import tell_due
from aftersales.services.visit import arrive, leave_half_done
from tests.builders import DAY, HOUR, Firm
from tests.queries.figures.conftest import END, accept, busy, firm

__all__ = ["busy", "firm"]
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def ensure_equal(firm: Firm, now: Any = END, wheres: tuple[Where, ...] = (Where(),)) -> None:
    """By office and by week: from the daily sums as from the rows."""
    weeks = weeks_until(date(2026, 4, 5), 8)
    for where in wheres:
        for from_rows in (True, False):
            parts = split_figures(firm.session, SYSTEM, YEAR, by=By.OFFICE, now=now, where=where, from_rows=from_rows)
            by_week = sum_weeks(
                firm.session, SYSTEM, weeks, keys=list(FIGURES), now=now, where=where, from_rows=from_rows
            )
            if from_rows:
                expected = ({office: sums for office, sums in parts.items() if any_of(sums)}, by_week)
            else:
                assert ({office: sums for office, sums in parts.items() if any_of(sums)}, by_week) == expected


def any_of(sums: Any) -> bool:
    return any(total.top or total.bottom for total in sums.values())


def count_all(firm: Firm) -> None:
    while count_marked(firm.session):
        pass
    assert daily.marked_days(firm.session) == []


def test_marked_days_are_read_from_the_rows_and_counted_ones_from_the_sums(busy: Firm) -> None:
    wheres = (Where(), Where(office_id=busy.office_id), Where(region="华东"), Where(region="nowhere"))
    assert daily.marked_days(busy.session)
    ensure_equal(busy, wheres=wheres)
    count_all(busy)
    ensure_equal(busy, wheres=wheres)


def test_what_is_late_is_added_at_the_moment_of_reading(busy: Firm) -> None:
    count_all(busy)
    for later in (timedelta(0), timedelta(hours=3), timedelta(hours=20), timedelta(days=9)):
        ensure_equal(busy, END + later)


def test_a_counted_day_is_not_read_from_the_rows_again(busy: Firm) -> None:
    count_all(busy)
    busy.session.connection().execute(update(DAILY_FIGURES).values(requests_top=DAILY_FIGURES.c.requests_top + 100))
    with pytest.raises(AssertionError):
        ensure_equal(busy)


@pytest.mark.parametrize("months", [1, 2, 6])
def test_rebuilding_gives_the_same_and_needs_no_marks(busy: Firm, months: int) -> None:
    connection = busy.session.connection()
    connection.execute(text("DELETE FROM daily_figures"))
    days = rebuild_figures(busy.session, months=months)
    assert days == connection.execute(select(func.count()).select_from(DAILY_FIGURES)).scalar()
    assert daily.marked_days(busy.session) == []
    ensure_equal(busy)


def test_an_empty_company_has_nothing_to_count(firm: Firm) -> None:
    assert rebuild_figures(firm.session) == 0
    ensure_equal(firm)


def test_the_ticker_counts_what_changed(busy: Firm) -> None:
    marked = len(daily.marked_days(busy.session))
    assert 0 < marked <= 31
    tell_due(busy.session, now=END, holder="test")
    # Its own events of late requests mark their days once more.
    assert len(daily.marked_days(busy.session)) < marked
    ensure_equal(busy)


def hold(firm: Firm) -> None:
    request = firm.accepted(at=END - 3 * HOUR)
    count_all(firm)
    hold_request(
        firm.session, actor=firm.hotline, now=END, request_id=request.id, reason=StopReason.CUSTOMER,
        note="客户出差", ask_again_on=date(2026, 3, 25),
    )  # fmt: skip


def merge(firm: Firm) -> None:
    """The one that stays gets the earlier receipt, so that it moves from one day to another."""
    stays = firm.accepted(at=END - HOUR, fault=FaultCategory.HIT)
    goes = firm.accepted(at=END - 3 * DAY, fault=FaultCategory.HIT)
    count_all(firm)
    merge_request(firm.session, actor=firm.hotline, now=END, request_id=goes.id, into_id=stays.id, reason="同一处")


def split(firm: Firm) -> None:
    request = firm.accepted(at=END - 3 * DAY, fault=FaultCategory.HIT)
    count_all(firm)
    split_request(
        firm.session, actor=firm.hotline, now=END, request_id=request.id, description="另一块牌子", reason="两件事",
        fault=FaultCategory.RUST,
    )  # fmt: skip


def answer(firm: Firm) -> None:
    request = firm.done(at=END - 9 * HOUR, fault=FaultCategory.HIT)
    _, token = ask_survey(firm.session, actor=firm.hotline, now=END, request_id=request.id)
    count_all(firm)
    answer_by_link(firm.session, now=END + DAY, token=token or "", answers=Answers(overall=1))


def reopen_and_classify(firm: Firm) -> None:
    """What is decided anew on a reopened request counts for its earlier round too."""
    request = firm.done(at=END - 10 * DAY, fault=FaultCategory.HIT, cause_found=Cause.CONSTRUCTION)
    record_survey(
        firm.session, actor=firm.hotline, now=END - 9 * DAY, request_id=request.id, way=SurveyWay.PAPER,
        answers=Answers(overall=4),
    )  # fmt: skip
    count_all(firm)
    reopen_request(firm.session, actor=firm.hotline, now=END, request_id=request.id, reason="又坏了")
    ensure_equal(firm, END + HOUR)
    count_all(firm)
    respond(firm.session, actor=firm.hotline, now=END + HOUR, request_id=request.id)
    change = Classification(fault=FaultCategory.SCREEN)
    classify_request(firm.session, actor=firm.hotline, now=END + HOUR, request_id=request.id, change=change)


def charge(firm: Firm) -> None:
    change_charge(
        firm.session, actor=firm.manager, now=END, request_id=firm.extra["paid_id"], charge=Charge.FREE, reason="老客户"
    )  # fmt: skip


def half_done(firm: Firm) -> None:
    request = firm.accepted(at=END - 5 * DAY, fault=FaultCategory.HIT)
    firm.dispatch(request, at=END - 4 * DAY)
    arrive(firm.session, actor=firm.technician, now=END - 3 * DAY, request_id=request.id)
    count_all(firm)
    leave_half_done(firm.session, actor=firm.technician, now=END, request_id=request.id, missing="缺件")


def cancel(firm: Firm) -> None:
    request = firm.register(at=END - DAY, fault=FaultCategory.HIT)
    count_all(firm)
    cancel_request(firm.session, actor=firm.hotline, now=END, request_id=request.id, reason="不需要了")


def close(firm: Firm) -> None:
    request = firm.closable(at=END - 5 * DAY, fault=FaultCategory.HIT)
    count_all(firm)
    close_request(firm.session, actor=firm.hotline, now=END, request_id=request.id)


@pytest.mark.parametrize(
    "deed",
    [hold, merge, split, answer, reopen_and_classify, charge, half_done, cancel, close, lambda firm: accept(firm, END)],
)
def test_every_deed_marks_the_days_that_it_changes(busy: Firm, deed: Callable[[Firm], None]) -> None:
    count_all(busy)
    deed(busy)
    ensure_equal(busy, END + 2 * DAY)
    count_all(busy)
    ensure_equal(busy, END + 2 * DAY)
