"""Every page draws itself for everybody who has it, in both languages, and nobody else has it."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from aftersales.locale.catalog import chinese
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor
from aftersales.ui.navigation import PAGES, PageEntry, present_pages
from tests.screens.conftest import Company, OpenApp


@pytest.fixture(scope="module")
def company(demo_company: Company) -> Company:
    return demo_company


ROLES = [role for role in Role if role is not Role.SYSTEM]
FILES = {entry.file: entry for entry in present_pages()}


def has(role: Role, entry: PageEntry) -> bool:
    return entry.is_open_to(Actor(staff_id=1, name="", roles=frozenset({role})))


def texts(app: AppTest) -> list[str]:
    """All that the page says: labels, values and options."""
    found = []
    for element in [*app.main, *app.sidebar]:
        for name in ("value", "label", "help", "placeholder", "options", "body"):
            said = getattr(element, name, None)
            if isinstance(said, str):
                found.append(said)
            elif isinstance(said, list | tuple):
                found += [item for item in said if isinstance(item, str)]
    # The framework's own words stand beside their translations there, out of sight.
    return [said for said in found if "data-toolbar-words" not in said]


def test_every_page_of_the_list_exists() -> None:
    assert [entry.file for entry in PAGES] == [entry.file for entry in present_pages()]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("file", FILES)
def test_a_page_draws_itself_for_each_role_that_has_it(open_app: OpenApp, file: str, language: str) -> None:
    for role in ROLES:
        if has(role, FILES[file]):
            app = open_app(file, language=language, role=role)
            assert not app.exception, f"{role}: {app.exception}"
            assert not app.error, f"{role}: {[error.value for error in app.error]}"
            assert app.title, f"{role}: no title"


# A whole key of two words or more inside a Chinese page is a text that missed its translation.
ENGLISH = [key for key in chinese() if re.search(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}", key) and "{" not in key]


@pytest.mark.parametrize("file", FILES)
def test_a_chinese_page_says_nothing_in_english(open_app: OpenApp, file: str) -> None:
    role = next(role for role in (Role.AFTER_SALES_MANAGER, *ROLES) if has(role, FILES[file]))
    said = texts(open_app(file, language="zh", role=role))
    assert any(re.search(r"[\u4e00-\u9fff]", text) for text in said)
    assert [(key, text) for text in said for key in ENGLISH if key in text] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_its_pages_and_no_others(open_app: OpenApp, role: Role) -> None:
    app = open_app(role=role)
    registered = {page["url_pathname"] for page in app._registered_pages.values()}
    expected = {entry.url_path for entry in present_pages() if has(role, entry)}
    # The first page is the one at "/".
    assert registered - {""} <= expected
    assert len(registered) == len(expected)


@pytest.mark.parametrize("role", ROLES)
def test_no_group_of_pages_is_long(role: Role) -> None:
    """Seven at the most: what somebody looks for is seen at a glance."""
    seen = [entry.group for entry in present_pages() if has(role, entry) and not entry.is_hidden]
    assert max(seen.count(group) for group in seen) <= 7
