"""A month of a small company: requests answered and visited in and out of time, paid and free, closed and open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from aftersales.models import Bearer, Dispatch, SurveyWay
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.services.close import cancel_request, close_request, reopen_request
from aftersales.services.cost_lines import NewCost
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.register_place import NewProject, add_project
from aftersales.services.report import file_report
from aftersales.services.respond import respond
from aftersales.services.survey import Answers, record_survey, refuse_survey
from aftersales.services.visit import arrive, depart, finish, leave_half_done, record_finding
from tests.builders import DAY, HOUR, SYSTEM, Firm, new_sign
from tests.services.conftest import firm

__all__ = ["firm"]

MARCH = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday 9:00 in Shanghai
END = MARCH + 20 * DAY


@pytest.fixture
def busy(firm: Firm) -> Iterator[Firm]:
    """The firm at `END`."""
    tell_story(firm)
    yield firm


def tell_story(firm: Firm) -> None:
    """Every figure has something to count and something to leave out."""
    old = add_project(
        firm.session, actor=SYSTEM, now=firm.now,
        new=NewProject(code="HT-2019-007", name="门诊楼标识工程", customer_id=firm.customer.id,
                       office_id=firm.office_id, team_id=firm.team_id, handover_on=date(2019, 1, 1),
                       warranty_months=24),
    )  # fmt: skip
    signs = [new_sign(firm.session, firm, batch=batch) for batch in ("2025-A", "2025-A", "2025-B", "")]
    dated = new_sign(firm.session, firm, project_id=old.id, batch="2019-X")
    for day, sign in enumerate(signs):
        serve(firm, MARCH + day * DAY, sign_id=sign.id, us=20_000 + day, mark=3 + day % 3)
    serve(firm, MARCH + 5 * DAY, sign_id=signs[0].id, us=31_007, mark=2)  # the same again: a recurrence
    paid(firm, MARCH + 6 * DAY, sign_id=dated.id, fault=FaultCategory.FLICKER)
    two_visits(firm, MARCH + 7 * DAY, sign_id=signs[2].id, fault=FaultCategory.WATER)
    firm.register(at=END - 5 * HOUR, sign_id=signs[3].id, fault=FaultCategory.RUST)  # unanswered and late
    firm.register(at=END - HOUR, sign_id=signs[3].id, fault=FaultCategory.SCREEN)  # not due yet
    gone = firm.register(at=MARCH + 9 * DAY, fault=FaultCategory.HIT)
    cancel_request(
        firm.session, actor=firm.hotline, now=MARCH + 9 * DAY + 6 * HOUR, request_id=gone.id, reason="客户自行处理"
    )  # fmt: skip
    again = serve(firm, MARCH + 10 * DAY, fault=FaultCategory.LOOSE, us=500, mark=5)
    reopen_request(
        firm.session, actor=firm.hotline, now=MARCH + 15 * DAY, request_id=again, reason="客户来电称未修好"
    )  # fmt: skip
    respond(firm.session, actor=firm.hotline, now=MARCH + 15 * DAY + 9 * HOUR, request_id=again)
    firm.now = END


def visit_of(session: Session, request_id: int | None) -> int:
    found = session.exec(
        select(Dispatch.id).where(Dispatch.request_id == request_id).order_by(Dispatch.id.desc())  # type: ignore[union-attr]
    ).first()
    assert found is not None
    return found


def serve(firm: Firm, at: datetime, *, us: int, mark: int, **values: object) -> int:
    """From the call to the closed file, all in time, at our cost."""
    request = firm.done(at=at, **values)
    file_report(
        firm.session, actor=firm.dispatcher, now=at + 5 * HOUR, request_id=request.id,
        new=firm.report_of(request, visit_of(firm.session, request.id), costs=(
            NewCost(name="开关电源", quantity_milli=1000, unit_fen=us, bearer=Bearer.US),
        )),
    )  # fmt: skip
    record_survey(
        firm.session, actor=firm.hotline, now=at + 6 * HOUR, request_id=request.id, way=SurveyWay.TELEPHONE,
        answers=Answers(overall=mark, manners=4),
    )  # fmt: skip
    if request.repeats_id is None:
        close_request(firm.session, actor=firm.hotline, now=at + 7 * HOUR, request_id=request.id)
    return request.id or 0


def paid(firm: Firm, at: datetime, **values: object) -> None:
    """Out of warranty: the customer accepts a quote, bears one line, and we a goodwill one; no survey wanted."""
    request = firm.on_site(at=at, **values)
    who = {"request_id": request.id}
    record_finding(
        firm.session, actor=firm.technician, now=at + 3 * HOUR, cause=Cause.WEAR, fault=request.fault, **who
    )  # fmt: skip
    quote = make_quote(
        firm.session, actor=firm.dispatcher, now=at + 3 * HOUR,
        new=NewQuote(lines=(NewLine(price_item_id=firm.price_id, quantity_milli=1500),)), **who,
    )  # fmt: skip
    report = firm.report_of(request, visit_of(firm.session, request.id), cause_found=Cause.WEAR, costs=(
        NewCost(price_item_id=firm.price_id, quantity_milli=1500, bearer=Bearer.CUSTOMER),
        NewCost(name="硅酮密封胶", quantity_milli=1000, unit_fen=4_321, bearer=Bearer.US),
    ))  # fmt: skip
    file_report(firm.session, actor=firm.dispatcher, now=at + 4 * HOUR, new=report, **who)
    firm.extra |= {"quote_id": quote.id, "paid_id": request.id}


def accept(firm: Firm, now: datetime) -> None:
    """The customer accepts the quote of the paid work, which can then be finished."""
    answer_quote(
        firm.session, actor=firm.hotline, now=now, quote_id=firm.extra["quote_id"], accepted=True, answered_by="王芳"
    )  # fmt: skip
    finish(firm.session, actor=firm.technician, now=now, request_id=firm.extra["paid_id"])
    refuse_survey(firm.session, actor=firm.hotline, now=now, request_id=firm.extra["paid_id"], reason="没有时间")


def two_visits(firm: Firm, at: datetime, **values: object) -> None:
    """Left half done, arrived too late, and done two days later."""
    request = firm.accepted(at=at, **values)
    late = at + 13 * HOUR
    firm.dispatch(request, at=late - 2 * HOUR)
    arrive(firm.session, actor=firm.technician, now=late, request_id=request.id)
    leave_half_done(firm.session, actor=firm.technician, now=late + HOUR, request_id=request.id, missing="缺防水接头")
    firm.dispatch(request, at=late + 40 * HOUR, crew=(firm.second_technician,))
    depart(firm.session, actor=firm.second_technician, now=late + 46 * HOUR, request_id=request.id)
    arrive(firm.session, actor=firm.second_technician, now=late + 48 * HOUR, request_id=request.id)
    record_finding(
        firm.session, actor=firm.second_technician, now=late + 48 * HOUR, request_id=request.id,
        cause=Cause.CONSTRUCTION, fault=request.fault,
    )  # fmt: skip
    finish(firm.session, actor=firm.second_technician, now=late + 49 * HOUR, request_id=request.id)
