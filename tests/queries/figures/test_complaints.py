"""Complaints as figures equal sums made directly in SQL; integrity ones count only for whom they exist."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from aftersales.errors import NotAllowed
from aftersales.queries.figures.complaints import list_complaint_rows, sum_complaints
from aftersales.queries.where import Where
from aftersales.rules.complaint import FIRST_FEEDBACK, ComplaintKind
from aftersales.rules.complaint_figures import COMPLAINT_FIGURES
from aftersales.rules.figures import Sum
from aftersales.rules.kinds import Channel
from aftersales.rules.periods import month_of
from aftersales.services.complaint_steps import give_first_feedback
from aftersales.services.complaints import NewComplaint, register_complaint
from tests.builders import DAY, HOUR, Firm
from tests.services.conftest import firm

__all__ = ["firm"]
MARCH, APRIL = month_of(date(2026, 3, 1)), month_of(date(2026, 4, 1))


def complain(firm: Firm, *, hours: int, kind: ComplaintKind = ComplaintKind.CUSTOMER, **values: Any) -> str:
    new = NewComplaint(kind=kind, channel=Channel.HOTLINE, customer_id=firm.customer.id, words="等了两天", **values)
    row = register_complaint(firm.session, actor=firm.hotline, now=firm.now + hours * HOUR, new=new)
    return row.number


@pytest.fixture
def told(firm: Firm) -> Firm:
    """In March: one told in time at the last moment, one a second late, one never; in April one more."""
    for hours, late in ((0, timedelta()), (1, timedelta(seconds=1))):
        number = complain(firm, hours=hours)
        give_first_feedback(
            firm.session, actor=firm.manager, now=firm.now + hours * HOUR + FIRST_FEEDBACK + late,
            number=number, feedback="已联系客户",
        )  # fmt: skip
    complain(firm, hours=2)
    complain(firm, hours=24 * 30)
    complain(firm, hours=3, kind=ComplaintKind.INTEGRITY, concerned_ids=(firm.technician.staff_id or 0,))
    firm.session.flush()
    return firm


def direct(firm: Firm, sql: str) -> int:
    return int(firm.session.connection().execute(text(sql)).scalar() or 0)


def test_the_figures_are_the_sums_of_the_rows(told: Firm) -> None:
    now = told.now + 5 * DAY
    march, april = sum_complaints(told.session, told.project_department, (MARCH, APRIL), now=now)
    inside = "received_at >= '2026-02-28 16:00:00' AND received_at < '2026-03-31 16:00:00'"
    if told.session.get_bind().dialect.name == "postgresql":
        inside = inside.replace("16:00:00'", "16:00:00+00'")
    kept = direct(told, f"SELECT COUNT(*) FROM complaint WHERE {inside} AND first_feedback_at <= feedback_due_at")
    assert march["complaints"].top == direct(told, f"SELECT COUNT(*) FROM complaint WHERE {inside}") == 3
    assert march["feedback_kept"] == Sum(kept, 3) == Sum(1, 3)
    still_open = "SELECT COUNT(*) FROM complaint WHERE state NOT IN ('closed', 'unfounded', 'merged')"
    assert march["complaints_open"].top == april["complaints_open"].top == direct(told, still_open) == 4
    assert april["feedback_kept"] == Sum(0, 0)  # not due yet


@pytest.mark.parametrize(("seconds", "judged"), [(-1, 2), (0, 2), (1, 3)])
def test_what_is_not_told_yet_counts_once_its_time_has_passed(told: Firm, seconds: int, judged: int) -> None:
    now = told.now + 2 * HOUR + FIRST_FEEDBACK + timedelta(seconds=seconds)
    [march] = sum_complaints(told.session, told.project_department, [MARCH], now=now)
    assert march["feedback_kept"].bottom == judged


def test_integrity_complaints_count_for_leadership_only_and_in_no_report(told: Firm) -> None:
    now = told.now + 5 * DAY
    counts = [
        sum_complaints(told.session, actor, [MARCH], now=now)[0]["complaints"].top
        for actor in (told.leadership, told.manager, told.business, told.project_department)
    ]
    assert counts == [4, 4, 3, 3]
    [report] = sum_complaints(told.session, told.leadership, [MARCH], now=now, with_integrity=False)
    assert report["complaints"].top == 3
    rows = list_complaint_rows(told.session, told.leadership, "complaints", MARCH, now=now, with_integrity=False)
    assert ComplaintKind.INTEGRITY not in {row.kind for row in rows}


@pytest.mark.parametrize("key", COMPLAINT_FIGURES)
def test_a_number_lists_exactly_its_rows(told: Firm, key: str) -> None:
    now = told.now + 5 * DAY
    [march] = sum_complaints(told.session, told.leadership, [MARCH], now=now)
    rows = list_complaint_rows(told.session, told.leadership, key, MARCH, now=now)
    assert len(rows) == march[key].bottom
    if key == "feedback_kept":
        assert [row.is_good for row in rows] == [False, False, False, True]


def test_they_are_looked_at_by_place(told: Firm) -> None:
    now = told.now + 5 * DAY
    here = Where(office_id=told.office_id)
    [found] = sum_complaints(told.session, told.leadership, [MARCH], now=now, where=here)
    [nowhere] = sum_complaints(told.session, told.leadership, [MARCH], now=now, where=Where(office_id=10**6))
    assert found["complaints"].top > 0 == nowhere["complaints"].top


def test_who_sees_no_figures_counts_no_complaints(told: Firm) -> None:
    with pytest.raises(NotAllowed):
        sum_complaints(told.session, told.hotline, [MARCH], now=told.now)
