"""One request from the call to the closed file, through the screens as people use them, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from aftersales.locale import Language, translate
from aftersales.rules.kinds import FaultCategory, Role
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.roles import SYSTEM
from aftersales.services.register_place import NewSign, add_sign
from tests.conftest import new_postgres
from tests.documents.pictures import red_picture
from tests.screens.browser import DESKTOP, PHONE, running_server
from tests.screens.conftest import Company, keep_picture, wait_until_drawn
from tests.screens.request_company import firm_of
from tests.screens.small_company import build_small_company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# A sign each: the same fault at the same one would be a second time, which needs a root cause before it is closed.
FLOOR: dict[Language, int] = {"zh": 3, "en": 2}
WORDS = "O'Brien <script>alert(1)</script>：大堂的字不亮了"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(
    request: pytest.FixtureRequest, small_company: Company, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A company that has one project with a sign on each of two floors, on each of the databases."""
    folder = tmp_path_factory.mktemp("loop")
    if request.param == "sqlite":
        path = folder / "demo.sqlite3"
        shutil.copy(small_company[0], path)
        url = f"sqlite:///{path.as_posix()}"
    else:
        url = new_postgres(request.getfixturevalue("postgres_server"))
        build_small_company(url)
    with firm_of(url) as firm:
        for floor in FLOOR.values():
            new = NewSign(
                code=f"MZ-{floor}", project_id=firm.project.id or 0, sign_type_id=firm.sign_type.id or 0,
                place=f"门诊楼{floor}层电梯厅",
            )  # fmt: skip
            add_sign(firm.session, actor=SYSTEM, now=firm.now, new=new)
    with running_server(
        "demo", environment={"AFTERSALES_DATABASE_URL": url, "AFTERSALES_DATA": str(folder)}, folder=folder
    ) as address:
        yield address


class Loop:
    """The people at their screens, each in a browser of their own."""

    def __init__(self, browser: Browser, server: str, language: Language) -> None:
        self.browser, self.server, self.language = browser, server, language
        self.pictures = 0

    def say(self, key: str) -> str:
        return translate(key, self.language)

    def sit_down(self, role: Role, size: tuple[int, int]) -> Page:
        """Pick the person as the demo offers it; the browser keeps the choice."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, timezone_id="Asia/Shanghai",
            locale="zh-CN" if self.language == "zh" else "en-US",
        )  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(30_000)
        self.go(page, "/who")
        page.locator(f".st-key-button_{role} button").click()
        expect(page.locator("[data-testid=stMain] h1")).to_have_text(self.say("Today"), timeout=20_000)
        return page

    def go(self, page: Page, address: str) -> None:
        page.goto(self.server + address)
        wait_until_drawn(page)

    def keep(self, page: Page, name: str) -> None:
        self.pictures += 1
        keep_picture(page, f"loop-{self.language}-{self.pictures:02}-{name}")
        width = page.viewport_size["width"] if page.viewport_size else 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    def stands(self, page: Page, state: RequestState) -> None:
        badges = page.locator("[data-testid=stMain] .stMarkdownBadge")
        expect(badges.first).to_contain_text(self.say(LIFECYCLE.labels[state]), timeout=20_000)


def key(within: Page | Locator, name: str) -> Locator:
    """The button whose widget key begins like that."""
    return within.locator(f'[class*="st-key-{name}"] button').first


def take(page: Page, step: str, button: str = "submit", **typed: str) -> None:
    """A step of the request's page: open its dialog, type, press its button."""
    if not key(page, f"take_{step}").is_visible():
        key(page, "more_steps").click()
    key(page, f"take_{step}").click()
    dialog = page.get_by_role("dialog")
    for field, words in typed.items():
        dialog.locator(f'[class*="-{field}"] textarea').fill(words)
    press_in(page, step, button)


