"""What a link and a list to choose from do in a real browser, in each language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from aftersales.rules.kinds import Role
from aftersales.ui.who import PERSON_COOKIE
from tests.screens.conftest import Company, OpenScreen, wait_until_drawn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def company(demo_company: Company) -> Company:
    """With complaints to link to."""
    return demo_company


@pytest.mark.parametrize(("language", "words"), [("zh", "没有符合的选项"), ("en", "No results")])
def test_a_record_opens_in_the_same_tab_and_its_lists_speak_the_language(
    open_screen: OpenScreen, company: Company, language: str, words: str
) -> None:
    page = open_screen("/", language=language)
    page.context.add_cookies([
        {"name": PERSON_COOKIE, "value": str(company[1][Role.HOTLINE]), "url": page.url}
    ])  # fmt: skip
    page.goto(page.url.rstrip("/") + "/complaints")
    wait_until_drawn(page)
    link = page.locator('[class*="st-key-complaint_"] a').first
    number = link.inner_text()
    link.click()
    expect(page).to_have_url(re.compile(number), timeout=20_000)
    wait_until_drawn(page)
    expect(page.locator("[data-testid=stMain] h1")).to_have_text(number, timeout=20_000)
    assert len(page.context.pages) == 1
    page.goto(page.url.split("/complaints")[0] + "/intake")
    wait_until_drawn(page)
    page.locator("[data-testid=stSelectbox] input").first.click()
    page.keyboard.type("zzz")
    expect(page.get_by_text(words, exact=True)).to_be_visible(timeout=10_000)
