"""Bills on the request page beside the quote: recorded, paid and withdrawn, and hidden from who sees no money."""

from __future__ import annotations

import os

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.database import Store
from aftersales.models import Bill
from aftersales.rules.bill import BillState
from aftersales.rules.kinds import Cause, Role
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.visit import finish, record_finding
from tests.builders import HOUR
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_request import body, has_button, press, show


def to_bill() -> tuple[str, int]:
    """Work at cost, done, whose quote of 80 yuan was accepted."""
    with firm_of() as firm:
        request = firm.on_site()
        record_finding(
            firm.session, actor=firm.technician, now=firm.now + 3 * HOUR, request_id=request.id,
            cause=Cause.CUSTOMER_USE, fault=request.fault,
        )  # fmt: skip
        quote = make_quote(
            firm.session, actor=firm.dispatcher, now=firm.now + 3 * HOUR, request_id=request.id,
            new=NewQuote(lines=(NewLine(price_item_id=firm.price_id, quantity_milli=1000),)),
        )  # fmt: skip
        answer_quote(
            firm.session, actor=firm.hotline, now=firm.now + 3 * HOUR, quote_id=quote.id or 0, accepted=True,
            answered_by="王芳",
        )  # fmt: skip
        finish(firm.session, actor=firm.technician, now=firm.now + 4 * HOUR, request_id=request.id)
        return request.number, request.id or 0


def bills() -> list[Bill]:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.reading() as session:
        found = list(session.exec(select(Bill).order_by(Bill.id)))  # type: ignore[arg-type]
    store.close()
    return found


def type_number(app: AppTest, key: str, number: str) -> AppTest:
    next(field for field in app.text_input if field.key == f"{key}:number").set_value(number)
    return press(app, f"{key}:submit")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bill_is_recorded_paid_and_withdrawn_and_another_follows(open_app: OpenApp, language: str) -> None:
    number, id = to_bill()
    app = show(open_app, number, role=Role.AFTER_SALES_MANAGER, language=language)
    assert {"zh": "开票与收款", "en": "Bills"}[language] in body(app)  # the tab stands open, since a bill waits
    app = press(app, f"new_bill:{id}:new:0:submit")  # without a number
    assert len(app.error) == 1 and not bills()
    app = type_number(app, f"new_bill:{id}:new:0", "F-1")
    assert not app.exception and not app.error
    bill = bills()[0]
    assert (bill.number, bill.amount_fen, bill.state) == ("F-1", 8_000, BillState.BILLED)
    app = press(app, f"bill:{bill.id}:pay_bill:0:submit")
    assert not app.exception and bills()[0].state is BillState.PAID
    next(field for field in app.text_area if field.key == f"bill:{bill.id}:withdraw_bill:1:reason").set_value("重开")
    app = press(app, f"bill:{bill.id}:withdraw_bill:1:submit")
    assert not app.exception and bills()[0].state is BillState.WITHDRAWN
    app = type_number(app, f"new_bill:{id}:new:1", "F-2")
    assert not app.exception and [one.number for one in bills()] == ["F-1", "F-2"]


def test_more_than_accepted_is_refused_and_what_was_typed_stays(open_app: OpenApp) -> None:
    number, id = to_bill()
    app, key = show(open_app, number, role=Role.AFTER_SALES_MANAGER), f"new_bill:{id}:new:0"
    next(field for field in app.number_input if field.key == f"{key}:yuan8000").set_value(80.01)
    app = type_number(app, key, "F-1")
    assert "4(5)" in app.error[0].value and not bills()
    assert next(field for field in app.text_input if field.key == f"{key}:number").value == "F-1"
    next(field for field in app.text_input if field.key == f"{key}:reason").set_value("王芳同意")
    app = press(app, f"{key}:submit")
    assert not app.error and bills()[0].amount_fen == 8_001


def test_who_may_not_bill_sees_no_form_and_a_technician_nothing_of_it(open_app: OpenApp) -> None:
    number, id = to_bill()
    app = show(open_app, number, role=Role.DISPATCHER)
    app.session_state[f"tabs:{id}"] = "Money and survey"
    app.run()
    assert "Bills" in body(app) and not has_button(app, f"new_bill:{id}:new:0:submit")
    app = show(open_app, number, role=Role.TECHNICIAN)
    app.session_state[f"tabs:{id}"] = "Money and survey"
    app.run()
    assert "Quotes" in body(app) and "Bills" not in body(app)
