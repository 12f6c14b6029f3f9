"""Who manages staff says which offices see their own region only."""

from __future__ import annotations

import os

import pytest
from streamlit.testing.v1 import AppTest

from aftersales.database import Store
from aftersales.queries.visible import list_office_sights
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.ui.text import LANGUAGE_KEY
from tests.screens.conftest import OpenApp

LABELS = {"zh": "总部只看华东", "en": "Head office sees only East"}


def dialog_alone() -> None:
    """What the dialog holds: AppTest reruns whole pages, in which no dialog stays open."""
    from aftersales.rules.roles import SYSTEM
    from aftersales.ui.office_sight import draw_office_sights

    draw_office_sights(SYSTEM)


@pytest.mark.parametrize("language", LABELS)
def test_an_office_is_bound_to_its_region_and_set_free_again(open_app: OpenApp, language: str) -> None:
    page = open_app("staff.py", language=language, role=Role.ADMINISTRATOR)
    page.button(key="staff_office_sight").click().run()
    assert page.toggle(key="office_sight_1").label == LABELS[language]
    app = AppTest.from_function(dialog_alone)
    app.session_state[LANGUAGE_KEY] = language
    app.run()
    for only in (True, False):
        app.toggle(key="office_sight_1").set_value(only)
        app.button(key="office_sight_save").click().run()
        assert not app.exception
        store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
        with store.reading() as session:
            assert [sight.sees_region_only for sight in list_office_sights(session, SYSTEM)] == [only]
        store.close()
