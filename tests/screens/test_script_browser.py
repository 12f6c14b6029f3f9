"""Script in every text that somebody may type is shown as text, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.register_place import (
    NewContact,
    NewCustomer,
    NewProject,
    NewSign,
    add_customer,
    add_project,
    add_sign,
)
from aftersales.ui.navigation import present_pages
from tests.builders import HOUR
from tests.screens.browser import running_server
from tests.screens.conftest import OpenScreen, wait_until_drawn
from tests.screens.request_company import firm_of

pytestmark = pytest.mark.browser
# Runs in a page that takes it for markup, however it is let in; short enough for every field.
HOSTILE = '<img src=x onerror="window.taken=1">'
LONG = f"<script>window.taken=1</script>{HOSTILE}<svg onload=window.taken=1>[x](javascript:window.taken=1)"
PAGES = ("today", "board", "leadership", "surveys", "service-report", "notices", "trail", "registers", "staff")
numbers: dict[str, str] = {}


@pytest.fixture(scope="module")
def server(small_company: tuple[Path, dict[Role, int]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose customer, project, sign, caller, report and survey are all hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "demo.sqlite3"
    shutil.copy(small_company[0], path)
    url = f"sqlite:///{path.as_posix()}"
    with firm_of(url) as firm:
        told = {"actor": SYSTEM, "now": firm.now}
        customer = add_customer(
            firm.session, **told,
            new=NewCustomer(name=f"O'Hara {HOSTILE}", city=HOSTILE, address=HOSTILE, office_id=firm.office_id,
                            contact=NewContact(name=HOSTILE, phone="138 0000 9999", title=HOSTILE)),
        )  # fmt: skip
        project = add_project(
            firm.session, **told,
            new=NewProject(code=f"HT{HOSTILE}"[:40], name=HOSTILE, customer_id=customer.id or 0, address=HOSTILE,
                           office_id=firm.office_id),
        )  # fmt: skip
        sign = add_sign(
            firm.session, **told,
            new=NewSign(code="S-HOSTILE", project_id=project.id or 0, sign_type_id=firm.sign_type.id or 0,
                        place=HOSTILE),
        )  # fmt: skip
        words = {"description": LONG, "contact_name": HOSTILE, "contact_phone": HOSTILE, "place": HOSTILE}
        numbers["open"] = firm.accepted(sign_id=sign.id, **words).number
        job = firm.accepted(**words)
        firm.dispatch(job, at=firm.now + HOUR, note=LONG)
        numbers["job"] = job.number
    with running_server(
        "demo", environment={"AFTERSALES_DATABASE_URL": url, "AFTERSALES_DATA": str(folder)}, folder=folder
    ) as address:
        yield address


def ensure_text_only(page: Page) -> None:
    page.wait_for_timeout(300)  # a picture that can't be loaded tells so a moment later
    assert page.evaluate("window.taken") is None
    main = page.locator("[data-testid=stApp]")
    assert main.locator('img[src="x"], svg[onload], a[href^="javascript"]').count() == 0


def test_script_is_shown_as_text_on_every_page(
    open_screen: OpenScreen, server: str, small_company: tuple[Path, dict[Role, int]]
) -> None:
    page = open_screen("/")
    manager = str(small_company[1][Role.AFTER_SALES_MANAGER])
    page.context.add_cookies([{"name": "aftersales_person", "value": manager, "url": server}])
    there = {entry.url_path for entry in present_pages()}
    for address in [one for one in PAGES if one in there]:
        page.goto(f"{server}/{address}")
        wait_until_drawn(page)
        ensure_text_only(page)
    page.goto(f"{server}/request?number={numbers['open']}")
    wait_until_drawn(page)
    expect(page.get_by_text("<script>window.taken=1</script>").first).to_be_visible()
    ensure_text_only(page)
    page.goto(f"{server}/request?number={HOSTILE}")
    wait_until_drawn(page)
    ensure_text_only(page)
    page.goto(f"{server}/warranty?sign=S-HOSTILE")
    wait_until_drawn(page)
    ensure_text_only(page)


def test_script_typed_at_intake_and_found_again_is_text(open_screen: OpenScreen) -> None:
    page = open_screen("/intake")
    field = page.locator("[data-testid=stMain] input[type=text]").first
    field.fill("HOSTILE")
    field.press("Enter")
    wait_until_drawn(page)
    ensure_text_only(page)
    description = page.locator("[data-testid=stMain] textarea").first
    description.fill(LONG)
    description.press("Control+Enter")
    wait_until_drawn(page)
    ensure_text_only(page)
    assert description.input_value() == LONG


def test_the_proof_would_see_a_script_that_ran(open_screen: OpenScreen) -> None:
    page = open_screen("/")
    page.evaluate("window.taken = 1")
    with pytest.raises(AssertionError):
        ensure_text_only(page)
