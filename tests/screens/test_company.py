"""Company and goals: changed on the page, seen on sheets and by leadership, in both languages."""

from __future__ import annotations

import os

import pytest

from aftersales.database import Store
from aftersales.queries.letterhead import Letterhead, get_letterhead
from aftersales.rules.kinds import Role
from tests.screens.conftest import OpenApp


def letterhead() -> Letterhead:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.reading() as session:
        found = get_letterhead(session)
    store.close()
    return found


@pytest.mark.parametrize(("language", "title"), [("zh", "公司资料与目标"), ("en", "Company and goals")])
def test_the_page_asks_for_what_stands_on_every_sheet(open_app: OpenApp, language: str, title: str) -> None:
    app = open_app("company.py", language=language)
    assert not app.exception
    assert app.title[0].value == title
    app.text_input(key="company_address").input("上海市张江路1号")
    app.text_input(key="company_address_en").input("1 Zhangjiang Road")
    app.button(key="company_save").click().run()
    assert not app.error
    assert len(app.success) == 1
    assert letterhead().addresses == ("上海市张江路1号", "1 Zhangjiang Road")


def test_a_company_without_a_name_is_refused_and_nothing_typed_is_lost(open_app: OpenApp) -> None:
    app = open_app("company.py")
    app.text_input(key="company_name").input("")
    app.text_input(key="company_hotline").input("400-999")
    app.button(key="company_save").click().run()
    assert "needed" in app.error[0].value
    assert app.text_input(key="company_hotline").value == "400-999"
    assert letterhead().hotline != "400-999"


def test_a_goal_is_set_and_told_by_whom(open_app: OpenApp) -> None:
    app = open_app("company.py")
    app.number_input(key="goal_arrival_kept").set_value(97.5)
    app.button(key="goals_save").click().run()
    assert "1" in app.success[0].value
    table = app.dataframe[0].value
    assert list(table["Goal"]) == ["97.5%"]
    assert list(table["Figure"]) == ["Arrived in time"]
    app.button(key="goals_save").click().run()
    assert app.success[0].value == "These goals held already."


def test_the_administrator_keeps_the_data_but_sets_no_goals(open_app: OpenApp) -> None:
    app = open_app("company.py", role=Role.ADMINISTRATOR)
    assert app.text_input(key="company_name")
    assert not app.number_input


def test_what_somebody_else_saved_meanwhile_is_told(open_app: OpenApp) -> None:
    app = open_app("company.py")
    app.session_state["company_version"] = 0
    app.run()
    assert "Somebody else" in app.warning[0].value
    app.text_input(key="company_hotline").input("400-999")
    app.button(key="company_save").click().run()
    assert "nothing was overwritten" in app.error[0].value
    app.button(key="company_reread").click().run()
    assert not app.warning
