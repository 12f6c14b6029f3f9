"""The page of recurrences: what came back, where, and one sign's chain; in both languages."""

from __future__ import annotations

import pytest

from aftersales.rules.kinds import FaultCategory, Role
from tests.builders import DAY
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of


@pytest.mark.parametrize(("language", "words"), [("en", "No fault came back"), ("zh", "没有重复故障")])
def test_nothing_came_back(open_app: OpenApp, language: str, words: str) -> None:
    app = open_app(language=language, role=Role.LEADERSHIP)
    app.switch_page("recurrences.py").run()
    assert not app.exception, app.exception
    assert words in app.info[0].value


@pytest.mark.parametrize(("language", "again"), [("en", "Recurrences"), ("zh", "重复故障")])
def test_a_sign_that_failed_again_shows_its_chain(open_app: OpenApp, language: str, again: str) -> None:
    open_app()
    with firm_of() as firm:
        first = firm.done(at=firm.now - 20 * DAY, fault=FaultCategory.DARK)
        second = firm.register(fault=FaultCategory.DARK)
        numbers = first.number, second.number
    app = open_app(language=language, role=Role.AFTER_SALES_MANAGER)
    app.switch_page("recurrences.py").run()
    assert not app.exception, app.exception
    assert next((metric.label, metric.value) for metric in app.metric) == (again, "1")
    said = "\n".join(one.value for one in app.markdown)
    assert all(number in said for number in numbers)
