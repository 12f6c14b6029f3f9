"""Returns on the screen: asked for, received, inspected, decided, shipped, confirmed; in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.documents.return_sheet import return_pdf
from aftersales.models import ProductReturn, ReturnLine
from aftersales.queries.returns import get_return_view
from aftersales.rules.kinds import Cause, Kind, Role
from aftersales.rules.product_return import Outcome, ReturnState, Whereabouts
from aftersales.rules.roles import SYSTEM
from tests.returns_desk import closed, decided, head_of, inspected, received, requested, shipped
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of
from tests.screens.test_agreements import by_key, firm_of_session

S = ReturnState


def made(step: Any, **values: Any) -> tuple[str, int]:
    """The number of a return, and its first line's id."""
    with firm_of() as firm:
        line = step(firm, **values)
        return head_of(firm, line).number, line.id or 0


def opened(open_app: OpenApp, role: Role, language: str = "en", **asked: str) -> AppTest:
    app = open_app(language=language, role=role)
    app.switch_page("returns.py")
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def line_of(line_id: int) -> ReturnLine:
    with firm_of_session() as session:
        return session.get_one(ReturnLine, line_id)


def press(app: AppTest, part: str) -> None:
    by_key(app.button, part).click().run()
    assert not app.exception, app.exception


def shown(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.markdown)


@pytest.mark.parametrize(
    ("language", "title", "empty"),
    [("en", "Returns and exchanges", "Nothing has been sent in"), ("zh", "退换货", "还没有退换货")],
)
def test_an_empty_list_says_what_to_do(open_app: OpenApp, language: str, title: str, empty: str) -> None:
    app = opened(open_app, Role.OFFICE, language)
    assert app.title[0].value == title
    assert empty in app.info[0].value


@pytest.mark.parametrize(
    ("language", "state", "place"),
    [("en", "Return requested", "at the customer's"), ("zh", "已申请", "在客户处")],
)
def test_the_list_shows_state_goods_and_whereabouts(open_app: OpenApp, language: str, state: str, place: str) -> None:
    opened(open_app, Role.DISPATCHER)
    number, _ = made(requested)
    app = opened(open_app, Role.DISPATCHER, language)
    text = shown(app)
    for expected in (number, state, place, "LED电源 ×5"):
        assert expected in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_office_asks_for_a_return(open_app: OpenApp, language: str) -> None:
    app = opened(open_app, Role.OFFICE, language, new="1")
    by_key(app.text_input, "0:product").input("LED模组")
    press(app, "new_return:0:save")
    assert len(app.error) == 1  # no reason yet; what was typed stays
    assert by_key(app.text_input, "0:product").value == "LED模组"
    by_key(app.number_input, "0:quantity").set_value(3)
    by_key(app.text_area, "0:reason").input("不亮 <b>*x*</b>")
    press(app, "new_return:0:more")
    by_key(app.text_input, "1:product").input("电源")
    by_key(app.text_area, "1:reason").input("跳闸")
    press(app, "new_return:0:save")
    assert not app.error
    with firm_of_session() as session:
        (head,) = session.exec(select(ProductReturn)).all()
        lines = session.exec(select(ReturnLine).order_by(ReturnLine.id)).all()  # type: ignore[arg-type]
    assert [(line.product, line.quantity) for line in lines] == [("LED模组", 3), ("电源", 1)]
    assert app.title[0].value == head.number
    assert head.office_id is not None


def test_the_form_begins_with_the_sign_of_the_address(open_app: OpenApp) -> None:
    opened(open_app, Role.OFFICE)
    with firm_of() as firm:
        code, sign_id = firm.sign.code, firm.sign.id
    app = opened(open_app, Role.OFFICE, new="1", sign=code)
    by_key(app.checkbox, "0:whole").check().run()
    by_key(app.text_area, "0:reason").input("面板开裂")
    press(app, "new_return:0:save")
    with firm_of_session() as session:
        line = session.exec(select(ReturnLine)).one()
    assert (line.sign_id, line.is_whole, line.quantity) == (sign_id, True, 1)
    assert line.product  # the sign's type where nothing else is typed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_workshop_receives_a_part_and_inspects_it(open_app: OpenApp, language: str) -> None:
    opened(open_app, Role.PROJECT_DEPARTMENT)
    number, line_id = made(requested)
    app = opened(open_app, Role.PROJECT_DEPARTMENT, language, number=number)
    by_key(app.number_input, ":receive:0:quantity").set_value(3)
    by_key(app.text_area, ":receive:0:condition").input("外壳完好")
    by_key(app.text_input, ":receive:0:serials").input("A1")
    press(app, ":receive:0:submit")
    assert not app.error
    line = line_of(line_id)
    assert (line.state, line.quantity, line.whereabouts) == (S.RECEIVED, 3, Whereabouts.AT_WORKSHOP)
    by_key(app.text_area, f"{line_id}:inspect:1:finding").input("虚焊")
    press(app, f"{line_id}:inspect:1:submit")
    assert len(app.error) == 1  # the cause is asked for
    by_key(app.selectbox, f"{line_id}:inspect:1:cause").set_value(Cause.MATERIAL)
    press(app, f"{line_id}:inspect:1:submit")
    assert not app.error
    assert line_of(line_id).state is S.INSPECTED


