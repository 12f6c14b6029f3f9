"""The frame of every page, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.screens.browser import DESKTOP, PHONE
from tests.screens.conftest import OpenScreen, keep_picture, wait_until_drawn

pytestmark = pytest.mark.browser


def title(page: Page) -> str:
    return page.locator("[data-testid=stMain] h1").inner_text().strip()


def test_the_browsers_language_chooses(open_screen: OpenScreen) -> None:
    assert title(open_screen("/who", language="zh")) == "当前人员"
    assert title(open_screen("/who", language="en")) == "Who is here"


def test_the_switch_changes_the_language_at_once_and_the_browser_keeps_it(open_screen: OpenScreen) -> None:
    page = open_screen("/who", language="en")
    with page.expect_response(lambda answer: "/language?to=zh" in answer.url) as kept:
        page.get_by_role("radio", name="中文").click()
    assert kept.value.status == 204
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("当前人员")
    page.reload()
    wait_until_drawn(page)
    assert title(page) == "当前人员"
    with page.expect_response(lambda answer: "/language?to=en" in answer.url):
        page.get_by_role("radio", name="English").click()
    page.reload()
    wait_until_drawn(page)
    assert title(page) == "Who is here"


def test_a_switch_of_language_keeps_what_was_chosen(open_screen: OpenScreen) -> None:
    page = open_screen("/who", language="en")
    chosen = page.locator(".st-key-somebody").get_by_role("combobox")
    # Typed, not counted: the list shows only as many as fit below or above the field.
    chosen.click()
    chosen.press_sequentially("Business department")
    page.get_by_role("option", name=re.compile("Business department")).click()
    expect(chosen).to_have_value(re.compile("Business department"))
    page.get_by_role("radio", name="中文").click()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text("当前人员")
    expect(chosen).to_have_value(re.compile("项目经营部"))


def test_the_cookie_cannot_be_read_by_scripts(open_screen: OpenScreen) -> None:
    page = open_screen("/who")
    with page.expect_response(lambda answer: "/language?to=zh" in answer.url):
        page.get_by_role("radio", name="中文").click()
    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "aftersales_language")
    assert (cookie["value"], cookie["httpOnly"], cookie["sameSite"]) == ("zh", True, "Lax")


def test_a_picked_person_stays_after_a_reload_and_has_only_their_pages(open_screen: OpenScreen) -> None:
    page = open_screen("/who", language="en")
    sidebar = page.locator("[data-testid=stSidebar]")
    expect(sidebar).to_contain_text("After-sales manager")
    with page.expect_response(lambda answer: "/enter?staff=" in answer.url):
        page.locator(".st-key-be_technician").get_by_role("button").click()
    expect(sidebar).to_contain_text("Technician")
    page.reload()
    wait_until_drawn(page)
    expect(sidebar).to_contain_text("Technician")
    expect(sidebar).not_to_contain_text("Import signs")


def test_a_page_of_another_role_is_not_there_by_its_address(open_screen: OpenScreen) -> None:
    page = open_screen("/who")
    with page.expect_response(lambda answer: "/enter?staff=" in answer.url):
        page.locator(".st-key-be_technician").get_by_role("button").click()
    page.goto(urljoin(page.url, "/import-signs"))
    expect(page.get_by_role("dialog")).to_contain_text("not found", ignore_case=True)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("device", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
def test_nothing_runs_out_of_the_screen(
    open_screen: OpenScreen, device: str, size: tuple[int, int], language: str
) -> None:
    page = open_screen("/who", size=size, language=language, dark=language == "en")
    keep_picture(page, f"who-{device}-{language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_nothing_is_fetched_from_elsewhere(open_screen: OpenScreen) -> None:
    """The product works in a company without a way to the internet."""
    page = open_screen("/who")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    wait_until_drawn(page)
    page.wait_for_timeout(1500)
    own = page.url.split("/")[2]
    assert [url for url in asked if own not in url and not url.startswith(("data:", "blob:"))] == []