def press_in(page: Page, step: str, button: str) -> None:
    page.locator(f'[role=dialog] [class*="st-key-step-{step}-"][class*="-{button}"] button').first.click()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_request_goes_from_the_call_to_the_closed_file(browser: Browser, server: str, language: Language) -> None:
    loop = Loop(browser, server, language)
    hotline = loop.sit_down(Role.HOTLINE, DESKTOP)
    number = take_the_call(loop, hotline)
    answer_the_customer(loop, hotline, number)
    send_a_crew(loop, number)
    technician = loop.sit_down(Role.TECHNICIAN, PHONE)
    work_at_the_sign(loop, technician, number)
    write_the_report(loop, technician, number)
    link = ask_the_customer(loop, hotline, number)
    answer_as_customer(loop, link)
    close_the_file(loop, hotline, number)
    for context in browser.contexts:
        context.close()


def take_the_call(loop: Loop, page: Page) -> str:
    """By keyboard alone: two characters and the floor, the words, the fault, saved."""
    loop.go(page, "/intake")
    expect(page.locator(".st-key-intake_field input")).to_be_focused(timeout=20_000)
    page.keyboard.type(f"门诊 {FLOOR[loop.language]}层")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-intake_place")).to_contain_text(f"MZ-{FLOOR[loop.language]}", timeout=20_000)
    expect(page.locator(".st-key-intake_left textarea")).to_be_focused(timeout=20_000)
    page.keyboard.type(WORDS)
    page.keyboard.press("Shift+Tab")  # to the faults; the arrows walk through them
    for _ in FaultCategory:
        if page.evaluate("document.activeElement.innerText").strip() == loop.say("dark"):
            break
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    chosen = page.get_by_role("radio", name=loop.say("dark"), exact=True)
    expect(chosen).to_have_attribute("aria-checked", "true", timeout=20_000)
    loop.keep(page, "intake")
    page.keyboard.press("Control+Enter")
    saved = page.locator(".st-key-intake_saved")
    expect(saved).to_be_visible(timeout=20_000)
    loop.keep(page, "saved")
    found = re.search(r"FW\d{8}-\d{4}", saved.inner_text())
    assert found
    return found[0]


def answer_the_customer(loop: Loop, page: Page, number: str) -> None:
    key(page, "open_saved").click()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text(number, timeout=20_000)
    loop.stands(page, RequestState.REGISTERED)
    expect(page.locator("[data-testid=stMain]")).to_contain_text(WORDS)
    loop.keep(page, "registered")
    take(page, "respond", note="今天下午到")
    loop.stands(page, RequestState.ACCEPTED)


def send_a_crew(loop: Loop, number: str) -> None:
    """Two clicks: on the card, and on the button in the drawer."""
    page = loop.sit_down(Role.DISPATCHER, DESKTOP)
    loop.go(page, "/board")
    key(page.locator('[class*="st-key-card_"]', has_text=number), "assign_").click()
    send = page.locator('[role=dialog] [class*="-send"] button')
    expect(send).to_be_visible(timeout=20_000)
    loop.keep(page, "drawer")
    send.click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=20_000)
    expect(page.locator('[class*="st-key-column_dispatched"]')).to_contain_text(number, timeout=20_000)
    loop.keep(page, "board")


def work_at_the_sign(loop: Loop, page: Page, number: str) -> None:
    """On the phone: one big button after the other, then the cause."""
    loop.go(page, "/")
    for step in ("accept", "depart", "arrive"):
        expect(key(page, f"big_{step}_{number}")).to_be_visible(timeout=20_000)
        page.wait_for_timeout(1_500)  # as long as a thumb takes: the card is drawn twice after a step
        loop.keep(page, f"job-{step}")
        key(page, f"big_{step}_{number}").click()
    expect(key(page, f"report_{number}")).to_be_visible(timeout=20_000)
    loop.keep(page, "job-there")
    key(page, f"all_{number}").click()
    loop.stands(page, RequestState.ON_SITE)
    key(page, "take_record_finding").click()
    cause = page.get_by_role("dialog").locator("label", has_text=loop.say("material quality"))
    cause.first.click()
    loop.keep(page, "cause")
    press_in(page, "record_finding", "submit")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=20_000)
    take(page, "finish", "now")
    loop.stands(page, RequestState.DONE)
    loop.keep(page, "done")


