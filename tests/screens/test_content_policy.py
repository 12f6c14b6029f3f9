"""What the content policy forbids is nothing that the product needs: no page of the demo is told off by the browser."""

from __future__ import annotations

import pytest

from aftersales.rules.kinds import Role
from aftersales.ui.navigation import present_pages
from tests.screens.conftest import Company, OpenScreen, wait_until_drawn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def company(demo_company: Company) -> Company:
    assert demo_company[1][Role.AFTER_SALES_MANAGER]
    return demo_company


def test_no_page_needs_what_the_policy_forbids(open_screen: OpenScreen) -> None:
    page = open_screen("/who")
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: Content Security Policy? {error}"))
    start = page.url.removesuffix("/who")
    for entry in present_pages():
        page.goto(f"{start}/{entry.url_path}")
        wait_until_drawn(page)
        page.wait_for_timeout(700)  # charts are drawn after the script has ended
    assert [text for text in said if "Content Security Policy" in text] == []
