"""Every page of the demo company in a real browser, on a phone and a desk, in both languages; pictures are kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from aftersales.ui.navigation import present_pages
from tests.screens.browser import DESKTOP, PHONE
from tests.screens.conftest import Company, OpenScreen, keep_picture

pytestmark = pytest.mark.browser
ADDRESSES = ["" if number == 0 else entry.url_path for number, entry in enumerate(present_pages())]


@pytest.fixture(scope="module")
def company(demo_company: Company) -> Company:
    return demo_company


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("device", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address or "today")
def test_a_page_fits_its_screen_and_shows_no_fault(
    open_screen: OpenScreen, address: str, device: str, size: tuple[int, int], language: str
) -> None:
    # The dark look is photographed with the English phone, so that each picture shows something else.
    page = open_screen(f"/{address}", size=size, language=language, dark=(device, language) == ("phone", "en"))
    keep_picture(page, f"{address or 'today'}-{device}-{language}")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.locator("[data-testid=stMain] .stAlertContainer:has([data-testid=stAlertContentError])")).to_have_count(
        0
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
