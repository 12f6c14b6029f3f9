"""The registers' page: each register, its filters and pages, its files, and the row that opens its request."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from aftersales.locale import translate
from aftersales.queries.registers.known import REGISTERS
from aftersales.rules.kinds import Role
from aftersales.ui.register_filter import SPANS, days_of
from tests.screens.browser import PHONE
from tests.screens.conftest import Company, OpenApp, OpenScreen, keep_picture, wait_until_drawn

PAGE = "registers.py"


@pytest.fixture(scope="module")
def company(demo_company: Company) -> Company:
    return demo_company


def opened(open_app: OpenApp, register: str = "calls", *, language: str = "en", role: Role | None = None) -> AppTest:
    app = open_app(PAGE, language=language, role=role or Role.AFTER_SALES_MANAGER)
    app.query_params["register"] = register
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("register", REGISTERS)
def test_each_register_shows_rows_in_both_languages(open_app: OpenApp, register: str, language: str) -> None:
    app = opened(open_app, register, language=language)
    assert not app.exception
    table = app.dataframe[0].value
    assert app.dataframe[0].proto.placeholder == ""  # else an empty cell says "None", in Chinese too
    assert app.dataframe[0].proto.HasField("placeholder")
    assert 0 < len(table) <= 50
    assert table.columns[0] == translate(REGISTERS[register].columns[0].label, language)


def test_the_hotline_has_no_costs(open_app: OpenApp) -> None:
    app = opened(open_app, "costs", role=Role.HOTLINE)
    assert not app.exception
    assert app.session_state["register_choice"] == "calls"


def test_pages_go_on_and_back(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aftersales.ui.register_table.ROWS", 5)
    app = opened(open_app, "calls")
    first = app.dataframe[0].value
    app.button(key="register_on").click().run()
    second = app.dataframe[0].value
    assert not set(first["Request number"]) & set(second["Request number"])
    app.button(key="register_back").click().run()
    assert list(app.dataframe[0].value["Request number"]) == list(first["Request number"])


def test_a_filter_begins_at_the_first_page_and_nothing_found_is_told(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aftersales.ui.register_table.ROWS", 5)
    app = opened(open_app, "calls")
    app.button(key="register_on").click().run()
    channel = app.selectbox(key="register_calls_channel")
    channel.select("hotline").run()
    assert set(app.dataframe[0].value["Channel"]) == {"hotline"}
    assert app.button(key="register_back").disabled
    app.text_input(key="register_customer").input("nobody's name").run()
    assert not app.dataframe
    assert "No row fits this choice" in app.info[0].value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_days_are_one_choice_and_days_can_be_chosen(open_app: OpenApp, language: str) -> None:
    app = opened(open_app, "costs", language=language)
    recent = len(app.dataframe[0].value)
    app.selectbox(key="register_span").set_value("all").run()
    assert not app.exception
    assert recent <= len(app.dataframe[0].value)
    app.button(key="make_csv").click().run()
    assert "register-costs.csv" in app.get("download_button")[0].label  # type: ignore[union-attr]
    app.selectbox(key="register_span").set_value("own").run()
    assert app.date_input(key="register_costs_days")


@pytest.mark.parametrize("span", [span for span in SPANS if span != "own"])
def test_each_span_of_days_ends_today_or_with_last_month(span: str) -> None:
    today = date(2026, 11, 25)
    assert days_of(span, today) == {
        "recent": (date(2026, 10, 1), today), "month": (date(2026, 11, 1), today),
        "last_month": (date(2026, 10, 1), date(2026, 10, 31)), "year": (date(2026, 1, 1), today), "all": (None, None),
    }[span]  # fmt: skip


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_file_is_made_and_goes_when_something_else_is_chosen(open_app: OpenApp, ending: str) -> None:
    app = opened(open_app, "costs")
    app.button(key=f"make_{ending}").click().run()
    assert not app.exception
    (button,) = app.get("download_button")
    assert isinstance(button, Element)
    assert button.label.startswith("Download register-costs-")
    app.text_input(key="register_customer").input("nobody's name").run()
    assert not app.get("download_button")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
def test_in_a_browser_a_file_comes_down(open_screen: OpenScreen, language: str) -> None:
    page = open_screen("/registers?register=costs", language=language)
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    keep_picture(page, f"registers_{language}")
    page.locator(".st-key-make_xlsx button").click()
    with page.expect_download() as waited:
        page.locator(".st-key-register_download button").click()
    assert waited.value.suggested_filename.startswith("register-costs-")
    page.locator(".st-key-register_choice button").first.click()
    page.wait_for_url("**register=calls**")
    wait_until_drawn(page)


@pytest.mark.browser
def test_a_row_opens_its_request_and_the_way_back_leads_to_the_same_register(open_screen: OpenScreen) -> None:
    page = open_screen("/registers?register=surveys")
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible()
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 17, box["y"] + 55)
    page.wait_for_url("**/request?number=FW**")
    wait_until_drawn(page)
    page.go_back()
    expect(page.locator(".st-key-register_choice [aria-checked=true]")).to_have_text("Surveys")


@pytest.mark.browser
def test_on_a_phone_nothing_sticks_out(open_screen: OpenScreen) -> None:
    page = open_screen("/registers", size=PHONE, language="zh")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    keep_picture(page, "registers_phone_zh")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
