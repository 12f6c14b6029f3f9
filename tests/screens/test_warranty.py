"""The warranty lookup: found by anything, in words, with its terms and history, and one click to a request."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, event
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import TermName
from aftersales.rules.kinds import Channel, FaultCategory, Role, TermSource
from aftersales.rules.roles import SYSTEM
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.set_terms import NewCalendar, NewTerm, add_calendar, set_term
from tests.screens.browser import DESKTOP, PHONE, running_server
from tests.screens.conftest import OpenApp, OpenScreen, keep_picture, wait_until_drawn
from tests.screens.small_register import Register, add_register


def add_terms(url: str, register: Register) -> str:
    """A tender's terms from half a year ago, one of them replaced, and a request; gives its number."""
    store = Store.open(url)
    now = utc_now()
    with store.unit_of_work() as session:
        week = (((510, 720), (810, 1080)),) * 5 + ((), ())
        calendar = add_calendar(session, actor=SYSTEM, now=now, new=NewCalendar(name="工作日白班", week=week))
        for name, value, days in (
            (TermName.RESPONSE_HOURS, {"hours": 3}, 200),
            (TermName.RESPONSE_HOURS, {"hours": 2}, 100),
            (TermName.CALENDAR, {"calendar_id": calendar.id}, 100),
            (TermName.COVERAGE, {"customer_use": "free"}, 100),
            (TermName.REPAIR_HOURS, {"hours": 24}, -30),
        ):
            new = NewTerm(name=name, value=value, source=TermSource.TENDER, quote="原文", from_at=now - days * DAY)
            set_term(session, actor=SYSTEM, now=now, project_id=register.project_id, new=new)
        new = NewRequest(
            channel=Channel.HOTLINE, sign_id=register.sign_id, description="字不亮", fault=FaultCategory.DARK
        )  # fmt: skip
        number = register_request(session, actor=SYSTEM, now=now, new=new).number
    store.close()
    return number


DAY = timedelta(days=1)


@pytest.fixture
def register(open_app: OpenApp) -> Register:
    return add_register(os.environ["AFTERSALES_DATABASE_URL"])


def look_up(open_app: OpenApp, language: str = "en", role: Role = Role.HOTLINE, **asked: str) -> AppTest:
    app = open_app("warranty.py", language=language, role=role)
    for name, value in asked.items():
        app.query_params[name] = value
    return app.run() if asked else app


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption]).replace("\\", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("in warranty", "days left", "Answer within **2 h**", "tender", "Mon to Fri 08:30–12:00, 13:30–18:00")),
        ("zh", ("保修期内", "还剩", "答复时限 **2 小时**", "招标文件", "周一至周五 08:30–12:00, 13:30–18:00")),
    ],
)
def test_a_signs_answer_with_its_terms(
    open_app: OpenApp, register: Register, language: str, words: tuple[str, ...]
) -> None:
    number = add_terms(os.environ["AFTERSALES_DATABASE_URL"], register)
    app = look_up(open_app, language, sign="S-0001")
    assert not app.exception
    for word in words:
        assert word in said(app), word
    assert [button for button in app.button if number in button.label.replace("\\", "")]


def test_a_replaced_term_is_gone_and_a_coming_one_says_from_when(open_app: OpenApp, register: Register) -> None:
    add_terms(os.environ["AFTERSALES_DATABASE_URL"], register)
    text = said(look_up(open_app, sign="S-0001"))
    assert "**3 h**" not in text
    assert "Repair within: **24 h**" in text
    assert "from " in text.split("Repair within: **24 h**")[1].splitlines()[0]


@pytest.mark.parametrize("typed", ["S-0001", "3号楼", "住院楼", "1234", "医院"])
def test_it_is_found_by_code_place_project_phone_and_customer(
    open_app: OpenApp, register: Register, typed: str
) -> None:
    app = look_up(open_app)
    app.text_input("warranty_typed").set_value(typed).run()
    hit = next(button for button in app.button if str(button.key).startswith("warranty_hit_"))
    hit.click().run()
    assert "O'Neill 医院" in said(app)
    assert set(app.query_params) & {"sign", "project", "customer"}


def test_a_customer_leads_to_projects_and_a_project_to_signs(open_app: OpenApp, register: Register) -> None:
    app = look_up(open_app, customer=str(register.customer_id))
    assert list(app.dataframe[0].value["Code"]) == ["HT-1"]
    app = look_up(open_app, project="HT-1")
    assert list(app.dataframe[0].value["Code"]) == ["S-0001", "S-0002"]
    app.button("way_up").click().run()
    assert app.query_params["customer"] in (str(register.customer_id), [str(register.customer_id)])


@pytest.mark.parametrize("asked", [{"sign": "no'such"}, {"customer": "99999"}, {"customer": "x"}])
def test_an_address_of_nothing_leaves_the_search(open_app: OpenApp, register: Register, asked: dict[str, str]) -> None:
    app = look_up(open_app, **asked)
    assert not app.exception
    assert app.text_input("warranty_typed") is not None


def test_one_click_begins_a_request_for_this_sign(open_app: OpenApp, register: Register) -> None:
    app = look_up(open_app, sign="S-0002")
    app.button("register_here").click().run()
    assert app.title[0].value == "Intake"
    assert "S-0002" in said(app)


def test_a_technician_sees_the_warranty_but_only_own_jobs_and_no_intake(open_app: OpenApp, register: Register) -> None:
    number = add_terms(os.environ["AFTERSALES_DATABASE_URL"], register)
    app = look_up(open_app, role=Role.TECHNICIAN, sign="S-0001")
    assert "in warranty" in said(app)
    assert not [button for button in app.button if number in button.label.replace("\\", "")]
    assert not [button for button in app.button if button.key == "register_here"]


def test_a_lookup_costs_few_queries(open_app: OpenApp, register: Register) -> None:
    add_terms(os.environ["AFTERSALES_DATABASE_URL"], register)
    app = look_up(open_app, sign="S-0001")
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        app.run()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked = [statement for statement in sent if not statement.startswith(("PRAGMA", "BEGIN"))]
    assert len(asked) <= 16, "\n".join(asked)


@pytest.fixture(scope="module")
def server(small_company: tuple[Path, dict[Role, int]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("warranty")
    path = folder / "demo.sqlite3"
    shutil.copy(small_company[0], path)
    url = f"sqlite:///{path.as_posix()}"
    add_terms(url, add_register(url))
    environment = {"AFTERSALES_DATABASE_URL": url, "AFTERSALES_DATA": str(folder)}
    with running_server("demo", environment=environment, folder=folder) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_in_a_browser_from_the_search_to_the_answer(
    open_screen: OpenScreen, size: tuple[int, int], language: str
) -> None:
    page = open_screen("/warranty", size=size, language=language, dark=language == "en")
    field = page.locator(".st-key-warranty_field input")
    field.press_sequentially("S-0001")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-warranty_place")).to_contain_text("S-0001")
    wait_until_drawn(page)
    expect(page.locator(".st-key-warranty_status")).to_be_visible()
    assert page.url.endswith("?sign=S-0001")
    keep_picture(page, f"warranty-{size[0]}-{language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
