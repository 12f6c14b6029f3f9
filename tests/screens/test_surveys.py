"""The surveys page: who is to be asked, the results, the answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.models import SurveyAsk
from aftersales.places import product_folder
from aftersales.rules.kinds import Role
from aftersales.ui.survey_results import month_starts
from aftersales.ui.text import LANGUAGE_KEY
from aftersales.ui.who import PERSON_COOKIE, PERSON_KEY
from tests.screens.browser import PHONE
from tests.screens.conftest import keep_picture, wait_until_drawn
from tests.screens.served import Served
from tests.screens.test_reports import served, served_file, served_server, store

__all__ = ["served", "served_file", "served_server"]


def open_surveys(
    served: Served, view: str | None = None, *, role: Role = Role.AFTER_SALES_MANAGER, language: str = "en"
) -> AppTest:
    app = AppTest.from_file(str(product_folder() / "pages" / "main.py"), default_timeout=20)
    app.session_state[LANGUAGE_KEY] = language
    app.session_state[PERSON_KEY] = served.staff_ids[role]
    app.run()
    app.switch_page("surveys.py")
    if view:
        app.query_params["view"] = view
    app.run()
    assert not app.exception, app.exception
    return app


def test_the_hotline_begins_with_whom_to_ask(served: Served) -> None:
    app = open_surveys(served, role=Role.HOTLINE)
    assert [button.label for button in app.button if button.label.startswith("FW")] == [served.done]
    assert any("Not asked yet" in each.value for each in app.markdown)


def test_asking_gives_a_link_and_is_written_down(served: Served) -> None:
    app = open_surveys(served, role=Role.HOTLINE)
    next(button for button in app.button if button.label == "Ask").click()
    app.run()
    assert not app.exception, app.exception
    next(button for button in app.button if button.label == "Ask for the survey").click()
    app.run()
    assert any("/survey/" in each.value for each in app.code)
    with store().reading() as session:
        assert session.exec(select(SurveyAsk)).one().token_hash


def test_leadership_begins_with_the_results(served: Served) -> None:
    app = open_surveys(served, role=Role.LEADERSHIP)
    numbers = {metric.label: metric.value for metric in app.metric}
    assert numbers["All in all"] == "3.00 / 5"
    assert numbers["Answers"] == "1"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", ["ask", "results", "answers"])
def test_each_view_draws_itself(served: Served, view: str, language: str) -> None:
    app = open_surveys(served, view, language=language)
    assert not app.error


def test_a_customers_words_are_shown_as_they_were_typed(served: Served) -> None:
    app = open_surveys(served, "results")
    assert any(r"师傅\*很快\* \[谢谢\]" in each.value for each in app.markdown)


def test_the_answers_name_their_requests(served: Served) -> None:
    app = open_surveys(served, "answers")
    assert list(app.dataframe[0].value.iloc[:, 0]) == [served.answered]


def test_months_begin_at_midnight_where_we_serve() -> None:
    from datetime import date

    starts = month_starts(date(2026, 2, 14), 3)
    assert [start.isoformat() for start in starts] == [
        "2025-12-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00", "2026-02-01T00:00:00+08:00",
    ]  # fmt: skip


@pytest.mark.browser
def test_the_link_opens_for_the_customer_on_a_phone(browser: Browser, served_server: tuple[str, Served]) -> None:
    address, served = served_server
    desk = browser.new_context(locale="zh-CN")
    desk.add_cookies([{"name": PERSON_COOKIE, "value": str(served.staff_ids[Role.HOTLINE]), "url": address}])
    page = desk.new_page()
    page.goto(f"{address}/surveys")
    wait_until_drawn(page)
    page.get_by_role("button", name="邀请评价").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button").filter(has_text="调查").last.click()
    link = dialog.locator("code").inner_text()
    phone = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN", java_script_enabled=False
    )
    customer = phone.new_page()
    customer.goto(link)
    keep_picture(customer, "survey-phone-zh")
    assert customer.locator("h1").inner_text() == "售后服务满意度调查表"
    customer.locator("label:has(input[name=overall][value='5'])").click()
    customer.get_by_role("button").click()
    assert customer.locator("h1").inner_text() == "感谢您的评价"
    customer.goto(link)
    assert customer.locator("h1").inner_text() == "链接已失效"
    page.goto(f"{address}/surveys?view=answers")
    wait_until_drawn(page)
    expect(page.get_by_text("评价与拒绝共 2 条")).to_be_visible()
    for context in (desk, phone):
        context.close()
