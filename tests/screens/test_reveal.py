"""A masked contact on the pages of one record: the click shows it, the trail notes it, the sheets carry it."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.database import Store
from aftersales.models import Event
from aftersales.queries.dispatch_slip import get_dispatch_slip
from aftersales.rules.kinds import Role
from aftersales.services.contacts import Revealed
from aftersales.ui.reveal import with_contact
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_request import body
from tests.services.complaint_deeds import complained
from tests.services.test_agreements import begun, special

PHONE = "13812345678"


def looks() -> list[tuple[str, int]]:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.reading() as session:
        told = [
            (one.subject, one.data["within_a_day"])
            for one in session.exec(select(Event).where(Event.name == "reveal_contact"))
        ]
    store.close()
    return told


def opened(open_app: OpenApp, page: str, number: str, role: Role, language: str) -> AppTest:
    app = open_app(role=role, language=language)
    app.switch_page(page)
    app.query_params["number"] = number
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("page", "subject", "role"),
    [
        ("request.py", "request", Role.PROJECT_DEPARTMENT),
        ("agreements.py", "request", Role.BUSINESS_DEPARTMENT),
        ("complaints.py", "complaint", Role.LEADERSHIP),
    ],
)
def test_one_click_shows_it_and_is_written_down(
    open_app: OpenApp, language: str, page: str, subject: str, role: Role
) -> None:
    with firm_of() as firm:
        if page == "complaints.py":
            number = complained(firm, contact_phone=PHONE).number
        elif page == "agreements.py":
            number = begun(firm, special(firm)).number
        else:
            number = firm.accepted(contact_phone=PHONE).number
    app = opened(open_app, page, number, role, language)
    assert PHONE not in body(app)
    assert looks() == []
    button = next(one for one in app.button if (one.key or "").startswith("reveal_button_"))
    assert button.label == {"zh": "显示电话和地址", "en": "Show phone and address"}[language]
    button.click().run()
    assert not app.exception and not app.error
    if page != "agreements.py":
        assert f"tel:{PHONE}" in body(app)
    assert looks() == [(subject, 1)]


def test_who_sees_it_anyway_has_no_button(open_app: OpenApp) -> None:
    with firm_of() as firm:
        number = firm.accepted(contact_phone=PHONE).number
    app = opened(open_app, "request.py", number, Role.HOTLINE, "en")
    assert PHONE in body(app)
    assert not any((one.key or "").startswith("reveal_button_") for one in app.button)


def test_a_printed_slip_carries_what_its_printer_had_shown(open_app: OpenApp) -> None:
    open_app()
    with firm_of() as firm:
        job = firm.accepted(contact_phone=PHONE)
        visit = firm.dispatch(job)
        masked = get_dispatch_slip(firm.session, firm.project_department, visit.id or 0)
    assert masked.contact_phone == "138****5678"
    assert with_contact(masked, None) is masked
    whole = with_contact(masked, Revealed(((job.contact_name, PHONE),), "枫林路180号"))
    assert (whole.contact_phone, whole.address) == (PHONE, "枫林路180号")
    assert replace(whole, contact_phone="", address="") == replace(masked, contact_phone="", address="")
