"""Supplementary agreements on the screen: begun, negotiated, decided; the way from the request and back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.documents.agreement_sheet import agreement_pdf
from aftersales.models import Agreement
from aftersales.queries.agreements import get_agreement_view
from aftersales.rules.agreement import AgreementState
from aftersales.rules.kinds import Role
from aftersales.services.agreements import (
    AgreementTerms,
    accept_agreement,
    start_agreement,
    submit_agreement,
    write_terms,
)
from tests.builders import HOUR
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of


def special_request() -> tuple[str, int]:
    with firm_of() as firm:
        request = firm.accepted(needs_agreement=True, description="O'Hara <b>夜间</b> *加灯*")
        return request.number, request.id or 0


def submitted_agreement() -> tuple[str, str]:
    """The number of one that waits for its decision, and of its request."""
    with firm_of() as firm:
        request = firm.accepted(needs_agreement=True)
        made = start_agreement(
            firm.session, actor=firm.business, now=firm.now + HOUR, request_id=request.id or 0, subject="加装夜间照明"
        )
        known: dict[str, Any] = {"actor": firm.business, "now": firm.now + HOUR, "agreement_id": made.id or 0}
        write_terms(firm.session, new=AgreementTerms(terms="夜间施工 <b>*3晚*</b>", price_fen=680_050), **known)
        accept_agreement(firm.session, answered_by="王芳", **known)
        submit_agreement(firm.session, **known)
        return made.number, request.number


def the_agreement() -> Agreement:
    with firm_of_session() as session:
        return session.exec(select(Agreement)).one()


def firm_of_session() -> Any:
    from aftersales.config import settings
    from aftersales.database import Store

    return Store.open(settings().database_url).reading()


def opened(
    open_app: OpenApp, role: Role, number: str = "", language: str = "en", file: str = "agreements.py"
) -> AppTest:
    app = open_app(language=language, role=role)
    app.switch_page(file)
    if number:
        app.query_params["number"] = number
    app.run()
    assert not app.exception, app.exception
    return app


def by_key(widgets: Any, part: str) -> Any:
    return next(widget for widget in widgets if part in str(widget.key))


def test_the_business_department_begins_negotiates_and_submits(open_app: OpenApp) -> None:
    app = opened(open_app, Role.BUSINESS_DEPARTMENT)
    _, request_id = special_request()
    app.run()
    by_key(app.text_input, f"start_agreement:{request_id}:subject").input("加装夜间照明")
    by_key(app.button, f"start_agreement:{request_id}:submit").click().run()
    assert app.title[0].value.startswith("BC")
    by_key(app.text_area, "write_terms:0:terms").input("夜间施工三晚")
    by_key(app.number_input, "write_terms:0:yuan").set_value(6800.5)
    by_key(app.button, "write_terms:0:submit").click().run()
    assert not app.error
    assert (the_agreement().state, the_agreement().price_fen) == (AgreementState.NEGOTIATING, 680_050)
    by_key(app.button, "accept:1:submit").click().run()
    by_key(app.button, "submit:2:submit").click().run()
    assert the_agreement().state is AgreementState.SUBMITTED
    assert not any("approve" in str(button.key) for button in app.button)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_manager_approves_what_the_others_negotiated(open_app: OpenApp, language: str) -> None:
    app = opened(open_app, Role.AFTER_SALES_MANAGER, language=language)
    number, _ = submitted_agreement()
    app.query_params["number"] = number
    app.run()
    assert app.title[0].value == number
    by_key(app.button, "approve:0:submit").click().run()
    assert not app.error
    assert the_agreement().state is AgreementState.APPROVED


def test_a_refusal_without_reasons_is_told_and_nothing_is_lost(open_app: OpenApp) -> None:
    app = opened(open_app, Role.AFTER_SALES_MANAGER)
    number, _ = submitted_agreement()
    app.query_params["number"] = number
    app.run()
    by_key(app.button, "refuse:0:submit").click().run()
    assert len(app.error) == 1
    by_key(app.text_area, "refuse:0:reason").input("价格低于成本")
    by_key(app.button, "refuse:0:submit").click().run()
    assert not app.error
    assert the_agreement().reason == "价格低于成本"


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.DISPATCHER, Role.PROJECT_DEPARTMENT])
def test_others_look_only(open_app: OpenApp, role: Role) -> None:
    app = opened(open_app, role)
    number, _ = submitted_agreement()
    app.query_params["number"] = number
    app.run()
    assert app.title[0].value == number
    assert not any(str(button.key).startswith("agreement:") for button in app.button)


@pytest.mark.parametrize(("role", "is_linked"), [(Role.DISPATCHER, True), (Role.HOTLINE, False)])
def test_the_request_says_how_far_its_agreement_is(open_app: OpenApp, role: Role, is_linked: bool) -> None:
    app = opened(open_app, role, file="today.py")
    number, request_number = submitted_agreement()
    app.switch_page("request.py")
    app.query_params["number"] = request_number
    app.run()
    assert not app.exception, app.exception
    badges = next(one.value for one in app.markdown if number in one.value)
    assert "Waits for approval" in badges
    stopped = [one.value for one in app.caption if "stood still" in one.value]
    assert len(stopped) == 1
    assert stopped[0].endswith("waiting for a supplementary agreement.")
    assert (f"/agreements?number={number}" in badges) is is_linked


def test_a_number_that_was_never_given_is_told_above_the_list(open_app: OpenApp) -> None:
    app = opened(open_app, Role.LEADERSHIP, "BC1")
    assert "BC1" in app.error[0].value
    assert app.title[0].value == "Supplementary agreements"


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_sheet_is_a_pdf_in_each_language(open_app: OpenApp, language: Any) -> None:
    opened(open_app, Role.AFTER_SALES_MANAGER)
    number, _ = submitted_agreement()
    with firm_of_session() as session:
        from aftersales.rules.roles import SYSTEM

        view = get_agreement_view(session, SYSTEM, number)
        pdf = agreement_pdf(view, language, address="http://x/agreements?number=" + number)
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 5_000


def test_from_one_agreement_there_is_a_way_back_to_all(open_app: OpenApp) -> None:
    open_app()
    number, _ = submitted_agreement()
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number)
    assert app.title[0].value == number
    by_key(app.button, "all_agreements").click().run()
    assert app.title[0].value == "Supplementary agreements"
