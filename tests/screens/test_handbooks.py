"""Handbooks and answers on the screen: what is missing is recorded, versions are written, answers are found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from aftersales.database import Store
from aftersales.locale import translate
from aftersales.models import HandbookDelivery, HandbookVersion, KnownAnswer
from aftersales.rules.handbook import PARTS
from aftersales.rules.kinds import Kind, Role
from aftersales.services.answers import retire_answer
from tests.builders import Firm
from tests.care_desk import answer, delivered, written
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of


@contextmanager
def stored() -> Iterator[Session]:
    with Store.open(os.environ["AFTERSALES_DATABASE_URL"]).reading() as session:
        yield session


@contextmanager
def main_sign_firm() -> Iterator[Firm]:
    with firm_of() as firm:
        firm.sign.is_main = True
        firm.session.add(firm.sign)
        yield firm


def by_key(widgets: Any, part: str) -> Any:
    return next(widget for widget in widgets if part in str(widget.key))


def opened(open_app: OpenApp, role: Role = Role.OFFICE, language: str = "en", tab: str = "", **asked: str) -> AppTest:
    app = open_app(language=language, role=role)
    return at_page(app, language, tab, **asked)


def at_page(app: AppTest, language: str = "en", tab: str = "", **asked: str) -> AppTest:
    app.switch_page("handbooks.py")
    for name, value in asked.items():
        app.query_params[name] = value
    if tab:
        app.session_state["handbook_tabs"] = translate(tab, language)
    app.run()
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in [*app.markdown, *app.caption, *app.success, *app.info, *app.warning])


@pytest.mark.parametrize(("language", "words"), [("en", "days since the handover"), ("zh", "交工已")])
def test_a_missing_delivery_is_recorded_from_the_list(open_app: OpenApp, language: str, words: str) -> None:
    app = opened(open_app, language=language)
    assert ("Every main sign" in said(app)) or ("均已交付手册" in said(app))
    with main_sign_firm() as firm:
        written(firm)
        place = f"{firm.project.id}_{firm.sign_type.id}"
        asked = {"project": str(firm.project.id), "type": str(firm.sign_type.id)}
    app = at_page(app, language)
    assert words in said(app)
    assert "O\\'Hara \\<b\\>" in said(app).replace("O'Hara", "O\\'Hara")
    assert by_key(app.button, f"deliver_{place}")
    app = at_page(app, language, **asked)
    by_key(app.text_input, ":who").input("王芳")
    by_key(app.button, ":save").click().run()
    assert len(app.error) == 1  # neither signed nor said why
    keys = [str(button.key) for button in app.main.button]
    assert keys.index("deliver_back") < next(place for place, key in enumerate(keys) if key.endswith(":save"))
    assert by_key(app.text_input, ":who").value == "王芳"
    by_key(app.text_input, ":reason").input("未带印章")
    by_key(app.button, ":save").click().run()
    assert not app.error
    with stored() as session:
        made = session.exec(select(HandbookDelivery)).one()
    assert (made.received_by, made.unsigned_reason) == ("王芳", "未带印章")
    assert app.title[0].value == made.number


def test_a_version_is_written_part_by_part_and_the_next_begins_with_its_texts(open_app: OpenApp) -> None:
    app = opened(open_app, Role.AFTER_SALES_MANAGER)
    with main_sign_firm() as firm:
        type_id = str(firm.sign_type.id)
    app = at_page(app, new=type_id)
    by_key(app.text_input, "version_number").input("V1.0")
    for part in PARTS:
        by_key(app.text_area, f":{part}").input(f"{part} 内容")
    by_key(app.button, "version_save").click().run()
    assert not app.error
    app = at_page(app, new=type_id)
    assert by_key(app.text_area, ":care").value == "care 内容"
    by_key(app.text_input, "version_number").input("V1.0")
    by_key(app.button, "version_save").click().run()
    assert "V1.0 is there already" in app.error[0].value
    by_key(app.text_input, "version_number").input("V2.0")
    by_key(app.text_area, ":care").input("")
    by_key(app.button, "version_save").click().run()
    assert "Daily care and repair" in app.error[0].value
    with stored() as session:
        assert [one.number for one in session.exec(select(HandbookVersion))] == ["V1.0"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_delivery_shows_its_note_and_another_number_says_so(open_app: OpenApp, language: str) -> None:
    app = opened(open_app, Role.LEADERSHIP, language)
    with main_sign_firm() as firm:
        made = delivered(firm, written(firm), delivered_on=date(2026, 1, 2))
        number = made.number
    app = at_page(app, language, number=number)
    assert app.title[0].value == number
    assert app.main.button[0].key == "note_back"  # the way back stands at the top
    app = at_page(app, language, number="SC1")
    assert "SC1" in app.error[0].value


def test_answers_are_kept_by_the_desk_and_read_by_an_office(open_app: OpenApp) -> None:
    app = opened(open_app, Role.HOTLINE, tab="Known answers")
    by_key(app.text_input, "question").input("可以自己擦洗吗？")
    by_key(app.button, "answer:new:0:submit").click().run()
    assert len(app.error) == 1
    by_key(app.text_area, "answer:new:0:answer").input("断电后清水软布。")
    by_key(app.button, "answer:new:0:submit").click().run()
    assert not app.error
    with stored() as session:
        known = session.exec(select(KnownAnswer)).one()
    by_key(app.button, f"retire_{known.id}").click().run()
    with stored() as session:
        assert session.exec(select(KnownAnswer)).one().retired_at is not None


def test_an_office_reads_answers_that_are_in_use(open_app: OpenApp) -> None:
    app = opened(open_app, Role.OFFICE, tab="Known answers")
    with main_sign_firm() as firm:
        answer(firm)
        old = answer(firm, "旧问题？")
        retire_answer(firm.session, actor=firm.hotline, now=firm.now, answer_id=old.id or 0)
    app = at_page(app, tab="Known answers")
    assert [one.label for one in app.expander if "擦洗" in one.label]
    assert not [one.label for one in app.expander if "旧问题" in one.label]
    assert not [one for one in app.button if "retire" in str(one.key)]
    by_key(app.text_input, "answers_asked").input("开发票").run()
    assert "No known answer fits" in said(app)


def test_the_intake_offers_answers_while_an_inquiry_is_typed(open_app: OpenApp) -> None:
    app = open_app("intake.py", role=Role.HOTLINE)
    with main_sign_firm() as firm:
        answer(firm)
    app.query_params["sign"] = "S-1"
    app.query_params["kind"] = Kind.INQUIRY.value
    app.run()
    assert not app.exception, app.exception
    assert not [one for one in app.expander if "擦洗" in one.label]
    by_key(app.text_area, ":description").input("我们想自己擦洗一下可以吗").run()
    assert [one for one in app.expander if "擦洗" in one.label]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_request_shows_its_signs_handbook_and_the_answers(open_app: OpenApp, language: str) -> None:
    app = open_app(language=language, role=Role.HOTLINE)
    with main_sign_firm() as firm:
        number, request_id = (one := firm.accepted()).number, one.id
        written(firm)
        answer(firm, "发光字不亮怎么办？")
    app.switch_page("request.py")
    app.query_params["number"] = number
    app.session_state[f"tabs:{request_id}"] = translate("Its handbook", language)
    app.run()
    assert not app.exception, app.exception
    assert by_key(app.button, "deliver_handbook")
    assert [one for one in app.expander if "发光字不亮" in one.label]


@pytest.mark.parametrize("tab", ["Versions", "Missing deliveries", "Deliveries", "Known answers"])
def test_a_rerun_asks_few_queries(open_app: OpenApp, tab: str) -> None:
    app = opened(open_app, Role.AFTER_SALES_MANAGER, tab=tab)
    with main_sign_firm() as firm:
        delivered(firm, written(firm), sign_id=firm.sign.id)
        answer(firm)
    sent: list[str] = []
    note = lambda *args: sent.append(args[2])  # noqa: E731
    event.listen(Engine, "before_cursor_execute", note)
    try:
        app.run()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked = [statement for statement in sent if statement.lstrip().upper().startswith("SELECT")]
    assert 0 < len(asked) <= 8, asked
