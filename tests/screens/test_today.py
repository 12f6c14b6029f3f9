"""Today: each role's work by itself, the technician's steps, notices; and nothing for nobody."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import Notice, NoticeKind, ServiceRequest
from aftersales.queries.today import Todo
from aftersales.rules.kinds import FaultCategory, Role, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.services.ticker import tick
from tests.builders import HOUR
from tests.screens.browser import PHONE
from tests.screens.conftest import OpenApp, OpenScreen
from tests.screens.request_company import firm_of


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.key == key).click().run()


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def said(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.markdown)


def state_of(number: str) -> RequestState:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.reading() as session:
        state = session.exec(select(ServiceRequest.state).where(ServiceRequest.number == number)).one()
    store.close()
    return state


@pytest.mark.parametrize(
    ("language", "task", "badge"),
    [("zh", "等待答复的客户", "答复 还剩"), ("en", "Answer these customers", "Reply: ")],
)
def test_the_hotline_sees_who_waits_for_an_answer(open_app: OpenApp, language: str, task: str, badge: str) -> None:
    with firm_of() as firm:
        request = firm.register(at=utc_now() - HOUR)
    app = open_app("today.py", language=language, role=Role.HOTLINE)
    assert not app.exception and not app.error
    assert task in said(app) and badge in said(app)
    assert f"open_unanswered_{request.id}" in keys(app)


def test_a_late_one_that_waits_for_a_crew_stands_once_and_both_numbers_count_it(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.accepted(at=firm.now, severity=Severity.DANGER)
    app = open_app("today.py", role=Role.DISPATCHER)
    assert f"open_danger_{request.id}" in keys(app)
    assert f"open_to_dispatch_{request.id}" not in keys(app)
    app = press(app, "all_to_dispatch")
    assert f"open_to_dispatch_{request.id}" in keys(app)
    assert app.query_params["show"] in ("to_dispatch", ["to_dispatch"])


def test_a_technician_accepts_departs_and_arrives_by_the_big_buttons(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.accepted(at=firm.now + 5 * HOUR)
        firm.dispatch(request, at=utc_now(), starts_at=utc_now())
        number = request.number
    app = open_app("today.py", role=Role.TECHNICIAN)
    for step, state in (
        ("accept", RequestState.DISPATCHED), ("depart", RequestState.EN_ROUTE), ("arrive", RequestState.ON_SITE)
    ):  # fmt: skip
        app = press(app, f"{step}_{number}")
        assert not app.error
        assert state_of(number) is state
    assert any(key.startswith(f"report_{number}") for key in keys(app))


def test_a_refusal_needs_its_reason_and_keeps_the_job_until_then(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.accepted(at=firm.now + 5 * HOUR)
        firm.dispatch(request, at=utc_now(), starts_at=utc_now())
        number = request.number
    app = open_app("today.py", role=Role.TECHNICIAN)
    app = press(app, f"hand_back_{number}")
    assert any("needs a reason" in error.value for error in app.error)
    assert state_of(number) is RequestState.DISPATCHED
    app.text_area(key=f"reason_{number}").set_value("车坏了")
    app = press(app, f"hand_back_{number}")
    assert state_of(number) is RequestState.ACCEPTED
    assert not any(key.startswith("all_FW") for key in keys(app))


@pytest.mark.parametrize(("language", "words"), [("zh", "还没有任何资料"), ("en", "Nothing is stored yet")])
def test_an_empty_company_is_told_what_to_begin_with(open_app: OpenApp, language: str, words: str) -> None:
    app = open_app("today.py", language=language, role=Role.AFTER_SALES_MANAGER)
    assert any(words in info.value for info in app.info)


def test_an_empty_day_says_so(open_app: OpenApp) -> None:
    with firm_of():
        pass
    app = open_app("today.py", role=Role.HOTLINE)
    assert any("Nothing waits for you now" in success.value for success in app.success)


def test_leadership_sees_the_share_and_each_number_opens_its_rows(open_app: OpenApp) -> None:
    with firm_of() as firm:
        kept = firm.on_site()
        number = kept.number
    app = open_app("today.py", role=Role.LEADERSHIP)
    assert [metric.value for metric in app.metric] == ["100.0 %"]
    assert f"kept_{number}" not in keys(app)
    app.session_state["kept_rows"] = "kept"
    assert f"kept_{number}" in keys(app.run())


def test_a_notice_is_counted_beside_every_page_until_it_is_read(open_app: OpenApp) -> None:
    with firm_of() as firm:
        firm.register(at=firm.now)
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    assert tick(store, utc_now()) > 0
    app = open_app("notices.py", role=Role.AFTER_SALES_MANAGER)
    assert "The customer was to be answered by" in said(app)
    assert "Unread: " in said(app)
    app = press(app, "read_all")
    assert "All read" in said(app)
    with store.reading() as session:
        late = session.exec(select(Notice).where(Notice.kind == NoticeKind.RESPONSE_LATE)).all()
    store.close()
    assert {notice.read_at is None for notice in late if notice.staff_id == _staff(app)} == {False}
    assert {notice.read_at is None for notice in late if notice.staff_id != _staff(app)} == {True}


def _staff(app: AppTest) -> int:
    return int(app.session_state["person"])


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_technicians_day_fits_a_phone(open_screen: OpenScreen, language: str) -> None:
    page = open_screen("/who", size=PHONE, language=language)
    with page.expect_response(lambda answer: "/enter?staff=" in answer.url):
        page.locator(".st-key-be_technician").get_by_role("button").click()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text({"zh": "今日待办", "en": "Today"}[language])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


@pytest.mark.parametrize(
    ("language", "words", "badge"), [("zh", "其他到期事项", "办理 超时"), ("en", "Also due", "late")]
)
def test_records_that_are_due_stand_under_the_requests_and_open_their_page(
    open_app: OpenApp, language: str, words: str, badge: str
) -> None:
    with firm_of() as firm:
        request = firm.accepted(at=firm.now)
        visit = firm.dispatch(request, at=firm.now + HOUR, starts_at=firm.now + 2 * HOUR)
        number, record = request.number, visit.number
    app = open_app("today.py", language=language, role=Role.DISPATCHER)
    assert words in said(app) and badge in said(app)
    app = press(app, f"open_due_visit_{number}_{record}")
    assert not app.exception
    assert number in said(app) or any(number in str(title.value) for title in app.title)


@pytest.mark.parametrize(
    ("language", "closed", "missing"), [("zh", "已归档 1 张", "报告单"), ("en", "Closed: 1", "report")]
)
def test_several_are_closed_at_once_and_what_misses_its_report_stays_open(
    open_app: OpenApp, language: str, closed: str, missing: str
) -> None:
    with firm_of() as firm:
        ready = firm.closable(at=utc_now() - 20 * HOUR)
        unready = firm.done(at=utc_now() - 10 * HOUR, fault=FaultCategory.WATER)
    app = open_app("today.py", language=language, role=Role.AFTER_SALES_MANAGER)
    app.session_state["todo_choice"] = Todo.TO_CLOSE
    app.run()
    press(app, "close_several_ask")
    press(app, "close_several_take")
    assert not app.exception
    assert any(closed in box.value for box in app.success)
    assert state_of(ready.number) is RequestState.CLOSED
    assert f"close_several_{unready.number}" in keys(app) and missing in said(app).lower()
    assert state_of(unready.number) is RequestState.DONE


def test_nothing_chosen_closes_nothing(open_app: OpenApp) -> None:
    with firm_of() as firm:
        ready = firm.closable(at=utc_now() - 20 * HOUR)
        unready = firm.done(at=utc_now() - 10 * HOUR, fault=FaultCategory.WATER)
    app = open_app("today.py", role=Role.AFTER_SALES_MANAGER)
    app.session_state["todo_choice"] = Todo.TO_CLOSE
    app.run()
    press(app, "close_several_ask")
    for box in app.checkbox:
        box.uncheck()
    press(app, "close_several_take")
    assert [error.value for error in app.error] == ["Choose at least one request."]
    assert {state_of(ready.number), state_of(unready.number)} == {RequestState.DONE}