@pytest.mark.parametrize(("language", "clause"), [("en", "By clause 3(1)"), ("zh", "3(1)")])
def test_the_decision_says_why_and_what_is_missing(open_app: OpenApp, language: str, clause: str) -> None:
    opened(open_app, Role.DISPATCHER)
    number, _ = made(inspected)
    app = opened(open_app, Role.DISPATCHER, language, number=number)
    text = shown(app)
    assert clause in text
    assert "SIGN" not in text
    buttons = {str(button.key) for button in app.button}
    assert any(":replace:" in key for key in buttons)
    assert not any(":refund:" in key for key in buttons)  # no clause gives the money back
    assert ":material/lock:" in text


def test_the_manager_makes_an_exception_and_refunds(open_app: OpenApp) -> None:
    opened(open_app, Role.AFTER_SALES_MANAGER)
    number, line_id = made(inspected)
    app = opened(open_app, Role.AFTER_SALES_MANAGER, number=number)
    by_key(app.segmented_control if hasattr(app, "segmented_control") else app.button_group, ":exception:0:excepted")
    by_key(app.text_area, ":exception:0:reason").input("同款停产")
    press(app, ":exception:0:submit")
    assert line_of(line_id).exception_for is Outcome.REFUND  # the only one that isn't free
    by_key(app.number_input, ":refund:1:yuan").set_value(123.45)
    press(app, ":refund:1:submit")
    assert not app.error
    line = line_of(line_id)
    assert (line.outcome, line.refund_fen) == (Outcome.REFUND, 12_345)


def test_what_is_shipped_the_office_confirms(open_app: OpenApp) -> None:
    opened(open_app, Role.OFFICE)
    number, line_id = made(shipped)
    app = opened(open_app, Role.OFFICE, number=number)
    press(app, ":close:0:submit")
    assert not app.error
    assert line_of(line_id).state is S.CLOSED


@pytest.mark.parametrize("role", [Role.LEADERSHIP])
def test_others_look_only(open_app: OpenApp, role: Role) -> None:
    opened(open_app, role)
    number, _ = made(received)
    app = opened(open_app, role, number=number)
    assert app.title[0].value == number
    assert not any(str(button.key).startswith("return:") for button in app.button)


def test_a_number_that_was_never_given_is_told_above_the_list(open_app: OpenApp) -> None:
    app = opened(open_app, Role.LEADERSHIP, number="TH1")
    assert "TH1" in app.error[0].value
    assert app.title[0].value == "Returns and exchanges"


@pytest.mark.parametrize(("language", "word"), [("en", "Exchanges"), ("zh", "换货记录")])
def test_the_signs_history_shows_the_exchange(open_app: OpenApp, language: str, word: str) -> None:
    opened(open_app, Role.HOTLINE)
    with firm_of() as firm:
        number, code = head_of(firm, closed(firm, is_whole=True, quantity=1)).number, firm.sign.code
    app = open_app(language=language, role=Role.HOTLINE)
    app.switch_page("warranty.py")
    app.query_params["sign"] = code
    app.run()
    assert not app.exception, app.exception
    assert word in [one.value for one in app.subheader]
    assert f"[{number}](/returns?number={number})" in shown(app)


def test_the_request_shows_the_return_that_hangs_on_it(open_app: OpenApp) -> None:
    opened(open_app, Role.HOTLINE)
    with firm_of() as firm:
        request = firm.accepted(kind=Kind.RETURN)
        number = request.number
    with firm_of_session() as session:
        head = session.exec(select(ProductReturn)).one()
    app = open_app(language="en", role=Role.HOTLINE)
    app.switch_page("request.py")
    app.query_params["number"] = number
    app.run()
    assert not app.exception, app.exception
    assert f"/returns?number={head.number}" in shown(app)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_slip_is_a_pdf_in_each_language(open_app: OpenApp, language: Any) -> None:
    opened(open_app, Role.OFFICE)
    number, _ = made(lambda firm: decided(firm, Outcome.REFUSE))
    with firm_of_session() as session:
        view = get_return_view(session, SYSTEM, number)
        pdf = return_pdf(view, language, address="http://x/returns?number=" + number)
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 5_000


@pytest.mark.parametrize(("language", "said"), [("en", "Please keep the product"), ("zh", "请保留好产品")])
def test_intake_takes_a_return_down_and_it_lands_here(open_app: OpenApp, language: str, said: str) -> None:
    with firm_of() as firm:
        code = firm.sign.code
    app = open_app(language=language, role=Role.HOTLINE)
    app.switch_page("intake.py")
    app.query_params["sign"] = code
    app.run()
    by_key(app.selectbox, ":kind").set_value(Kind.RETURN).run()
    by_key(app.text_area, ":description").input("电源两个要换").run()
    by_key(app.button, "save").click().run()
    assert not app.exception, app.exception
    assert said in shown(app)
    with firm_of_session() as session:
        head = session.exec(select(ProductReturn)).one()
    app = opened(open_app, Role.HOTLINE, language)
    assert head.number in shown(app)
