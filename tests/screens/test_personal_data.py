"""Personal data on the screen: found, handed out, erased after the name was typed; in both languages."""

from __future__ import annotations

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.models import ServiceRequest
from aftersales.rules.kinds import Role
from aftersales.rules.personal import ERASED
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_agreements import by_key, firm_of_session

NAME = "O'Hara 欧阳"


def searched(open_app: OpenApp, language: str = "en", role: Role = Role.ADMINISTRATOR) -> AppTest:
    open_app()
    with firm_of() as firm:
        firm.register(contact_name=NAME, contact_phone="139 1234 5678", description="灯不亮")
    app = open_app(language=language, role=role)
    app.switch_page("personal_data.py").run()
    by_key(app.text_input, "person_typed").set_value("13912345678").run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize(("language", "title"), [("en", "Personal data"), ("zh", "个人信息")])
def test_a_person_is_found_by_the_number_and_counted(open_app: OpenApp, language: str, title: str) -> None:
    app = searched(open_app, language)
    assert app.title[0].value == title
    assert "O'Hara" in app.subheader[0].value
    assert [metric.value for metric in app.metric][:1] == ["1"]


def test_erasing_waits_for_the_name_and_a_reason(open_app: OpenApp) -> None:
    app = searched(open_app)
    assert by_key(app.button, "person_erase_now").disabled
    by_key(app.text_input, "person_confirm").set_value(NAME).run()
    by_key(app.button, "person_erase_now").click().run()
    assert "needed" in app.error[0].value
    by_key(app.text_input, "person_reason").set_value("asked by letter").run()
    by_key(app.button, "person_erase_now").click().run()
    assert not app.exception, app.exception
    with firm_of_session() as session:
        request = session.exec(select(ServiceRequest)).one()
    assert (request.contact_name, request.contact_phone) == (ERASED, "")


def test_nobody_found_is_said(open_app: OpenApp) -> None:
    app = open_app(role=Role.AFTER_SALES_MANAGER)
    app.switch_page("personal_data.py").run()
    by_key(app.text_input, "person_typed").set_value("nobody").run()
    assert "Nothing about this person" in app.info[0].value


@pytest.mark.parametrize(("language", "shown"), [("en", "names this person: 1"), ("zh", "提到此人的文字：1 处")])
def test_a_nickname_is_looked_for_when_it_is_said_and_its_text_shown_before(
    open_app: OpenApp, language: str, shown: str
) -> None:
    app = searched(open_app, language)
    assert not any(shown in each.label for each in app.expander)
    by_key(app.text_area, "person_also").set_value("灯不").run()
    assert any(shown in each.label for each in app.expander)
    assert app.dataframe[0].value.iloc[0, -1] == "灯不亮"
    by_key(app.text_area, "person_also").set_value("灯").run()
    assert app.error
    assert not any(shown in each.label for each in app.expander)


def test_erasing_takes_the_other_words_with_it(open_app: OpenApp) -> None:
    app = searched(open_app)
    by_key(app.text_area, "person_also").set_value("灯不亮").run()
    by_key(app.text_input, "person_confirm").set_value(NAME).run()
    by_key(app.text_input, "person_reason").set_value("asked by letter").run()
    by_key(app.button, "person_erase_now").click().run()
    assert not app.exception, app.exception
    with firm_of_session() as session:
        assert session.exec(select(ServiceRequest.description)).one() == ERASED
