"""The trail's page: filtered, proved, for those who may."""

from __future__ import annotations

import pytest

from aftersales.rules.kinds import Role
from tests.screens.conftest import Company, OpenApp


@pytest.fixture(scope="module")
def company(demo_company: Company) -> Company:
    return demo_company


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_trail_is_filtered_and_proved(open_app: OpenApp, language: str) -> None:
    app = open_app("trail.py", language=language, role=Role.AFTER_SALES_MANAGER)
    assert not app.exception
    before = len(app.dataframe[0].value)
    said = "登记了服务单" if language == "zh" else "Registered the request"
    deeds = app.selectbox(key="trail_name")
    deeds.select_index(deeds.options.index(said)).run()
    shown = app.dataframe[0].value
    assert 0 < len(shown) < before
    assert set(shown.iloc[:, 3]) == {said}
    app.text_input(key="trail_number").set_value("FW00000000-9999").run()
    assert app.info
    app.button(key="trail_verify").click().run()
    assert app.success and not app.exception


def test_the_trail_is_turned_page_by_page_and_begins_anew_with_another_choice(open_app: OpenApp) -> None:
    app = open_app("trail.py", role=Role.AFTER_SALES_MANAGER)
    app.selectbox(key="trail_days").select_index(3).run()
    first = list(app.dataframe[0].value.iloc[:, 0])
    assert app.button(key="trail_newer").disabled
    app.button(key="trail_older").click().run()
    second = list(app.dataframe[0].value.iloc[:, 0])
    assert second[0] == first[-1] - 1
    assert any("Page 2" in one.value for one in app.caption)
    app.button(key="trail_newer").click().run()
    assert list(app.dataframe[0].value.iloc[:, 0])[-1] == first[-1]
    app.button(key="trail_older").click().run()
    deeds = app.selectbox(key="trail_name")
    deeds.select_index(deeds.options.index("Registered the request")).run()
    assert app.button(key="trail_newer").disabled
    assert not app.exception
