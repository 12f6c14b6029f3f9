"""Customer care on the screen: what is to be made, what was heard and what follows from it, plans, regions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.locale import translate
from aftersales.models import CarePlan, Revisit, ServiceRequest
from aftersales.rules.care import PlanKind, RevisitState
from aftersales.rules.kinds import Kind, Role
from aftersales.services.revisits import finish_revisit
from tests.builders import Firm
from tests.care_desk import HEARD, plan
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_handbooks import by_key, said, stored


def waiting(firm: Firm) -> Revisit:
    """One revisit for the office, due today or at the next working day: made by hand, whatever day it is."""
    made = plan(firm, PlanKind.AFTER_HANDOVER, months=3, from_on=firm.now.date() - timedelta(days=90))
    today = firm.now.date()
    revisit = Revisit(
        number="HF20260101-0001", plan_id=made.id or 0, occasion="handover:1", customer_id=firm.customer.id or 0,
        project_id=firm.project.id, office_id=firm.office_id, about_on=today, rhythm_on=today, due_on=today,
        due_at=firm.now + timedelta(days=1), owner_id=firm.office.staff_id, state=RevisitState.DUE, made_at=firm.now,
    )  # fmt: skip
    firm.session.add(revisit)
    firm.session.flush()
    return revisit


def opened(open_app: OpenApp, role: Role = Role.OFFICE, language: str = "en") -> AppTest:
    return at_page(open_app(language=language, role=role), language)


def at_page(app: AppTest, language: str = "en", tab: str = "", **asked: str) -> AppTest:
    app.switch_page("care.py")
    for name, value in asked.items():
        app.query_params[name] = value
    if tab:
        app.session_state["care_tabs"] = translate(tab, language)
    app.run()
    assert not app.exception, app.exception
    return app


def the_revisit() -> Revisit:
    with stored() as session:
        return session.exec(select(Revisit)).one()


@pytest.mark.parametrize(
    ("language", "nothing"), [("en", "None of yours is to be made."), ("zh", "您没有待做的回访。")]
)
def test_a_revisit_is_made_and_a_suggestion_registered_from_it(open_app: OpenApp, language: str, nothing: str) -> None:
    app = opened(open_app, language=language)
    assert nothing in said(app)
    with firm_of() as firm:
        number = waiting(firm).number
    app = at_page(app, language)
    by_key(app.button, f"open_due_{number}").click().run()
    assert app.title[0].value == number
    drawn = [str(getattr(each, "key", "") or each.type) for each in app.main]
    assert drawn.index("revisit_back") < drawn.index("title")  # the way back stands above
    by_key(app.button, "hear_customer:0:submit").click().run()
    assert len(app.error) == 1  # no mark was given
    by_key(app.feedback, "hear_customer:0:stars").set_value(3)
    by_key(app.text_area, "hear_customer:0:words").input("亮度正常 <b>*好*</b>")
    by_key(app.text_area, "hear_customer:0:wishes").input("希望加英文")
    by_key(app.button, "hear_customer:0:submit").click().run()
    assert not app.error
    made = the_revisit()
    assert (made.state, made.mark, made.heard_from, made.wishes) == (RevisitState.DONE, 4, "王芳", "希望加英文")
    assert not [one for one in app.button if "skip_revisit" in str(one.key)]
    app.switch_page("intake.py")
    app.query_params.clear()
    app.query_params["project"], app.query_params["kind"], app.query_params["revisit"] = "HT-1", "suggestion", number
    app.run()
    assert by_key(app.text_area, ":description").value == "希望加英文"
    by_key(app.button, "save_request").click().run()
    assert not app.error
    with stored() as session:
        request = session.exec(select(ServiceRequest)).one()
    assert (request.kind, request.id) == (Kind.SUGGESTION, the_revisit().request_id)
    app = at_page(app, language, number=number)
    assert not [one for one in app.button if str(one.key).startswith("follow_")]


def test_it_is_put_off_with_a_reason_or_skipped(open_app: OpenApp) -> None:
    app = opened(open_app)
    with firm_of() as firm:
        number = waiting(firm).number
    app = at_page(app, number=number)
    by_key(app.button, "put_off:0:submit").click().run()
    assert len(app.error) == 1
    by_key(app.text_input, "put_off:0:reason").input("联系人出差")
    by_key(app.button, "put_off:0:submit").click().run()
    assert not app.error
    moved = the_revisit()
    assert (moved.state, moved.version) == (RevisitState.DUE, 2)
    by_key(app.text_area, "skip_revisit:1:reason").input("项目已拆除")
    by_key(app.button, "skip_revisit:1:submit").click().run()
    assert not app.error
    assert (the_revisit().state, the_revisit().reason) == (RevisitState.SKIPPED, "项目已拆除")


def test_who_only_looks_has_no_steps(open_app: OpenApp) -> None:
    app = opened(open_app, Role.LEADERSHIP)
    with firm_of() as firm:
        number = waiting(firm).number
    app = at_page(app, number=number)
    assert app.title[0].value == number
    assert not [one for one in app.button if str(one.key).startswith("revisit:")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_manager_adds_a_plan_and_stops_it(open_app: OpenApp, language: str) -> None:
    app = at_page(opened(open_app, Role.AFTER_SALES_MANAGER, language), language, tab="Care plans")
    by_key(app.button, "plan:new:0:0:save").click().run()
    assert len(app.error) == 1  # no name
    assert by_key(app.multiselect, "plan:new:0:0:regions").proto.placeholder == translate("all regions", language)
    by_key(app.text_input, "plan:new:0:0:name").input("重点客户回访")
    by_key(app.button, "plan:new:0:0:save").click().run()
    assert not app.error
    assert by_key(app.text_input, "plan:new:0:1:name").value == ""  # a second press adds no second plan
    assert [each.value for each in app.toast] == [translate("The plan is saved.", language)]
    assert translate("Change it", language) == {"en": "Change it", "zh": "修改"}[language]
    with stored() as session:
        made = session.exec(select(CarePlan)).one()
    assert (made.kind, made.months, made.is_active) == (PlanKind.KEY_CUSTOMERS, 3, True)
    by_key(app.button, f"stop_plan_{made.id}").click().run()
    with stored() as session:
        assert not session.exec(select(CarePlan)).one().is_active


def test_an_office_sees_plans_without_changing_them(open_app: OpenApp) -> None:
    app = opened(open_app)
    with firm_of() as firm:
        waiting(firm)
    app = at_page(app, tab="Care plans")
    assert "months after the handover: 3" in said(app)
    assert not [one for one in app.button if "plan" in str(one.key)]


@pytest.mark.parametrize(
    ("tab", "words"),
    [("What customers say", "5.00"), ("Made", "O'Hara"), ("Revisits to be made", ""), ("Care plans", "after_handover")],
)
def test_each_tab_draws_what_was_heard_with_few_queries(open_app: OpenApp, tab: str, words: str) -> None:
    app = opened(open_app, Role.AFTER_SALES_MANAGER)
    with firm_of() as firm:
        revisit = waiting(firm)
        finish_revisit(firm.session, actor=firm.office, now=firm.now, revisit_id=revisit.id or 0, heard=HEARD)
    app = at_page(app, tab=tab)
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        app.run()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked = [statement for statement in sent if statement.lstrip().upper().startswith("SELECT")]
    assert 0 < len(asked) <= 8, asked
    drawn = said(app) + "".join(str(one.value) for one in app.metric)
    assert words in drawn.replace("\\", "")


def test_a_number_that_was_never_given_is_told_above_the_list(open_app: OpenApp) -> None:
    app = at_page(opened(open_app, Role.LEADERSHIP), number="HF1")
    assert "HF1" in app.error[0].value
    assert app.title[0].value == "Customer care"
