"""Opinions and escalations on the screen: routed, acknowledged, answered, sent in by an office; in both languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.clock import local_day
from aftersales.locale import format_value, translate
from aftersales.models import Escalation, OfficeOpinion, OpinionRouting, ServiceRequest
from aftersales.rules.escalation import EscalationCause, EscalationState
from aftersales.rules.kinds import Cause, Kind, Role, Severity
from aftersales.rules.opinion import OpinionState
from aftersales.services.opinions import NewRouting, route_opinion
from tests.builders import DAY, HOUR, department_id
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_agreements import by_key, firm_of_session


def opened(open_app: OpenApp, role: Role, file: str, language: str = "en", **asked: str) -> AppTest:
    app = open_app(language=language, role=role)
    app.switch_page(file)
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, part: str) -> None:
    by_key(app.button, part).click().run()
    assert not app.exception, app.exception


def shown(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.markdown)


def suggestion(*, is_routed: bool = False) -> str:
    with firm_of() as firm:
        request = firm.accepted(kind=Kind.SUGGESTION, description="夜里太亮 <b>*x*</b>")
        if is_routed:
            new = NewRouting(
                department_ids=(department_id(firm.session, "quality"),), due_on=(firm.now + 4 * DAY).date()
            )
            route_opinion(firm.session, actor=firm.hotline, now=firm.now + HOUR, request_id=request.id or 0, new=new)
        return request.number


def the_routing() -> OpinionRouting:
    with firm_of_session() as session:
        row: OpinionRouting = session.exec(select(OpinionRouting)).one()
        return row


def the_escalation() -> Escalation:
    with firm_of_session() as session:
        row: Escalation = session.exec(select(Escalation)).one()
        return row


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_desk_routes_an_opinion_from_the_request(open_app: OpenApp, language: str) -> None:
    opened(open_app, Role.HOTLINE, "today.py")
    number = suggestion()
    assert number in shown(opened(open_app, Role.HOTLINE, "opinions.py", language))
    app = opened(open_app, Role.HOTLINE, "request.py", language, number=number)
    press(app, "route_opinion:")  # no department yet
    assert len(app.error) == 1
    chooser = by_key(app.multiselect, ":departments")
    chooser.set_value([department_of("quality")])
    by_key(app.text_area, ":question").input("能调暗吗？")
    by_key([one for one in app.button if "route_opinion:" in str(one.key)], ":submit").click().run()
    assert not app.exception
    assert not app.error
    assert (the_routing().state, the_routing().question) == (OpinionState.ROUTED, "能调暗吗？")
    assert number not in shown(opened(open_app, Role.HOTLINE, "opinions.py", language))


def department_of(code: str) -> int:
    with firm_of_session() as session:
        return department_id(session, code)


@pytest.mark.parametrize(("language", "late"), [("en", "Waits for the department"), ("zh", "待部门签收")])
def test_the_department_finds_acknowledges_and_answers_it(open_app: OpenApp, language: str, late: str) -> None:
    opened(open_app, Role.DEPARTMENT, "today.py")
    number = suggestion(is_routed=True)
    app = opened(open_app, Role.DEPARTMENT, "today.py", language)
    assert any(the_routing().number == button.label for button in app.button)  # it stands on Today
    assert late in shown(opened(open_app, Role.DEPARTMENT, "opinions.py", language))
    app = opened(open_app, Role.DEPARTMENT, "request.py", language, number=number)
    by = local_day(the_routing().due_at - timedelta(hours=1))
    assert translate("Answer due by the end of {value}.", language).format(value=format_value(by, language)) in shown(
        app
    )
    press(app, ":acknowledge_opinion:0:press")
    assert the_routing().state is OpinionState.ACKNOWLEDGED
    press(app, ":answer_opinion:1:submit")
    assert len(app.error) == 1  # an answer is needed
    by_key(app.text_area, ":answer_opinion:1:answer").input("下周调到60%")
    press(app, ":answer_opinion:1:submit")
    assert not app.error
    assert the_routing().state is OpinionState.ANSWERED
    assert "下周调到60%" in shown(app)
    app = opened(open_app, Role.HOTLINE, "request.py", language, number=number)
    press(app, "take_resolve")
    assert by_key(app.text_area, "step:resolve").value == "下周调到60%"  # what the customer may be told


def test_another_department_looks_only(open_app: OpenApp) -> None:
    opened(open_app, Role.BUSINESS_DEPARTMENT, "today.py")
    number = suggestion(is_routed=True)
    app = opened(open_app, Role.BUSINESS_DEPARTMENT, "request.py", number=number)
    assert not any(str(button.key).startswith("matter:") for button in app.button)
    assert number not in shown(opened(open_app, Role.BUSINESS_DEPARTMENT, "opinions.py"))


@pytest.mark.parametrize(("language", "sent"), [("en", "sent in time"), ("zh", "按时报送")])
def test_the_office_sends_in_what_it_heard_and_sees_what_became_of_it(
    open_app: OpenApp, language: str, sent: str
) -> None:
    opened(open_app, Role.OFFICE, "today.py")
    with firm_of() as firm:
        customer_id = firm.customer.id or 0
    app = opened(open_app, Role.OFFICE, "opinions.py", language, new="1", customer=str(customer_id))
    press(app, "office_opinion:0:save")
    assert len(app.error) == 1  # the customer's words are needed
    by_key(app.text_area, "office_opinion:0:words").input("字太小 <b>*看不清*</b>")
    press(app, "office_opinion:0:save")
    assert not app.error
    with firm_of_session() as session:
        row = session.exec(select(OfficeOpinion)).one()
        request = session.get_one(ServiceRequest, row.request_id)
    assert (request.customer_id, row.is_late) == (customer_id, False)
    text = shown(app)
    assert request.number in text
    assert sent in text


@pytest.mark.parametrize(("language", "cause"), [("en", "a major quality problem (4(8))"), ("zh", "重大质量问题")])
def test_a_major_problem_stands_with_its_department(open_app: OpenApp, language: str, cause: str) -> None:
    opened(open_app, Role.DEPARTMENT, "today.py")
    with firm_of() as firm:
        number = firm.accepted(severity=Severity.MAJOR, cause=Cause.MATERIAL).number
    app = opened(open_app, Role.DEPARTMENT, "request.py", language, number=number)
    assert cause in shown(app)
    press(app, ":acknowledge_escalation:0:press")
    by_key(app.text_area, ":answer_escalation:1:feedback").input("整批面板更换")
    press(app, ":answer_escalation:1:submit")
    assert (the_escalation().cause, the_escalation().state) == (EscalationCause.MAJOR, EscalationState.ANSWERED)
    app = opened(open_app, Role.HOTLINE, "request.py", language, number=number)
    press(app, ":close_escalation:0:press")
    assert the_escalation().state is EscalationState.CLOSED


@pytest.mark.parametrize("language", ["en", "zh"])
def test_any_open_request_is_escalated_with_a_reason(open_app: OpenApp, language: str) -> None:
    opened(open_app, Role.HOTLINE, "today.py")
    with firm_of() as firm:
        number = firm.accepted().number
    app = opened(open_app, Role.HOTLINE, "request.py", language, number=number)
    escalate = [one for one in app.button if str(one.key).startswith("escalate:")]
    by_key(escalate, ":submit").click().run()
    assert len(app.error) == 1  # to whom?
    by_key(app.selectbox, ":department").set_value(department_of("design"))
    by_key(app.button, ":0:submit")
    chosen: Any = by_key([one for one in app.text_area if str(one.key).startswith("escalate:")], ":reason")
    chosen.input("客户问字体授权")
    by_key([one for one in app.button if str(one.key).startswith("escalate:")], ":submit").click().run()
    assert not app.exception
    assert not app.error
    assert (the_escalation().cause, the_escalation().reason) == (EscalationCause.QUESTION, "客户问字体授权")
    assert ":material/flag:" in shown(app)


def test_leadership_asks_no_department(open_app: OpenApp) -> None:
    opened(open_app, Role.LEADERSHIP, "today.py")
    number = suggestion(is_routed=True)
    app = opened(open_app, Role.LEADERSHIP, "request.py", number=number)
    assert not any(str(one.key).startswith(("matter:", "escalate:", "route_opinion:")) for one in app.button)
