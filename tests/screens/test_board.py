"""The dispatch board: cards by urgency, a crew sent in two clicks, and nothing lost to a refresh."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, event
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import Assignment, Dispatch, ServiceRequest, StaffRole
from aftersales.queries.staff import list_people
from aftersales.rules.kinds import Role, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.services.classify import Classification, classify_request
from aftersales.ui.text import LANGUAGE_KEY
from tests.builders import HOUR
from tests.screens.browser import PHONE
from tests.screens.conftest import Company, OpenApp, OpenScreen
from tests.screens.request_company import firm_of


@pytest.fixture(scope="module")
def company(small_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Two answered requests, one that nobody answered, and one with a crew on its way."""
    path = tmp_path_factory.mktemp("board") / "demo.sqlite3"
    shutil.copy(small_company[0], path)
    with firm_of(f"sqlite:///{path.as_posix()}") as firm:
        firm.accepted(description="第一张")
        firm.accepted(at=firm.now + HOUR)
        firm.register(at=firm.now + 2 * HOUR)
        sent = firm.accepted(at=firm.now + 3 * HOUR)
        firm.dispatch(sent, at=utc_now() - HOUR / 2, starts_at=utc_now() + 30 * HOUR, minutes=60)
    return path, small_company[1]


@pytest.mark.parametrize(("language", "words"), [("zh", "已上报责任部门"), ("en", "escalated to a department")])
def test_a_major_problem_says_that_its_department_has_it(open_app: OpenApp, language: str, words: str) -> None:
    app = open_app("board.py", language=language, role=Role.DISPATCHER)
    assert words not in said(app)
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.unit_of_work() as session:
        manager = next(one for one in list_people(session) if Role.AFTER_SALES_MANAGER in one.roles)
        request = session.exec(select(ServiceRequest).where(ServiceRequest.description == "第一张")).one()
        classify_request(
            session, actor=manager, now=utc_now(), request_id=request.id or 0,
            change=Classification(severity=Severity.MAJOR),
        )  # fmt: skip
    store.close()
    assert words in said(app.run())


def stored() -> list[ServiceRequest]:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.reading() as session:
        found = list(session.exec(select(ServiceRequest).order_by(ServiceRequest.id)).all())
    store.close()
    return found


def said(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in app.markdown)


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.key == key).click().run()


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("zh", ["**已登记** :gray[1]", "**已受理** :gray[2]", "**已派遣** :gray[1]", "**已挂起** :gray[0]"]),
        ("en", ["**Registered** :gray[1]", "**Accepted** :gray[2]", "**Dispatched** :gray[1]", "**On hold** :gray[0]"]),
    ],
)
def test_the_columns_count_what_stands_in_them(open_app: OpenApp, language: str, titles: list[str]) -> None:
    app = open_app("board.py", language=language, role=Role.DISPATCHER)
    assert not app.exception and not app.error
    values = [element.value for element in app.markdown]
    assert [title for title in titles if title not in values] == []


def test_a_customers_own_signs_stay_text(open_app: OpenApp) -> None:
    words = said(open_app("board.py", role=Role.DISPATCHER))
    assert r"O'Hara \<b\>医院\</b\> \*1\*" in words
    assert "<b>医院" not in words


def drawer(request_id: int | None) -> AppTest:
    """What the drawer holds, as a page of its own: a whole rerun, which is all that AppTest has, would close it."""
    script = f"""
from aftersales.ui.drawer import _draw
from aftersales.ui.who import actor_here
_draw(actor_here(), {request_id})
"""
    app = AppTest.from_string(script, default_timeout=20)
    app.session_state[LANGUAGE_KEY] = "en"
    return app.run()


def test_the_suggested_crew_is_sent_by_one_more_click(open_app: OpenApp) -> None:
    app = open_app("board.py", role=Role.DISPATCHER)
    request = stored()[0]
    app = press(app, f"assign_{request.id}")
    assert any(button.key == f"assign:{request.id}:send" for button in app.button)
    press(drawer(request.id), f"assign:{request.id}:send")
    assert stored()[0].state is RequestState.DISPATCHED


def test_a_technician_in_two_places_is_refused_and_what_was_typed_stays(open_app: OpenApp) -> None:
    open_app("board.py", role=Role.DISPATCHER)
    request = stored()[0]
    app = drawer(request.id)
    app.text_input[0].set_value("走东门")
    take_everybodys_time()
    app = press(app, f"assign:{request.id}:send")
    assert any("can't be in two places" in error.value for error in app.error)
    assert stored()[0].state is RequestState.ACCEPTED
    assert app.text_input[0].value == "走东门"


