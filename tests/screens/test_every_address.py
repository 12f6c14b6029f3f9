"""An address typed by hand opens nothing that the menu would not."""

from __future__ import annotations

import pytest
from streamlit.util import calc_hash

from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor
from aftersales.ui.navigation import PageEntry, present_pages
from tests.screens.conftest import OpenApp

ROLES = [role for role in Role if role is not Role.SYSTEM]


def others(role: Role) -> list[PageEntry]:
    """The pages that this role has not."""
    actor = Actor(staff_id=1, name="", roles=frozenset({role}))
    return [entry for entry in present_pages() if not entry.is_open_to(actor)]


def test_there_is_something_to_refuse() -> None:
    assert {role for role in ROLES if others(role)} >= set(ROLES) - {Role.AFTER_SALES_MANAGER}


@pytest.mark.parametrize("role", ROLES)
def test_the_address_of_anothers_page_shows_ones_first_page(open_app: OpenApp, role: Role) -> None:
    app = open_app(role=role)
    known = {page["url_pathname"]: page_hash for page_hash, page in app._registered_pages.items()}
    assert known["notices"] == calc_hash("notices")
    first = app.title[0].value
    for entry in others(role):
        # AppTest goes to registered pages only; a browser asks for whatever was typed.
        app._page_hash = calc_hash(entry.url_path)
        app.run()
        assert not app.exception, entry.file
        assert [title.value for title in app.title] == [first], entry.file
