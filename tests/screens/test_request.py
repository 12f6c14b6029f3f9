"""The request page: everything of one request, its next steps, and what happens when two people work on it."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.locale import translate
from aftersales.models import Dispatch, PriceItem, ServiceRequest, SurveyWay
from aftersales.queries.request_view import get_request_view
from aftersales.rules.kinds import Cause, FaultCategory, Kind, Role, StopReason
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.services.classify import Classification, classify_request
from aftersales.services.hold import hold_request
from aftersales.services.quote import NewLine, NewQuote, make_quote
from aftersales.services.report import file_report
from aftersales.services.survey import ask_survey
from aftersales.services.visit import leave_half_done, record_finding
from aftersales.ui.steps import FORMS
from tests.builders import HOUR, Firm
from tests.screens.conftest import OpenApp
from tests.screens.request_company import firm_of


def show(open_app: OpenApp, number: str, *, role: Role = Role.DISPATCHER, language: str = "en") -> AppTest:
    app = open_app(role=role, language=language)
    app.switch_page("request.py")
    app.query_params["number"] = number
    return app.run()


def body(app: AppTest) -> str:
    """All that the page says, markup and all."""
    said = [getattr(element, "value", None) or getattr(element, "body", "") for element in app.main]
    return "\n".join(str(text) for text in said)


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.key == key).click().run()


def has_button(app: AppTest, key: str) -> bool:
    return any(button.key == key for button in app.button)


def state_of(number: str) -> ServiceRequest:
    store = Store.open(os.environ["AFTERSALES_DATABASE_URL"])
    with store.reading() as session:
        found = session.exec(select(ServiceRequest).where(ServiceRequest.number == number)).one()
    store.close()
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_says_whose_sign_it_is_what_we_owe_and_what_comes_next(open_app: OpenApp, language: str) -> None:
    with firm_of() as firm:
        number = firm.accepted(description="大堂的字不亮了 <script>alert(1)</script>").number
    app = show(open_app, number, language=language)
    assert not app.exception and not app.error
    assert [title.value for title in app.title] == [number]
    said = body(app)
    assert "O&#x27;Hara &lt;b&gt;医院&lt;/b&gt; *1*" in said
    assert "<script>alert" not in said
    assert {"zh": "保修期内", "en": "in warranty"}[language] in said
    assert has_button(app, "take_dispatch")
    assert {"zh": "已受理，维修人员承诺", "en": "our technician promises to be there by"}[language] in said


def test_every_step_has_its_dialog_or_its_page() -> None:
    assert {step.name for step in LIFECYCLE.steps} - set(FORMS) == {"file_report"}


def test_an_unknown_number_is_said_and_a_search_offered(open_app: OpenApp) -> None:
    app = show(open_app, "FW20200101-0001")
    assert "FW20200101" in app.warning[0].value.replace("\\", "")
    assert any(field.key == "find_request" for field in app.text_input)
    assert not app.exception


def test_a_number_is_found_as_somebody_pastes_it(open_app: OpenApp) -> None:
    with firm_of() as firm:
        number = firm.accepted().number
    app = show(open_app, f"  {number.lower()} ")
    assert [title.value for title in app.title] == [number]


def test_a_technician_who_isnt_on_the_crew_is_told_so(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.accepted()
        firm.dispatch(request, crew=(firm.second_technician,))
        number = request.number
    app = show(open_app, number, role=Role.TECHNICIAN)
    assert [error.value for error in app.error] == ["This job is not assigned to you."]
    assert "O&#x27;Hara" not in body(app)


def test_the_crew_goes_through_its_steps_by_the_main_button(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.accepted()
        firm.dispatch(request, at=firm.now + 5 * HOUR, starts_at=firm.now + 6 * HOUR)
        number, id = request.number, request.id
    app = show(open_app, number, role=Role.TECHNICIAN)
    for step, button, after in (
        ("accept_job", "submit", RequestState.DISPATCHED),
        ("depart", "now", RequestState.EN_ROUTE),
        ("arrive", "now", RequestState.ON_SITE),
    ):
        app = press(app, f"take_{step}")
        app = press(app, f"step:{step}:{id}:0:{button}")
        assert not app.exception and not app.error, step
        assert state_of(number).state is after
    app = press(app, "take_record_finding")
    key = f"step:record_finding:{id}:0"
    next(radio for radio in app.radio if radio.key == f"{key}:cause").set_value(Cause.MATERIAL)
    app = press(app, f"{key}:submit")
    assert state_of(number).cause_found is Cause.MATERIAL
    app = press(app, "take_finish")
    app = press(app, f"step:finish:{id}:0:now")
    assert state_of(number).state is RequestState.DONE


def test_a_step_that_isnt_allowed_says_what_is_missing_with_its_clause(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.on_site()
        record_finding(
            firm.session, actor=firm.technician, now=firm.now + 3 * HOUR, request_id=request.id,
            cause=Cause.CUSTOMER_USE, fault=request.fault,
        )  # fmt: skip
        number = request.number
    app = show(open_app, number, role=Role.TECHNICIAN)
    assert next(button for button in app.button if button.key == "take_finish").disabled
    assert "a quote that the customer has accepted (1.4b)" in body(app)
    assert not has_button(app, "take_quote")


def test_a_quote_is_made_from_the_price_list_and_accepted(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.on_site()
        record_finding(
            firm.session, actor=firm.technician, now=firm.now + 3 * HOUR, request_id=request.id,
            cause=Cause.CUSTOMER_USE, fault=request.fault,
        )  # fmt: skip
        number, id, price_id = request.number, request.id, firm.price_id
    app = press(show(open_app, number), "take_quote")
    next(box for box in app.multiselect if box.key == f"step:quote:{id}:0:items").set_value([price_id]).run()
    next(box for box in app.number_input if box.key == f"step:quote:{id}:0:item{price_id}").set_value(1.5).run()
    assert any("120.00" in text.value for text in app.markdown)  # at cost: 1.5 h of 80 yuan, without margin
    app = press(app, f"step:quote:{id}:0:submit")
    app = press(app, "take_accept_quote")
    app = press(app, f"step:accept_quote:{id}:0:submit")
    assert not app.error
    assert not next(button for button in app.button if button.key == "take_finish").disabled


def test_somebody_elses_change_is_told_and_what_was_typed_stays(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.accepted()
        number, id, manager = request.number, request.id, firm.manager
    app = press(show(open_app, number), "take_hold")
    key = f"step:hold:{id}:0"
    next(area for area in app.text_area if area.key == f"{key}:note").set_value("客户下周才开门")
    with Store.open(os.environ["AFTERSALES_DATABASE_URL"]).unit_of_work() as session:
        classify_request(session, actor=manager, now=utc_now(), request_id=id, change=Classification(place="三楼"))
    app = press(app, f"{key}:submit")
    assert f"{number} was changed by somebody else" in app.warning[0].value
    assert "Classified it anew" in app.warning[0].value
    assert state_of(number).state is RequestState.ACCEPTED
    assert next(area for area in app.text_area if area.key == f"{key}:note").value == "客户下周才开门"
    app = press(app, f"{key}:submit")
    assert state_of(number).state is RequestState.ON_HOLD


def test_a_request_without_a_visit_is_answered_and_resolved(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.accepted(kind=Kind.INQUIRY)
        number, id = request.number, request.id
    app = show(open_app, number, role=Role.HOTLINE)
    assert not has_button(app, "take_dispatch")
    app = press(app, "take_resolve")
    next(area for area in app.text_area if area.key == f"step:resolve:{id}:0:outcome").set_value("已告知清洁方法")
    app = press(app, f"step:resolve:{id}:0:submit")
    app = press(app, "take_close")
    app = press(app, f"step:close:{id}:0:submit")
    assert state_of(number).state is RequestState.CLOSED


def test_the_chat_promises_nobody_before_the_agreement(open_app: OpenApp) -> None:
    with firm_of() as firm:
        number = firm.accepted(needs_agreement=True).number
    app = show(open_app, number, role=Role.HOTLINE)
    assert "we will agree the time of the visit with you" in app.code[0].value


def test_a_question_has_no_charge_to_decide(open_app: OpenApp) -> None:
    with firm_of() as firm:
        asked, broken = firm.accepted(kind=Kind.INQUIRY).number, firm.accepted().number
    for number, has_charge in ((asked, False), (broken, True)):
        app = show(open_app, number, role=Role.HOTLINE)
        assert any("Charge" in one.value for one in [*app.markdown, *app.get("html")]) is has_charge


def test_the_survey_is_asked_for_by_link_and_the_link_is_shown(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.done()
        number, id = request.number, request.id
    app = show(open_app, number, role=Role.HOTLINE)
    app = press(app, "take_ask_survey")
    app = press(app, f"step:ask_survey:{id}:0:submit")
    assert not app.exception and not app.error
    assert any("/survey/" in code.value for code in app.code)


def test_a_technician_sees_the_accepted_quote_and_no_other_money(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.on_site(cause=Cause.CUSTOMER_USE)
        new = NewQuote(lines=(NewLine(price_item_id=firm.price_id, quantity_milli=1000),))
        make_quote(firm.session, actor=firm.dispatcher, now=firm.now + 4 * HOUR, request_id=request.id, new=new)
        view = get_request_view(firm.session, firm.technician, request.number, now=firm.now + 5 * HOUR)
        assert view.costs is None and not view.sees_quotes
        assert get_request_view(firm.session, firm.manager, request.number, now=firm.now + 5 * HOUR).costs == ()


def scenes(firm: Firm) -> dict[str, str]:
    """A request in each state, by number."""
    waiting = firm.accepted()
    hold_request(
        firm.session, actor=firm.hotline, now=firm.now + HOUR, request_id=waiting.id, reason=StopReason.CUSTOMER,
        note="客户出差", ask_again_on=utc_now().date() + timedelta(days=1),
    )  # fmt: skip
    sent = firm.accepted()
    firm.dispatch(sent, at=firm.now + HOUR / 2, starts_at=firm.now + HOUR, minutes=15, crew=(firm.second_technician,))
    half = firm.on_site(fault=FaultCategory.LEAKAGE)
    leave_half_done(firm.session, actor=firm.technician, now=firm.now + 4 * HOUR, request_id=half.id, missing="电源")
    done = firm.done(at=firm.now + HOUR)
    return {
        "registered": firm.register().number,
        "on_hold": waiting.number,
        "dispatched": sent.number,
        "unfinished": half.number,
        "done": done.number,
        "inquiry": firm.accepted(kind=Kind.INQUIRY).number,
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_that_is_offered_draws_its_dialog(open_app: OpenApp, language: str) -> None:
    with firm_of() as firm:
        numbers = scenes(firm)
    seen = set()
    for name, number in numbers.items():
        app = show(open_app, number, role=Role.AFTER_SALES_MANAGER, language=language)
        steps = [button.key for button in app.button if (button.key or "").startswith("take_") and not button.disabled]
        assert steps, name
        for key in steps:
            if key == "take_file_report" or key in seen:
                continue
            seen.add(key)
            app = press(show(open_app, number, role=Role.AFTER_SALES_MANAGER, language=language), key)
            assert not app.exception and not app.error, (name, key)
    assert len(seen) >= 20


def test_an_answer_to_the_survey_is_written_down_from_the_telephone(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.done()
        number, id = request.number, request.id
    app = press(show(open_app, number, role=Role.HOTLINE), "take_record_survey")
    key = f"step:record_survey:{id}:0"
    app = press(app, f"{key}:submit")
    assert "overall mark" in app.error[0].value
    next(field for field in app.button_group if field.key == f"{key}:overall").set_value(4)
    app = press(app, f"{key}:submit")
    assert not app.exception, [error.value for error in app.error]
    assert not app.error, [error.value for error in app.error]
    assert not has_button(app, "take_record_survey")


def test_a_technician_acts_for_himself_and_hands_back_with_a_reason(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.accepted()
        firm.dispatch(request, at=firm.now + 6 * HOUR, starts_at=firm.now + 8 * HOUR)
        number, id = request.number, request.id
    app = press(show(open_app, number, role=Role.TECHNICIAN), "take_hand_back")
    key = f"step:hand_back:{id}:0"
    app = press(app, f"{key}:submit")
    assert "needs a reason" in app.error[0].value
    next(area for area in app.text_area if area.key == f"{key}:reason").set_value("生病了")
    app = press(app, f"{key}:submit")
    assert not app.exception
    assert state_of(number).state is RequestState.ACCEPTED


def opened_at(app: AppTest, tab: str, request_id: int) -> AppTest:
    app.session_state[f"tabs:{request_id}"] = tab
    return app.run()


@pytest.mark.parametrize(("language", "said"), [("en", "didn't answer. The file of"), ("zh", "均未答复。服务单")])
def test_two_asks_without_an_answer_are_said_where_the_file_is_closed(
    open_app: OpenApp, language: str, said: str
) -> None:
    with firm_of() as firm:
        request = firm.done()
        number, id, first = request.number, request.id, utc_now() - timedelta(days=3)
        for at in (first, first + timedelta(days=1)):
            ask_survey(firm.session, actor=firm.hotline, now=at, request_id=id, way=SurveyWay.TELEPHONE)
        visit = firm.session.exec(select(Dispatch).where(Dispatch.request_id == id)).one()
        told = {"actor": firm.technician, "now": utc_now(), "request_id": id}
        file_report(firm.session, **told, new=firm.report_of(request, visit.id or 0))
    app = show(open_app, number, role=Role.HOTLINE, language=language)
    tab = opened_at(app, translate("Money and survey", language), id)
    assert translate("The customer did not answer", language) in body(tab)
    app = press(app, "take_close")
    assert any(said in one.value for one in app.markdown)


def test_a_quotes_lines_are_read_in_english_too(open_app: OpenApp) -> None:
    with firm_of() as firm:
        request = firm.on_site(cause=Cause.CUSTOMER_USE)
        number, id = request.number, request.id
        new = NewQuote(lines=(NewLine(price_item_id=firm.price_id, quantity_milli=1000),))
        make_quote(firm.session, actor=firm.dispatcher, now=firm.now + 4 * HOUR, request_id=id, new=new)
        item = firm.session.get(PriceItem, firm.price_id)
        assert item is not None
        item.name_en, item.unit_en = "Labour", "hour"
        firm.session.commit()
        chinese = item.name
    told = body(opened_at(show(open_app, number), "Money and survey", id))
    assert "| Labour " in told and "1 hour" in told and chinese not in told
    assert f"| {chinese} " in body(opened_at(show(open_app, number, language="zh"), "费用与满意度", id))


@pytest.mark.parametrize(("cause", "both"), [(Cause.MATERIAL, True), (Cause.CONSTRUCTION, False)])
def test_what_the_clause_gives_free_is_said_whole(open_app: OpenApp, cause: Cause, both: bool) -> None:
    with firm_of() as firm:
        number = firm.on_site(cause=cause).number
    told = body(show(open_app, number))
    assert "Remedy: repair on site" in told
    assert ("replace with the same new product" in told) is both
