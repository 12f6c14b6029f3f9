"""Screens are tested twice: by Streamlit's AppTest in this process, and in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.places import product_folder
from aftersales.queries.staff import list_people
from aftersales.rules.kinds import Role
from aftersales.ui.text import LANGUAGE_KEY
from aftersales.ui.who import PERSON_KEY
from db.demo import load_demo
from tests.screens.browser import ARTEFACTS, CHROMIUM_FLAGS, DESKTOP, find_chromium, running_server
from tests.screens.small_company import build_small_company

OpenScreen = Callable[..., Page]
OpenApp = Callable[..., AppTest]
Company = tuple[Path, dict[Role, int]]
STILL_MILLISECONDS = 300


@pytest.fixture(scope="session")
def small_company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A demo company's file to copy, and the staff number of each role."""
    path = tmp_path_factory.mktemp("small") / "demo.sqlite3"
    return path, build_small_company(f"sqlite:///{path.as_posix()}")


@pytest.fixture(scope="session")
def demo_company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The same of the real demo company, at a fiftieth of its size."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    store = Store.open(f"sqlite:///{path.as_posix()}")
    store.migrate(backed_up=True)
    load_demo(store, now=utc_now(), progress=lambda done, total: None, scale=0.02)
    with store.reading() as session:
        people = list_people(session)
    store.close()
    return path, {role: person.staff_id or 0 for person in reversed(people) for role in person.roles}


@pytest.fixture(scope="module")
def company(small_company: Company) -> Company:
    """The company that `open_app` and `server` copy; a module that wants the demo's gives another one by this name."""
    return small_company


@pytest.fixture
def open_app(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """`open_app("intake.py", language="zh", role=Role.HOTLINE)` runs that page as that person."""
    template, staff_ids = company
    path = tmp_path / "demo.sqlite3"
    shutil.copy(template, path)
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", f"sqlite:///{path.as_posix()}")

    def open_page(file: str | None = None, *, language: str = "en", role: Role = Role.AFTER_SALES_MANAGER) -> AppTest:
        app = AppTest.from_file(str(product_folder() / "pages" / "main.py"), default_timeout=20)
        app.session_state[LANGUAGE_KEY] = language
        app.session_state[PERSON_KEY] = staff_ids[role]
        app.run()
        if file:
            app.switch_page(file).run()
        return app

    return open_page


@pytest.fixture(scope="module")
def server(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of this module's own, on a copy of its company."""
    folder = tmp_path_factory.mktemp("server")
    path = folder / "demo.sqlite3"
    shutil.copy(company[0], path)
    environment = {"AFTERSALES_DATABASE_URL": f"sqlite:///{path.as_posix()}", "AFTERSALES_DATA": str(folder)}
    with running_server("demo", environment=environment, folder=folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests. None found: skipped, or an error where AFTERSALES_REQUIRE_BROWSER=1."""
    path = find_chromium()
    if path is None:
        reason = "no Chromium found (install one, or name it in AFTERSALES_CHROMIUM)"
        if os.environ.get("AFTERSALES_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_screen(browser: Browser, server: str) -> Iterator[OpenScreen]:
    """`open_screen("/intake", size=PHONE, language="zh")` gives a Playwright page that has loaded."""
    contexts = []

    def open_page(
        address: str = "/", *, size: tuple[int, int] = DESKTOP, language: str = "en", dark: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN" if language == "zh" else "en-US",
            color_scheme="dark" if dark else "light",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(server + address)
        wait_until_drawn(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def wait_until_drawn(page: Page) -> None:
    """Until the page has its heading and its script has been still for a while.

    A page that hasn't connected yet says "not running" too, and so does one whose click is still on its way: so the
    heading is waited for first, and the stillness must last.
    """
    page.wait_for_selector("[data-testid=stMain] h1", timeout=30_000)
    page.evaluate("window.stillSince = undefined")
    page.wait_for_function(
        """milliseconds => {
            const app = document.querySelector("[data-testid=stApp]");
            const still = app && app.getAttribute("data-test-script-state") === "notRunning";
            window.stillSince = still ? (window.stillSince ?? performance.now()) : undefined;
            return still && performance.now() - window.stillSince >= milliseconds;
        }""",
        arg=STILL_MILLISECONDS,
        timeout=30_000,
    )


def keep_picture(page: Page, name: str) -> None:
    """A screenshot for people to look at; artefacts/ is ignored by git and kept by CI."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A real browser on a busy machine may lose a moment: such a test gets a second and a third try, and says so."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))
