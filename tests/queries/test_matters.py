"""Which opinions wait for whom, what became of an office's own, what stands on Today; and the registers of both."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from aftersales.documents.export_file import write_register
from aftersales.models import ServiceRequest
from aftersales.queries.due_records import list_due_records
from aftersales.queries.matters import MatterView, list_open_matters
from aftersales.queries.matters_due import MATTERS_DUE
from aftersales.queries.opinions import list_office_opinions, list_to_route
from aftersales.queries.registers.escalations import ESCALATIONS
from aftersales.queries.registers.opinions import OPINIONS
from aftersales.queries.registers.read import Selection, each_batch, list_rows
from aftersales.queries.request_view import get_request_view
from aftersales.rules.escalation import EscalationCause, EscalationState
from aftersales.rules.kinds import Cause, Kind, Severity
from aftersales.rules.opinion import OpinionState, OpinionWay
from aftersales.rules.roles import Actor
from aftersales.services.escalations import acknowledge_escalation, answer_escalation
from aftersales.services.office_opinions import NewOfficeOpinion, send_office_opinion
from aftersales.services.opinions import NewRouting, answer_opinion, route_opinion
from aftersales.services.respond import resolve, respond
from tests.builders import DAY, HOUR, NOON, Firm, department_id
from tests.query_count import counted


def suggestion(firm: Firm, **values: Any) -> ServiceRequest:
    return firm.accepted(kind=Kind.SUGGESTION, description="夜里太亮，打 13900001111", **values)


def routed(firm: Firm, request: ServiceRequest, code: str = "quality") -> Any:
    new = NewRouting(department_ids=(department_id(firm.session, code),), due_on=date(2026, 3, 12))
    return route_opinion(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id or 0, new=new)[0]


def matters(firm: Firm, actor: Actor, request: ServiceRequest) -> tuple[MatterView, ...]:
    """As the request's page shows them."""
    return get_request_view(firm.session, actor, request.number, now=NOON + DAY).matters


def major(firm: Firm) -> ServiceRequest:
    return firm.accepted(severity=Severity.MAJOR, cause=Cause.MATERIAL)


def due(firm: Firm, actor: Actor, hours: float) -> list[tuple[str, str]]:
    found = list_due_records(firm.session, actor, now=NOON + timedelta(hours=hours), sources=MATTERS_DUE)
    return [(row.source.kind, row.key) for row in found.rows]


def test_what_nobody_was_asked_about_is_to_be_routed(firm: Firm) -> None:
    first, second = suggestion(firm), suggestion(firm, at=NOON + HOUR)
    firm.accepted()  # a repair isn't
    assert [row.number for row in list_to_route(firm.session, firm.hotline)] == [first.number, second.number]
    row = routed(firm, first)
    assert [one.number for one in list_to_route(firm.session, firm.hotline)] == [second.number]
    answer_opinion(firm.session, actor=firm.quality, now=NOON + DAY, opinion_id=row.id or 0, answer="可以")
    resolve(firm.session, actor=firm.hotline, now=NOON + DAY, request_id=second.id or 0, outcome="已说明")
    assert not list_to_route(firm.session, firm.hotline)


def test_a_department_sees_its_own_and_the_desk_all(firm: Firm) -> None:
    routed(firm, suggestion(firm))
    routed(firm, suggestion(firm), "business")
    assert len(list_open_matters(firm.session, firm.hotline, "opinion")) == 2
    for actor in (firm.quality, firm.business):
        assert len(list_open_matters(firm.session, actor, "opinion")) == 1
    assert not list_open_matters(firm.session, firm.project_department, "opinion")


def test_a_requests_matters_stand_on_its_page_masked_where_contacts_are(firm: Firm) -> None:
    request = suggestion(firm)
    row = routed(firm, request)
    answer_opinion(firm.session, actor=firm.quality, now=NOON + DAY, opinion_id=row.id or 0, answer="打 13900001111")
    (seen,) = matters(firm, firm.quality, request)
    assert (seen.kind, seen.department, seen.offers) == ("opinion", ("质量部", "Quality department"), ())
    assert seen.answered_by == (firm.quality.name, firm.quality.name_en)
    (whole,) = matters(firm, firm.manager, request)
    assert whole.answer == "打 13900001111"
    (masked,) = matters(firm, firm.leadership, request)
    assert masked.answer and "13900001111" not in masked.answer
    (escalated,) = matters(firm, firm.quality, major(firm))
    assert (escalated.kind, escalated.cause) == ("escalation", EscalationCause.MAJOR)