def take_everybodys_time() -> None:
    """Somebody else plans all technicians for the next hours, after the form was drawn."""
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    now = utc_now()
    with store.unit_of_work() as session:
        visit = session.exec(select(Dispatch)).one()
        taken = set(session.exec(select(Assignment.staff_id)).all())
        technicians = session.exec(select(StaffRole.staff_id).where(StaffRole.role == Role.TECHNICIAN)).all()
        for assignment in session.exec(select(Assignment)).all():
            assignment.starts_at = now
            session.add(assignment)
        for staff_id in set(technicians) - taken:
            ends_at = now + timedelta(hours=30)
            session.add(Assignment(dispatch_id=visit.id or 0, staff_id=staff_id, starts_at=now, ends_at=ends_at))
    store.close()


def test_a_request_that_was_changed_meanwhile_is_not_overwritten(open_app: OpenApp) -> None:
    open_app("board.py", role=Role.DISPATCHER)
    request = stored()[0]
    app = drawer(request.id)
    app.text_input[0].set_value("走东门")
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.unit_of_work() as session:
        row = session.get_one(ServiceRequest, request.id)
        row.version += 1
        session.add(row)
    store.close()
    app = press(app, f"assign:{request.id}:send")
    assert any("changed by somebody else" in warning.value for warning in app.warning)
    assert (stored()[0].state, app.text_input[0].value) == (RequestState.ACCEPTED, "走东门")
    press(app, f"assign:{request.id}:send")  # now on top of it
    assert stored()[0].state is RequestState.DISPATCHED


def test_an_unanswered_customer_is_answered_first(open_app: OpenApp) -> None:
    open_app("board.py", role=Role.DISPATCHER)
    request = stored()[2]
    app = drawer(request.id)
    assert any("a person's answer to the customer" in info.value for info in app.info)
    press(app, f"answer:{request.id}:send")
    assert stored()[2].responded_at is not None


def test_only_the_late_ones_are_shown_when_their_number_is_pressed(open_app: OpenApp) -> None:
    app = open_app("board.py", role=Role.DISPATCHER)
    assert any(button.key == f"look_{stored()[0].id}" for button in app.button)
    app.session_state["board_near"] = "late"
    app.run()
    shown = {button.key for button in app.button if str(button.key).startswith("look_")}
    late = {f"look_{request.id}" for request in stored() if request.due_at and request.due_at < utc_now()}
    assert shown == late


def test_the_filter_stands_in_the_address(open_app: OpenApp) -> None:
    app = open_app("board.py", role=Role.DISPATCHER)
    office = next(box for box in app.selectbox if box.key == "where_office")
    office.set_value("1").run()
    assert app.query_params["office"] in ("1", ["1"])
    assert not app.exception


def test_who_may_not_dispatch_looks_only(open_app: OpenApp) -> None:
    app = open_app("board.py", role=Role.LEADERSHIP)
    keys = {str(button.key) for button in app.button}
    assert any(key.startswith("look_") for key in keys)
    assert not any(key.startswith("assign_") for key in keys)


@pytest.mark.parametrize(("file", "most"), [("board.py", 10), ("notices.py", 6), ("today.py", 12)])
def test_a_rerun_asks_the_store_few_things(open_app: OpenApp, file: str, most: int) -> None:
    """However many requests there are. Five of them are the frame's: who is here, twice, and what is unread."""
    app = open_app(file, role=Role.DISPATCHER)
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        app.run()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked = [statement for statement in sent if statement.lstrip().upper().startswith("SELECT")]
    assert 0 < len(asked) <= most, "\n\n".join(asked)


def be_dispatcher(page: Page) -> None:
    with page.expect_response(lambda answer: "/enter?staff=" in answer.url):
        page.locator(".st-key-be_dispatcher").get_by_role("button").click()


@pytest.mark.browser
def test_what_is_typed_outlives_the_boards_refresh(open_screen: OpenScreen) -> None:
    page = open_screen("/who")
    be_dispatcher(page)
    page.get_by_role("link", name="Dispatch board").click()
    page.locator("[class*=st-key-assign_] button").filter(has_text="Assign").first.click()
    note = page.get_by_label("Note for the crew")
    note.fill("带 12V 电源，走东门")
    page.wait_for_timeout(12_000)  # the board draws itself again every ten seconds
    expect(note).to_have_value("带 12V 电源，走东门")
    page.get_by_role("button", name="Dispatch", exact=True).click()
    expect(page.get_by_text("is dispatched.")).to_be_visible()


@pytest.mark.browser
def test_the_board_is_pushed_sideways_on_a_phone_and_the_page_is_not(open_screen: OpenScreen) -> None:
    page = open_screen("/who", size=PHONE)
    be_dispatcher(page)
    page.goto(page.url.rsplit("/", 1)[0] + "/board")
    board = page.locator(".st-key-board")
    expect(board).to_be_visible()
    assert board.evaluate("element => element.scrollWidth > element.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
