"""Taking down a call: found while typing, decided before saving, and nothing typed is lost."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, event
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.config import service_zone
from aftersales.database import Store
from aftersales.models import Complaint, Contact, Customer, Event, FormDraft, Office, ServiceRequest, Staff, StaffRole
from aftersales.rules.kinds import Channel, FaultCategory, Kind, Role, Severity
from aftersales.ui.intake_state import TOKEN
from tests.screens.browser import DESKTOP, PHONE, running_server
from tests.screens.conftest import OpenApp, OpenScreen, keep_picture, wait_until_drawn
from tests.screens.small_register import Register, add_register


@pytest.fixture
def register(open_app: OpenApp) -> Register:
    return add_register(os.environ["AFTERSALES_DATABASE_URL"])


@contextmanager
def stored() -> Iterator[Session]:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.reading() as session:
        yield session
    store.close()


@contextmanager
def changing() -> Iterator[Session]:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.unit_of_work() as session:
        yield session
    store.close()


def key(app: AppTest, field: str) -> str:
    return f"intake:{app.session_state[TOKEN]}:{field}"


def intake(open_app: OpenApp, language: str = "en", **asked: str) -> AppTest:
    app = open_app("intake.py", language=language, role=Role.HOTLINE)
    for name, value in asked.items():
        app.query_params[name] = value
    return app.run() if asked else app


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.info, *app.warning, *app.error, *app.caption])


def fill(app: AppTest, description: str = "大堂的字又不亮了") -> AppTest:
    app.pills(key(app, "fault")).set_value(FaultCategory.DARK)
    app.text_area(key(app, "description")).set_value(description)
    return app.run()


@pytest.mark.parametrize(
    ("language", "in_warranty", "read_out"),
    [("en", "in warranty", "Your request is registered"), ("zh", "保修期内", "您的报修已受理")],
)
def test_a_call_from_the_search_to_the_number(
    open_app: OpenApp, register: Register, language: str, in_warranty: str, read_out: str
) -> None:
    app = intake(open_app, language)
    app.text_input("intake_typed").set_value("S-0001").run()
    app.button(f"intake_hit_sign_{register.sign_id}").click().run()
    assert "O'Neill" in said(app).replace("\\", "")
    assert in_warranty in said(app)
    assert app.text_input(key(app, "contact_phone")).value == "138 0000 1234"
    fill(app)
    app.button("save_request").click().run()
    assert not app.exception
    with stored() as session:
        (request,) = session.exec(select(ServiceRequest)).all()
        assert session.exec(select(FormDraft)).all() == []
    assert (request.sign_id, request.fault, request.channel) == (register.sign_id, FaultCategory.DARK, Channel.HOTLINE)
    assert (request.contact_name, request.description) == ("王芳", "大堂的字又不亮了")
    assert read_out in said(app)
    assert request.number in said(app)
    app.button("next_call").click().run()
    assert app.text_area(key(app, "description")).value == ""
    assert app.text_input("intake_typed").value == ""


@pytest.mark.parametrize(
    ("language", "told", "arrival"), [("en", "agree on a supplement with you first", "Our technicians are with you by"),
                                      ("zh", "须先与您签订补充协议", "前到场")],
)  # fmt: skip
def test_nobody_is_promised_to_come_before_the_agreement(
    open_app: OpenApp, register: Register, language: str, told: str, arrival: str
) -> None:
    app = intake(open_app, language)
    app.text_input("intake_typed").set_value("S-0001").run()
    app.button(f"intake_hit_sign_{register.sign_id}").click().run()
    fill(app)
    app.checkbox(key(app, "needs_agreement")).set_value(True).run()
    app.button("save_request").click().run()
    assert not app.exception
    assert told in said(app)
    assert arrival not in said(app)


@pytest.mark.parametrize("typed", ["1234", "医", "王芳", "13800001234"])
def test_a_customer_is_chosen_with_the_contact_that_was_typed(
    open_app: OpenApp, register: Register, typed: str
) -> None:
    app = intake(open_app)
    app.text_input("intake_typed").set_value(typed).run()
    app.button(f"intake_hit_customer_{register.customer_id}").click().run()
    assert app.text_input(key(app, "contact_name")).value == "王芳"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_another_offices_masked_phone_is_filled_in_by_a_click_and_never_stored_masked(
    open_app: OpenApp, register: Register, language: str
) -> None:
    with changing() as session:
        elsewhere = Office(name="北京办", region="华北")
        session.add(elsewhere)
        session.flush()
        role = select(StaffRole.staff_id).where(StaffRole.role == Role.OFFICE)
        session.get_one(Staff, session.exec(role).one()).office_id = elsewhere.id
    app = open_app("intake.py", language=language, role=Role.OFFICE)
    app.text_input("intake_typed").set_value("医院").run()
    app.button(f"intake_hit_customer_{register.customer_id}").click().run()
    fields = [key(app, "contact_name"), key(app, "contact_phone")]
    assert [app.text_input(field).value for field in fields] == ["王芳", ""]
    pills = next(one for one in app.pills if ":contact:" in (one.key or ""))
    assert pills.options == ["王芳 138****1234", "李工 后勤 139****5678"]
    pills.set_value(next(iter(contact_ids("李工")))).run()
    assert [app.text_input(field).value for field in fields] == ["李工", "13900005678"]
    assert not app.exception
    with stored() as session:
        assert len(session.exec(select(Event).where(Event.name == "reveal_contact")).all()) == 1
    fill(app)
    app.text_input(fields[1]).set_value("139****5678").run()
    app.button("save_request").click().run()
    assert ("masked" if language == "en" else "隐藏") in said(app)
    with stored() as session:
        assert session.exec(select(ServiceRequest)).all() == []


def contact_ids(name: str) -> list[int]:
    with stored() as session:
        return [one.id or 0 for one in session.exec(select(Contact).where(Contact.name == name))]


def test_the_address_of_a_sign_chooses_it_once(open_app: OpenApp, register: Register) -> None:
    app = intake(open_app, sign="S-0002")
    assert "S-0002" in said(app).replace("\\", "")
    assert "sign" not in app.query_params
    app.button("unchoose").click().run()
    assert app.text_input("intake_typed")


def test_an_address_with_an_unknown_code_says_so(open_app: OpenApp, register: Register) -> None:
    app = intake(open_app, sign="<b>X'")
    assert "There is no sign or project with the code" in app.warning[0].value


def test_a_refused_save_says_what_is_missing_and_keeps_everything(open_app: OpenApp, register: Register) -> None:
    app = intake(open_app)
    app.button("save_request").click().run()
    assert [error.value for error in app.error] == ["Choose the customer, the project or the sign first."]
    app = intake(open_app, sign="S-0001")
    app.text_area(key(app, "description")).set_value("字掉了").run()
    app.button("save_request").click().run()
    assert [error.value for error in app.error] == ["Choose what is wrong."]
    assert app.text_area(key(app, "description")).value == "字掉了"
    app.text_area(key(app, "description")).set_value("").run()
    app.pills(key(app, "fault")).set_value(FaultCategory.DARK).run()
    app.button("save_request").click().run()
    assert [error.value for error in app.error] == ["“Description” is needed."]
    assert app.pills(key(app, "fault")).value == FaultCategory.DARK
    with stored() as session:
        assert session.exec(select(ServiceRequest)).all() == []


def test_another_page_or_another_customer_takes_nothing_typed_away(open_app: OpenApp, register: Register) -> None:
    app = fill(intake(open_app, sign="S-0001"))
    app.switch_page("today.py").run()
    app.switch_page("intake.py").run()
    assert app.text_area(key(app, "description")).value == "大堂的字又不亮了"
    app.button("unchoose").click().run()
    assert app.text_area(key(app, "description")).value == "大堂的字又不亮了"
    assert app.pills(key(app, "fault")).value == FaultCategory.DARK
    assert app.text_input(key(app, "contact_name")).value == ""


def test_a_new_session_goes_on_with_the_draft_of_the_address_or_is_offered_it(
    open_app: OpenApp, register: Register
) -> None:
    first = fill(intake(open_app, sign="S-0001"))
    first.text_input(key(first, "contact_name")).set_value("门卫老赵").run()
    token = first.session_state[TOKEN]
    again = intake(open_app, draft=token)
    assert again.text_area(key(again, "description")).value == "大堂的字又不亮了"
    assert again.text_input(key(again, "contact_name")).value == "门卫老赵"
    assert again.pills(key(again, "fault")).value == FaultCategory.DARK
    other = intake(open_app)
    assert other.text_area(key(other, "description")).value == ""
    other.button(f"go_on_intake:{token}").click().run()
    assert other.text_area(key(other, "description")).value == "大堂的字又不亮了"
    third = intake(open_app)
    third.button(f"drop_intake:{token}").click().run()
    with stored() as session:
        assert session.exec(select(FormDraft)).all() == []


def test_a_draft_saved_in_two_windows_makes_one_request(open_app: OpenApp, register: Register) -> None:
    first = fill(intake(open_app, sign="S-0001"))
    second = intake(open_app, draft=first.session_state[TOKEN])
    first.button("save_request").click().run()
    second.button("save_request").click().run()
    assert not second.exception
    with stored() as session:
        assert len(session.exec(select(ServiceRequest)).all()) == 1


def test_the_deadline_follows_the_asked_time_and_a_wrong_one_is_told_at_once(
    open_app: OpenApp, register: Register
) -> None:
    app = intake(open_app, sign="S-0001")
    assert "Arrive by" in said(app)
    here = utc_now().astimezone(service_zone()).replace(tzinfo=None, second=0, microsecond=0)
    app.datetime_input(key(app, "asked_at")).set_value(here - timedelta(days=2)).run()
    assert app.error
    app.datetime_input(key(app, "asked_at")).set_value(here.replace(hour=9, minute=17) + timedelta(days=3)).run()
    assert not app.error
    assert "09:17" in said(app)


def test_a_question_needs_no_fault_and_has_no_arrival(open_app: OpenApp, register: Register) -> None:
    app = intake(open_app, sign="S-0001")
    app.selectbox(key(app, "kind")).set_value(Kind.INQUIRY).run()
    assert "Arrive by" not in said(app)
    assert "Charge" not in said(app)
    app.text_area(key(app, "description")).set_value("保修到什么时候？").run()
    app.button("save_request").click().run()
    with stored() as session:
        assert session.exec(select(ServiceRequest.kind)).one() is Kind.INQUIRY


def test_a_caller_who_complains_goes_on_in_the_complaints_form(open_app: OpenApp, register: Register) -> None:
    app = intake(open_app, sign="S-0001")
    app.text_area(key(app, "description")).set_value("修了三次还是不亮").run()
    app.button("intake_complaint").click().run()
    assert not app.exception, app.exception
    assert app.title[0].value == "Register a complaint"
    assert app.text_area("new_complaint:0:words").value == "修了三次还是不亮"
    assert app.text_input("new_complaint:0:phone").value == "138 0000 1234"
    app.switch_page("complaints.py")  # the test tool doesn't follow a change of page by itself
    app.query_params["new"], app.query_params["sign"] = "1", "S-0001"
    app.run()
    app.button("new_complaint:0:save").click().run()
    assert not app.exception, app.exception
    with stored() as session:
        made = session.exec(select(Complaint)).one()
        assert session.exec(select(FormDraft)).all() == []
    assert (made.words, made.sign_id) == ("修了三次还是不亮", register.sign_id)


@pytest.mark.parametrize(("phone", "is_odd"), [("call me 138-abc", True), ("138 0000 1234", False), ("", False)])
def test_a_phone_with_letters_is_asked_once_more_and_kept(
    open_app: OpenApp, register: Register, phone: str, is_odd: bool
) -> None:
    app = fill(intake(open_app, sign="S-0001"))
    app.text_input(key(app, "contact_phone")).set_value(phone).run()
    assert ("no usual phone number" in said(app)) is is_odd
    assert app.text_input(key(app, "contact_phone")).value == phone


def test_a_danger_and_an_open_request_of_the_same_sign_are_warned_of(open_app: OpenApp, register: Register) -> None:
    app = fill(intake(open_app, sign="S-0001"))
    app.button("save_request").click().run()
    app.button("next_call").click().run()
    app.query_params["sign"] = "S-0001"
    app.run()
    assert any("Open already for this sign" in one.value for one in app.warning)
    assert [button for button in app.button if str(button.key).startswith("look_same_")]
    app.pills(key(app, "fault")).set_value(FaultCategory.MAY_FALL).run()
    assert any("Danger" in one.value for one in app.error)
    app.text_area(key(app, "description")).set_value("要掉下来了").run()
    app.button("save_request").click().run()
    with stored() as session:
        newest = session.exec(select(ServiceRequest).order_by(ServiceRequest.id.desc())).first()
        assert newest is not None and newest.severity is Severity.DANGER


def test_a_rerun_costs_few_queries(open_app: OpenApp, register: Register) -> None:
    app = fill(intake(open_app, sign="S-0001"))
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        app.run()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked = [statement for statement in sent if not statement.startswith(("PRAGMA", "BEGIN"))]
    assert len(asked) <= 16, "\n".join(asked)  # the whole page with its frame; a fragment alone costs half


@pytest.fixture(scope="module")
def server(small_company: tuple[Path, dict[Role, int]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("intake")
    path = folder / "demo.sqlite3"
    shutil.copy(small_company[0], path)
    url = f"sqlite:///{path.as_posix()}"
    add_register(url)
    with running_server(
        "demo", environment={"AFTERSALES_DATABASE_URL": url, "AFTERSALES_DATA": str(folder)}, folder=folder
    ) as address:
        os.environ["INTAKE_TEST_URL"] = url
        yield address
        del os.environ["INTAKE_TEST_URL"]


def count(table: type) -> int:
    store = Store.open(os.environ["INTAKE_TEST_URL"])
    with store.reading() as session:
        found = len(session.exec(select(table)).all())
    store.close()
    return found


WORDS = {"zh": ("不亮", "您的报修已受理"), "en": ("dark", "Your request is registered")}


def settled(page: Page) -> None:
    page.wait_for_timeout(300)
    wait_until_drawn(page)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
def test_by_keyboard_alone_but_for_the_fault(open_screen: OpenScreen, language: str) -> None:
    page = open_screen("/intake", size=DESKTOP, language=language)
    search = page.locator(".st-key-intake_field input")
    expect(search).to_be_focused()
    search.press_sequentially("S-0001")
    page.keyboard.press("Enter")
    words = page.locator("textarea")
    expect(page.locator(".st-key-intake_place")).to_contain_text("S-0001")
    expect(words).to_be_focused()
    page.keyboard.type("大堂的字又不亮了")
    fault, read_out = WORDS[language]
    page.get_by_test_id("stButtonGroup").get_by_role("radio", name=fault, exact=True).click()
    settled(page)
    keep_picture(page, f"intake-{language}")
    words.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".st-key-intake_saved")).to_contain_text(read_out)
    assert re.search(r"FW\d{8}-\d{4}", page.locator(".st-key-intake_saved").inner_text())
    keep_picture(page, f"intake-saved-{language}")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".st-key-intake_field input")).to_be_focused()


@pytest.mark.browser
def test_a_double_click_saves_once_and_a_reload_keeps_what_was_typed(open_screen: OpenScreen) -> None:
    page = open_screen("/intake?sign=S-0002", size=DESKTOP, language="zh")
    page.locator("textarea").fill("门诊楼的字闪烁")
    page.get_by_test_id("stButtonGroup").get_by_role("radio", name="闪烁", exact=True).click()
    settled(page)
    expect(page).to_have_url(re.compile("draft="))
    page.reload()
    wait_until_drawn(page)
    expect(page.locator("textarea")).to_have_value("门诊楼的字闪烁")
    before = count(ServiceRequest)
    page.locator(".st-key-save_request button").dblclick()
    expect(page.locator(".st-key-intake_saved")).to_be_visible()
    assert count(ServiceRequest) == before + 1
    page.reload()
    wait_until_drawn(page)
    expect(page.locator(".st-key-intake_saved")).to_be_visible()


@pytest.mark.browser
def test_a_new_customer_on_the_way_loses_nothing(open_screen: OpenScreen) -> None:
    page = open_screen("/intake", size=DESKTOP, language="zh")
    page.locator("textarea").fill("新客户的牌子掉漆")
    page.locator(".st-key-intake_right").click()
    settled(page)
    page.locator(".st-key-new_customer button").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input").first.fill("O'Neill 医院")
    dialog.get_by_role("button", name="保存并继续").click()
    expect(dialog).to_contain_text("已有客户")
    expect(dialog.locator("input").first).to_have_value("O'Neill 医院")
    before = count(Customer)
    dialog.locator("input").first.fill("虹桥 <新> 广场")
    dialog.get_by_role("button", name="保存并继续").dblclick()
    expect(page.locator(".st-key-intake_place")).to_contain_text("虹桥 <新> 广场")
    expect(page.locator("textarea")).to_have_value("新客户的牌子掉漆")
    assert count(Customer) == before + 1


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_nothing_runs_out_of_the_screen(open_screen: OpenScreen, size: tuple[int, int]) -> None:
    page = open_screen("/intake?sign=S-0001", size=size, language="en", dark=True)
    settled(page)
    keep_picture(page, f"intake-sign-{size[0]}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
