"""A technician's own jobs and nobody else's; drafts; arrivals kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import NotAllowed
from aftersales.models import Dispatch
from aftersales.queries.drafts import list_drafts
from aftersales.queries.jobs import list_own_jobs
from aftersales.queries.kept import Arrivals, get_kept, list_arrivals
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.visit import VisitState
from aftersales.services.dispatch import accept_job, hand_back
from aftersales.services.drafts import keep_draft
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.report import file_report
from aftersales.services.respond import promise_time
from aftersales.services.visit import arrive, record_finding
from tests.builders import DAY, HOUR, NOON, Firm
from tests.queries.test_find import counted

SECOND = timedelta(seconds=1)


def test_a_job_is_mine_from_the_dispatch_until_i_hand_it_back(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    (job,) = list_own_jobs(firm.session, firm.technician, now=NOON + HOUR)
    assert (job.number, job.version, job.is_accepted) == (request.number, request.version, False)
    assert list_own_jobs(firm.session, firm.second_technician, now=NOON + HOUR) == []
    accept_job(firm.session, actor=firm.technician, now=NOON + HOUR, request_id=request.id or 0)
    assert list_own_jobs(firm.session, firm.technician, now=NOON + HOUR)[0].is_accepted
    hand_back(firm.session, actor=firm.technician, now=NOON + 2 * HOUR, request_id=request.id or 0, reason="病了")
    assert list_own_jobs(firm.session, firm.technician, now=NOON + 2 * HOUR) == []


def test_a_finished_job_stays_until_its_report_is_written_and_the_day_is_over(firm: Firm) -> None:
    request = firm.done()
    (job,) = list_own_jobs(firm.session, firm.technician, now=NOON + 2 * DAY)
    assert (job.visit_state, job.has_report) == (VisitState.FINISHED, False)
    visit = firm.session.exec(select(Dispatch).where(Dispatch.request_id == request.id)).one()
    file_report(
        firm.session, actor=firm.technician, now=NOON + 5 * HOUR, request_id=request.id or 0,
        new=firm.report_of(request, visit.id or 0),
    )  # fmt: skip
    assert list_own_jobs(firm.session, firm.technician, now=NOON + 6 * HOUR)[0].has_report
    assert list_own_jobs(firm.session, firm.technician, now=NOON + 2 * DAY) == []


def test_a_job_says_that_the_customer_has_not_accepted_a_quote(firm: Firm) -> None:
    request = firm.on_site()

    def waits() -> bool:
        return list_own_jobs(firm.session, firm.technician, now=NOON + 4 * HOUR)[0].waits_for_quote

    assert not waits()
    told: dict[str, Any] = {"now": NOON + 4 * HOUR, "request_id": request.id or 0}
    record_finding(
        firm.session, actor=firm.technician, **told, cause=Cause.THIRD_PARTY, fault=FaultCategory.DARK
    )  # fmt: skip
    assert waits()
    line = NewLine(name="维修人工", quantity_milli=1000, unit="小时", unit_fen=8000)
    quote = make_quote(firm.session, actor=firm.dispatcher, **told, new=NewQuote(lines=(line,)))
    assert waits()
    answer_quote(
        firm.session, actor=firm.hotline, now=told["now"], quote_id=quote.id or 0, accepted=True, answered_by="王芳"
    )  # fmt: skip
    assert not waits()


def test_jobs_take_one_statement_in_the_order_of_their_start(firm: Firm) -> None:
    firm.dispatch(firm.accepted(), starts_at=NOON + 9 * HOUR)
    firm.dispatch(firm.accepted(), starts_at=NOON + 4 * HOUR)
    with counted(firm.session) as sent:
        jobs = list_own_jobs(firm.session, firm.technician, now=NOON + HOUR)
    assert [job.starts_at for job in jobs] == [NOON + 4 * HOUR, NOON + 9 * HOUR]
    assert len(sent) == 1


@pytest.mark.parametrize(("after", "kept", "late"), [(-SECOND, 1, 0), (timedelta(0), 1, 0), (SECOND, 0, 1)])
def test_an_arrival_at_exactly_its_moment_is_kept(firm: Firm, after: timedelta, kept: int, late: int) -> None:
    request = firm.accepted()
    promise_time(
        firm.session, actor=firm.dispatcher, now=NOON + HOUR, request_id=request.id or 0, promised_at=NOON + 3 * HOUR
    )
    firm.dispatch(request)
    arrive(firm.session, actor=firm.technician, now=NOON + 3 * HOUR + after, request_id=request.id or 0)
    now = NOON + DAY
    sums = get_kept(firm.session, firm.leadership, now=now)
    assert (sums.received, sums.kept, sums.late) == (1, kept, late)
    rows = {which: len(list_arrivals(firm.session, firm.leadership, which, now=now)) for which in Arrivals}
    assert rows == {Arrivals.KEPT: kept, Arrivals.LATE: late, Arrivals.ALL: 1}


def test_an_arrival_that_is_missing_is_late_and_one_to_come_is_undecided(firm: Firm) -> None:
    request = firm.accepted()
    assert request.arrive_due_at is not None
    before = get_kept(firm.session, firm.leadership, now=request.arrive_due_at)
    after = get_kept(firm.session, firm.leadership, now=request.arrive_due_at + SECOND)
    assert (before.kept, before.late, before.share) == (0, 0, None)
    assert (after.kept, after.late, after.share) == (0, 1, 0.0)


def test_a_technician_sees_no_sums(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        get_kept(firm.session, firm.technician, now=NOON)
    with pytest.raises(NotAllowed):
        list_arrivals(firm.session, firm.technician, Arrivals.ALL, now=NOON)


def test_drafts_are_ones_own_and_say_what_they_are_of(firm: Firm) -> None:
    visit = firm.dispatch(request := firm.accepted())
    for actor in (firm.technician, firm.hotline):
        keep_draft(firm.session, actor=actor, now=NOON, form=f"service_report:{visit.id}", content={"a": 1})
    keep_draft(firm.session, actor=firm.technician, now=NOON + HOUR, form="intake:xyz", content={})
    drafts = list_drafts(firm.session, firm.technician)
    assert [(one.form, one.mark, one.number, one.visit) for one in drafts] == [
        ("intake", "xyz", None, None),
        ("service_report", str(visit.id), request.number, 1),
    ]
