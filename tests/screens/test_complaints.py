"""Complaints on the screen: written down, organised, filtered, verified, tracked, resolved; in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.models import Complaint, IntegrityComplaint, SurveyWay
from aftersales.rules.complaint import ComplaintKind, ComplaintState
from aftersales.rules.kinds import Role
from aftersales.services.complaint_steps import close_complaint
from aftersales.services.survey import Answers, record_survey
from tests.builders import DAY, new_customer
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_agreements import by_key, firm_of_session
from tests.services.complaint_deeds import brought, complained

K, C = ComplaintKind, ComplaintState


def opened(open_app: OpenApp, role: Role, language: str = "en", **asked: str) -> AppTest:
    app = open_app(language=language, role=role)
    app.switch_page("complaints.py")
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def made(step: Any, *stage: str, **values: Any) -> str:
    with firm_of() as firm:
        number: str = step(firm, *stage, **values).number
        return number


def press(app: AppTest, part: str) -> None:
    by_key(app.button, part).click().run()
    assert not app.exception, app.exception


def shown(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.markdown)


def stored(number: str) -> Complaint:
    with firm_of_session() as session:
        found: Complaint = session.exec(select(Complaint).where(Complaint.number == number)).one()
        return found


@pytest.mark.parametrize(("language", "title", "empty"), [("en", "Complaints", "Nobody"), ("zh", "投诉", "还没有投诉")])
def test_an_empty_list_says_so(open_app: OpenApp, language: str, title: str, empty: str) -> None:
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language)
    assert (app.title[0].value, empty in app.info[0].value) == (title, True)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("stage", ["organise", "filter", "verify", "track", "ready", "resolved", "answered"])
def test_each_stage_draws_itself(open_app: OpenApp, stage: str, language: str) -> None:
    open_app()
    number = made(brought, stage)
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language)
    assert number in shown(app)
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language, number=number)
    assert app.title[0].value == number


def test_it_is_written_down_at_the_desk_and_opens(open_app: OpenApp) -> None:
    open_app()
    with firm_of() as firm:
        request = firm.register().number
    app = opened(open_app, Role.HOTLINE, new="1", request=request)
    by_key(app.text_area, "words").input("修了三次 <b>O'Hara</b>")
    press(app, "new_complaint:0:save")
    with firm_of_session() as session:
        row = session.exec(select(Complaint)).one()
    assert (row.words, row.kind, row.contact_name) == ("修了三次 <b>O'Hara</b>", K.CUSTOMER, "王芳")
    assert row.number in str(app.query_params["number"])


def test_what_is_missing_is_said_and_nothing_typed_is_lost(open_app: OpenApp) -> None:
    app = opened(open_app, Role.HOTLINE, new="1")
    by_key(app.text_area, "words").input("没人管")
    press(app, "new_complaint:0:save")
    assert "needed" in app.error[0].value
    assert by_key(app.text_area, "words").value == "没人管"


def test_an_integrity_complaint_leaves_the_screen_of_who_wrote_it_down(open_app: OpenApp) -> None:
    open_app()
    with firm_of() as firm:
        request = firm.register().number
    app = opened(open_app, Role.HOTLINE, new="1", request=request)
    by_key(app.segmented_control, "kind").set_value(K.INTEGRITY).run()
    by_key(app.text_area, "words").input("收了两百")
    press(app, "new_complaint:0:save")
    with firm_of_session() as session:
        number = session.exec(select(IntegrityComplaint)).one().number
    assert number not in shown(app) + "".join(one.value for one in app.toast)
    app = opened(open_app, Role.HOTLINE, number=number)
    assert number in app.error[0].value  # as for a number that was never given
    app = opened(open_app, Role.LEADERSHIP, number=number)
    assert app.title[0].value == number


def test_the_first_feedback_is_one_click_and_a_text(open_app: OpenApp) -> None:
    open_app()
    number = made(complained)
    app = opened(open_app, Role.HOTLINE, number=number)
    by_key(app.text_area, "give_first_feedback:0:feedback").input("已致歉")
    press(app, "give_first_feedback:0:submit")
    assert stored(number).feedback == "已致歉"


def test_a_step_that_lacks_something_says_what(open_app: OpenApp) -> None:
    open_app()
    number = made(brought, "track")
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number=number)
    assert "the corrective action (5.2(4))" in shown(app)


def test_a_closed_file_can_be_opened_again(open_app: OpenApp) -> None:
    open_app()
    number = made(brought, "answered")
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number=number)
    press(app, "close_complaint:0:submit")
    assert stored(number).state is C.CLOSED
    by_key(app.text_area, "reopen_complaint:1:reason").input("又坏了")
    press(app, "reopen_complaint:1:submit")
    assert stored(number).state is C.VERIFY


@pytest.mark.parametrize(("language", "words"), [("en", "Register a complaint"), ("zh", "登记投诉")])
def test_a_request_leads_to_its_complaints(open_app: OpenApp, language: str, words: str) -> None:
    open_app()
    with firm_of() as firm:
        request = firm.register()
        number = complained(firm, request_id=request.id).number
    app = open_app(language=language, role=Role.HOTLINE)
    app.switch_page("request.py")
    app.query_params["number"] = request.number
    app.run()
    assert not app.exception, app.exception
    assert number in shown(app)
    assert words in [button.label for button in app.button]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Marked 1 of 5 for manners and tidiness"), ("zh", "“服务态度与现场整洁”评 1 分（满分 5 分）。")],
)
def test_a_complaint_that_a_survey_opened_says_which_mark_it_was(open_app: OpenApp, language: str, words: str) -> None:
    open_app()
    with firm_of() as firm:
        request = firm.done(at=firm.now - DAY)
        record_survey(
            firm.session, actor=firm.hotline, now=firm.now, request_id=request.id or 0, way=SurveyWay.TELEPHONE,
            answers=Answers(overall=2, manners=1),
        )  # fmt: skip
    app = opened(open_app, Role.HOTLINE, language)
    assert words in shown(app).replace("\\", "")
    with firm_of_session() as session:
        number = session.exec(select(Complaint)).one().number
    app = opened(open_app, Role.HOTLINE, language, number=number)
    assert words in shown(app).replace("\\", "")


@pytest.mark.parametrize(("language", "words"), [("en", "“Department” is needed."), ("zh", "请填写“部门”。")])
def test_a_choice_that_was_not_made_is_asked_for(open_app: OpenApp, language: str, words: str) -> None:
    open_app()
    number = made(complained)
    app = opened(open_app, Role.HOTLINE, language, number=number)
    press(app, "organise_complaint:0:submit")
    assert words in app.error[0].value


def test_the_other_complaint_is_chosen_from_the_open_ones_the_same_customers_first(open_app: OpenApp) -> None:
    open_app()
    with firm_of() as firm:
        other = complained(firm, customer_id=new_customer(firm).id, words="别家的").number
        twin = complained(firm, words="同一件事").number
        closed = brought(firm, "answered")
        close_complaint(firm.session, actor=firm.manager, now=firm.now, number=closed.number)
        number, sealed = complained(firm).number, complained(firm, K.INTEGRITY).number
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number=number)
    press(app, "merge_complaint:0:submit")
    assert "needed" in app.error[0].value
    goals = by_key(app.selectbox, "merge_complaint:0:into")
    assert [one.split(" ")[0] for one in goals.options] == [twin, other]
    assert sealed not in goals.options
    assert "同一件事" in goals.options[0]
    goals.set_value(twin)
    by_key(app.text_area, "merge_complaint:0:reason").input("打了两次电话")
    press(app, "merge_complaint:0:submit")
    assert stored(number).state is C.MERGED


@pytest.mark.parametrize(("language", "words"), [("en", "confirms it"), ("zh", "认可")])
def test_the_history_says_what_the_customer_answered(open_app: OpenApp, language: str, words: str) -> None:
    open_app()
    number = made(brought, "answered")
    app = opened(open_app, Role.HOTLINE, language, number=number)
    assert any(words in one.value and "record" not in one.value for one in app.markdown if "王芳" in one.value)