def test_an_office_sees_its_own_and_what_became_of_them(firm: Firm) -> None:
    new = NewOfficeOpinion(
        customer_id=firm.customer.id, words="字太小", way=OpinionWay.VISIT, collected_on=date(2026, 3, 2)
    )
    request = send_office_opinion(firm.session, actor=firm.office, now=NOON, new=new)
    known = {"now": NOON + HOUR, "request_id": request.id or 0}
    respond(firm.session, actor=firm.hotline, note="收到", **known)  # type: ignore[arg-type]
    row = routed(firm, request)
    (seen,) = list_office_opinions(firm.session, firm.office)
    assert (seen.is_late, len(seen.asked), seen.answered) == (True, 1, 0)
    answer_opinion(firm.session, actor=firm.quality, now=NOON + DAY, opinion_id=row.id or 0, answer="可以")
    resolve(firm.session, actor=firm.hotline, now=NOON + DAY, request_id=request.id or 0, outcome="下批放大")
    with counted(firm.session) as sent:
        (seen,) = list_office_opinions(firm.session, firm.office)
    assert len(sent) == 2
    assert (seen.outcome, seen.asked, seen.answered) == ("下批放大", (), 1)


def test_an_opinion_stands_on_the_departments_today_and_when_late_on_the_desks(firm: Firm) -> None:
    request = suggestion(firm)
    row = routed(firm, request)
    assert due(firm, firm.quality, 2) == [("opinion", request.number)]
    assert due(firm, firm.hotline, 25) == []  # due at this very moment
    assert due(firm, firm.hotline, 25.1) == [("opinion_late", request.number)]
    assert due(firm, firm.business, 25.1) == []
    answer_opinion(firm.session, actor=firm.quality, now=NOON + DAY, opinion_id=row.id or 0, answer="可以")
    assert due(firm, firm.hotline, 26) == [("opinion_answered", request.number)]
    assert due(firm, firm.quality, 26) == []
    resolve(firm.session, actor=firm.hotline, now=NOON + DAY, request_id=request.id or 0, outcome="已告知")
    assert due(firm, firm.hotline, 26) == []


def test_an_escalation_stands_on_today_until_it_is_closed(firm: Firm) -> None:
    request = major(firm)
    (row,) = matters(firm, firm.quality, request)
    assert due(firm, firm.quality, 1) == [("escalation", request.number)]
    assert due(firm, firm.dispatcher, 4) == []
    assert due(firm, firm.dispatcher, 4.1) == [("escalation_late", request.number)]
    acknowledge_escalation(firm.session, actor=firm.quality, now=NOON + HOUR, escalation_id=row.id)
    assert due(firm, firm.dispatcher, 5) == []
    answer_escalation(firm.session, actor=firm.quality, now=NOON + 5 * HOUR, escalation_id=row.id, feedback="换批次")
    assert due(firm, firm.hotline, 6) == [("escalation_answered", request.number)]
    assert due(firm, firm.quality, 6) == []


def cells(firm: Firm, register: Any, label: str, **narrowed: Any) -> list[Any]:
    place = next(at for at, column in enumerate(register.columns) if column.label == label)
    selection = Selection(narrowed=tuple(narrowed.items()))
    return [row.cells[place] for row in list_rows(firm.session, firm.manager, register, selection)]


def test_the_registers_hold_them_and_narrow_by_state(firm: Firm) -> None:
    routed(firm, suggestion(firm))
    row = routed(firm, suggestion(firm), "business")
    answer_opinion(firm.session, actor=firm.business, now=NOON + DAY, opinion_id=row.id or 0, answer="可以")
    major(firm)
    assert cells(firm, OPINIONS, "State") == [OpinionState.ANSWERED, OpinionState.ROUTED]
    assert cells(firm, OPINIONS, "The department's answer", state=OpinionState.ANSWERED) == ["可以"]
    assert cells(firm, ESCALATIONS, "Why") == [EscalationCause.MAJOR]
    assert cells(firm, ESCALATIONS, "State", escalation_cause=EscalationCause.QUESTION) == []
    assert cells(firm, ESCALATIONS, "State", state=EscalationState.RAISED) == [EscalationState.RAISED]


@pytest.mark.parametrize(
    ("language", "titles"), [("zh", ("客户意见", "上报")), ("en", ("Customers' opinions", "Escalations"))]
)
def test_both_are_workbooks_in_both_languages(
    firm: Firm, language: str, titles: tuple[str, str], tmp_path: Path
) -> None:
    routed(firm, suggestion(firm))
    major(firm)
    for register, title in zip((OPINIONS, ESCALATIONS), titles, strict=True):
        path = tmp_path / f"{register.key}.xlsx"
        write_register(path, register, each_batch(firm.session, firm.manager, register, Selection()), "xlsx", language)  # type: ignore[arg-type]
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert sheet.title == title
        assert sheet.max_row >= 2
