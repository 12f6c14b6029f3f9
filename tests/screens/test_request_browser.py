"""The request page in a real browser: a technician's phone, a desk, both languages; photos and two people at once."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from aftersales.rules.kinds import FaultCategory, Role
from tests.builders import HOUR
from tests.screens.browser import DESKTOP, PHONE, running_server
from tests.screens.conftest import OpenScreen, keep_picture, wait_until_drawn
from tests.screens.request_company import firm_of

pytestmark = pytest.mark.browser
numbers: dict[str, str] = {}


@pytest.fixture(scope="module")
def server(small_company: tuple[Path, dict[Role, int]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose company has a job to do, one half done, and a danger."""
    folder = tmp_path_factory.mktemp("request")
    path = folder / "demo.sqlite3"
    shutil.copy(small_company[0], path)
    url = f"sqlite:///{path.as_posix()}"
    with firm_of(url) as firm:
        job = firm.accepted(description="大堂的字不亮了，今天能来吗")
        firm.dispatch(job, at=firm.now + 6 * HOUR, starts_at=firm.now + 8 * HOUR, minutes=60)
        numbers["job"] = job.number
        numbers["danger"] = firm.accepted(fault=FaultCategory.MAY_FALL, description="台风后松动，" * 30).number
        numbers["plain"] = firm.accepted(fault=FaultCategory.RUST).number
        numbers["inquiry"] = firm.register(kind="inquiry", description="How is it cleaned?").number
    environment = {"AFTERSALES_DATABASE_URL": url, "AFTERSALES_DATA": str(folder)}
    with running_server("demo", environment=environment, folder=folder) as address:
        yield address


@pytest.fixture
def open_as(open_screen: OpenScreen, server: str, small_company: tuple[Path, dict[Role, int]]):  # type: ignore[no-untyped-def]
    """`open_as(Role.TECHNICIAN, "job", size=PHONE)`."""

    def open_page(role: Role, name: str, **more: object) -> Page:
        page = open_screen("/", **more)
        page.context.add_cookies([{"name": "aftersales_person", "value": str(small_company[1][role]), "url": server}])
        page.goto(f"{server}/request?number={numbers[name]}")
        wait_until_drawn(page)
        expect(page.locator("[data-testid=stMain] h1")).to_have_text(numbers[name])
        return page

    return open_page


def press(page: Page, key: str) -> None:
    page.locator(f'[class*="st-key-{key}"] button').first.click()


def step_button(page: Page, step: str, button: str) -> None:
    page.get_by_role("dialog").locator(f'[class*="st-key-step-{step}-"][class*="-{button}"] button').first.click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=15_000)


def badge(page: Page, words: str) -> None:
    expect(page.locator("[data-testid=stMain]")).to_contain_text(words, timeout=15_000)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("device", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
@pytest.mark.parametrize("name", ["danger", "inquiry"])
def test_nothing_runs_out_of_the_screen(open_as, name: str, device: str, size: tuple[int, int], language: str) -> None:  # type: ignore[no-untyped-def]
    page = open_as(Role.AFTER_SALES_MANAGER, name, size=size, language=language, dark=language == "en")
    keep_picture(page, f"request-{name}-{device}-{language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_technician_does_the_job_on_a_phone(open_as) -> None:  # type: ignore[no-untyped-def]
    page = open_as(Role.TECHNICIAN, "job", size=PHONE, language="zh")
    main = page.locator(".st-key-main_step button")
    assert main.bounding_box()["width"] > 330
    for step, button, state in (
        ("accept_job", "submit", "接受了任务"),
        ("depart", "now", "途中"),
        ("arrive", "now", "现场"),
    ):
        press(page, f"take_{step}")
        step_button(page, step, button)
        badge(page, state)
    keep_picture(page, "request-on-site-phone-zh")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    page.get_by_role("tab", name="照片").click()
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "orange").save(picture, "JPEG")
    page.locator("input[type=file]").set_input_files(
        [{"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}]
    )
    expect(page.locator("[data-testid=stImage] img")).to_have_count(1, timeout=15_000)
    expect(page.get_by_role("tab", name="照片")).to_have_attribute("aria-selected", "true")
    keep_picture(page, "request-photos-phone-zh")


def test_two_people_at_once_the_second_is_told_and_keeps_what_was_typed(open_as) -> None:  # type: ignore[no-untyped-def]
    first = open_as(Role.DISPATCHER, "plain", language="en")
    second = open_as(Role.HOTLINE, "plain", language="en")
    for page in (first, second):
        press(page, "take_hold")
        page.get_by_role("dialog").locator("textarea").fill(f"words of {page is first}")
    step_button(first, "hold", "submit")
    badge(first, "On hold")
    second.get_by_role("dialog").get_by_role("button", name="Put on hold").click()
    expect(second.get_by_role("dialog")).to_contain_text("was changed by somebody else meanwhile")
    expect(second.get_by_role("dialog").locator("textarea")).to_have_value("words of False")
    keep_picture(second, "request-changed-meanwhile-en")


def test_the_number_can_be_tapped_and_the_text_copied(open_as) -> None:  # type: ignore[no-untyped-def]
    page = open_as(Role.HOTLINE, "danger", size=PHONE, language="zh")
    assert page.locator("a[href^='tel:']").first.get_attribute("href") == "tel:13800001234"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = page.locator(".st-key-chat_text button")
    copy.scroll_into_view_if_needed()
    copy.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"您的服务单 {numbers['danger']} 已受理，维修人员承诺(今天|明天) \d\d:\d\d 前到场。", copied)


def test_the_reasons_show_the_sum_day_by_day(open_as) -> None:  # type: ignore[no-untyped-def]
    page = open_as(Role.HOTLINE, "danger", language="en")
    press(page, "why_arrival")
    expect(page.get_by_text("In warranty, staff arrive within 12 h of the receipt.")).to_be_visible()
    expect(page.locator("table", has_text="Counted").locator("tr").last).to_contain_text("12 h")
    keep_picture(page, "request-why-en")


def test_a_step_behind_more_closes_the_list_and_escape_closes_its_dialog(open_as) -> None:  # type: ignore[no-untyped-def]
    page = open_as(Role.HOTLINE, "inquiry", language="en")
    press(page, "more_steps")
    press(page, "take_cancel")
    expect(page.locator("[data-testid=stDialog]")).to_be_visible()
    expect(page.locator("[data-testid=stPopoverBody]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=stDialog]")).to_have_count(0)
    page.reload()
    wait_until_drawn(page)
    expect(page.locator("[data-testid=stDialog]")).to_have_count(0)