def write_the_report(loop: Loop, page: Page, number: str) -> None:
    """With a part, a cost line, a photo and a name; a reload on the way loses nothing."""
    key(page, "take_file_report").click()
    page.get_by_label(loop.say("What was found")).fill("接头进水")
    page.get_by_label(loop.say("What was done")).fill("更换接头，试亮正常")
    page.get_by_role("button", name=loop.say("Add a part")).click()
    page.get_by_label(loop.say("Part"), exact=True).fill("防水接头")
    page.get_by_role("button", name=loop.say("Add a cost line")).click()
    page.get_by_role("combobox", name=loop.say("From the price list")).click()
    loop.keep(page, "cost")
    page.get_by_role("option").first.click()
    picture: FilePayload = {
        "name": "IMG_1.jpg",
        "mimeType": "image/jpeg",
        "buffer": red_picture(size=(800, 600), kind="JPEG"),
    }
    page.locator("input[type=file]").first.set_input_files([picture])
    expect(page.locator("[data-testid=stImage] img")).to_have_count(1, timeout=20_000)
    page.get_by_label(loop.say("Signed by"), exact=True).fill("D'Arcy <b>王芳</b>")
    page.get_by_label(loop.say("Signed by"), exact=True).press("Tab")
    loop.keep(page, "report")
    page.reload()
    wait_until_drawn(page)
    expect(page.get_by_label(loop.say("What was found"))).to_have_value("接头进水", timeout=20_000)
    expect(page.get_by_label(loop.say("Part"), exact=True)).to_have_value("防水接头")
    expect(page.get_by_label(loop.say("Signed by"), exact=True)).to_have_value("D'Arcy <b>王芳</b>")
    page.get_by_role("button", name=loop.say("Save the report")).dblclick()
    saved = loop.say("The report of {number} is saved.").replace("{number}", number)
    expect(page.get_by_text(saved).first).to_be_visible(timeout=20_000)
    loop.keep(page, "report-saved")


def ask_the_customer(loop: Loop, page: Page, number: str) -> str:
    loop.go(page, f"/request?number={number}")
    take(page, "ask_survey")
    code = page.get_by_role("dialog").locator("code")
    expect(code).to_be_visible(timeout=20_000)
    loop.keep(page, "survey-link")
    link = code.inner_text().strip()
    press_in(page, "ask_survey", "done")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=20_000)
    return link


def answer_as_customer(loop: Loop, link: str) -> None:
    """A browser that never saw the product, without cookies and without JavaScript."""
    context = loop.browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, java_script_enabled=False,
        locale="zh-CN" if loop.language == "zh" else "en-US",
    )  # fmt: skip
    page = context.new_page()
    page.goto(link)
    keep_picture(page, f"loop-{loop.language}-survey")
    page.locator("label:has(input[name=overall][value='5'])").click()
    page.locator("textarea").fill("师傅很好 <b>O'Hara</b>")
    page.get_by_role("button").click()
    expect(page.locator("h1")).to_have_text(loop.say("Thank you for your answers"))
    assert context.cookies() == []
    page.goto(link)
    expect(page.locator("h1")).to_have_text(loop.say("This link is not open any more"))


def close_the_file(loop: Loop, page: Page, number: str) -> None:
    loop.go(page, f"/request?number={number}")
    take(page, "close")
    loop.stands(page, RequestState.CLOSED)
    items = page.locator(".history .one")
    assert items.count() >= 9, items.all_inner_texts()
    loop.keep(page, "closed")
