"""Signing in with a real browser: a reload stays signed in, an end is an end at once, and what the browser allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import select

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import StaffSession
from aftersales.rules.kinds import Role
from tests.screens.browser import DESKTOP, PHONE, running_server
from tests.screens.conftest import keep_picture, wait_until_drawn
from tests.screens.own_company import PASSWORD, build_own_company

pytestmark = pytest.mark.browser
NewTab = Callable[..., Page]


@pytest.fixture(scope="module")
def own_company(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[Role, int]]:
    url = f"sqlite:///{(tmp_path_factory.mktemp('own') / 'own.sqlite3').as_posix()}"
    return url, build_own_company(url)


@pytest.fixture(scope="module")
def own_server(own_company: tuple[str, dict[Role, int]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("own_server")
    environment = {"AFTERSALES_DATABASE_URL": own_company[0], "AFTERSALES_DATA": str(folder)}
    with running_server("serve", environment=environment, folder=folder) as address:
        yield address
    (log,) = folder.glob("server-*.log")
    said = log.read_text()
    assert PASSWORD not in said
    assert "ticket" not in said


@pytest.fixture
def new_tab(browser: Browser, own_server: str) -> Iterator[NewTab]:
    """`new_tab("/notices")` opens a browser of its own (its own cookies) at that address."""
    contexts: list[BrowserContext] = []

    def open_tab(address: str = "/", *, size: tuple[int, int] = DESKTOP, language: str = "en") -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN" if language == "zh" else "en-US"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(own_server + address)
        wait_until_drawn(page)
        return page

    yield open_tab
    for context in contexts:
        context.close()


def stands_at(page: Page, title: str) -> None:
    """A hash is slow on purpose, and machines that test are busy: it may take a while."""
    expect(page.locator("[data-testid=stMain] h1")).to_have_text(title, timeout=30_000)


def sign_in(page: Page, name: str = "hotline", password: str = PASSWORD) -> None:
    page.locator(".st-key-sign_in_name input").fill(name)
    page.locator(".st-key-sign_in_password input").fill(password)
    page.locator(".st-key-sign_in_password input").press("Enter")


def test_who_signs_in_is_where_the_link_pointed_and_stays_after_a_reload(new_tab: NewTab) -> None:
    page = new_tab("/warranty?code=S1", size=PHONE, language="zh")
    stands_at(page, "登录")
    page.locator(".st-key-sign_in_name input").wait_for()
    keep_picture(page, "sign-in-phone-zh")
    sign_in(page)
    stands_at(page, "保修查询")
    assert page.url.endswith("/warranty?code=S1")
    page.reload()
    wait_until_drawn(page)
    stands_at(page, "保修查询")
    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "aftersales_session")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    another = page.context.new_page()  # a second tab of the same browser
    another.goto(page.url)
    wait_until_drawn(another)
    stands_at(another, "保修查询")


def test_signing_out_everywhere_ends_the_other_browser_at_its_next_click(new_tab: NewTab) -> None:
    here, there = new_tab("/account"), new_tab("/notices")
    for page in (here, there):
        sign_in(page)
    stands_at(there, "Notices")
    stands_at(here, "My account")
    here.reload()  # the list now shows both
    wait_until_drawn(here)
    keep_picture(here, "account-desktop-en")
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.get_by_role("button", name="Sign out everywhere else")).to_be_disabled()
    there.get_by_role("radio", name="中文").click()
    stands_at(there, "登录")
    here.reload()
    wait_until_drawn(here)
    stands_at(here, "My account")


def test_a_part_that_runs_by_itself_ends_too_and_a_dead_cookie_is_taken_away(
    new_tab: NewTab, own_company: tuple[str, dict[Role, int]]
) -> None:
    page = new_tab("/board")  # looks for news by itself, without running the whole page
    sign_in(page)
    stands_at(page, "Dispatch board")
    store = Store.open(own_company[0])
    with store.unit_of_work() as session:
        for kept in session.exec(select(StaffSession)):
            kept.ended_at = utc_now()
    store.close()
    stands_at(page, "Sign in")
    page.reload()
    wait_until_drawn(page)
    expect(page.locator("[data-testid=stMain]")).to_contain_text("You have been signed out")
    page.wait_for_timeout(500)
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] == "aftersales_session"] == []


def test_a_person_is_added_and_comes_in_with_the_first_password(new_tab: NewTab) -> None:
    page = new_tab("/staff")
    sign_in(page, "after_sales_manager")
    stands_at(page, "Staff and accounts")
    page.locator(".st-key-office_add button").click()
    page.locator(".st-key-office_new_name input").fill("西安办事处")
    page.locator(".st-key-office_new_region input").fill("西北")
    page.locator(".st-key-office_new_save button").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".st-key-staff_add button").click()
    page.locator(".st-key-staff_new_office input").click()
    page.get_by_role("option", name="西安办事处").click()
    page.locator(".st-key-staff_new_name input").fill("O'Brien <script>alert(1)</script>")
    page.locator(".st-key-staff_new_roles input").click()
    page.get_by_role("option", name="Technician").click()
    page.keyboard.press("Escape")
    page.locator(".st-key-staff_new_sign_in input").fill("o.brien")
    page.locator(".st-key-staff_new_save button").click()
    shown = page.locator(".st-key-first_password_shown")
    expect(shown).to_contain_text("o.brien")
    keep_picture(page, "staff-desktop-en")
    first = shown.locator("code").inner_text().strip()
    page.locator(".st-key-first_password_passed_on button").click()
    expect(shown).to_have_count(0)

    theirs = new_tab("/", size=PHONE)
    sign_in(theirs, "O.Brien", first)
    stands_at(theirs, "Take a password of your own")
    theirs.locator(".st-key-old_password input").fill(first)
    for key in ("new_password_typed", "new_password_again"):
        theirs.locator(f".st-key-{key} input").fill("rote-Leiter-49")
    theirs.locator(".st-key-change_password button").click()
    stands_at(theirs, "Today")
    theirs.goto(theirs.url.split("/today")[0].rstrip("/") + "/staff")
    expect(theirs.get_by_role("dialog")).to_contain_text("not found", ignore_case=True)


def test_the_browser_runs_no_script_that_is_not_the_products(new_tab: NewTab) -> None:
    page = new_tab("/")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.evaluate("""() => { const made = document.createElement('script');
        made.textContent = 'window.was_run = true'; document.body.append(made); }""")
    assert page.evaluate("window.was_run") is None
    assert any("Content Security Policy" in text for text in refused)
