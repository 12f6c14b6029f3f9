"""The whole loop at the service layer, and the gates on its way."""

from datetime import timedelta

import pytest
from sqlmodel import select

from aftersales.errors import RuleBroken
from aftersales.locale import sentence
from aftersales.models import Event
from aftersales.rules.kinds import Cause, Charge
from aftersales.rules.lifecycle import RequestState
from aftersales.services.close import close_request
from aftersales.services.visit import finish
from tests.builders import HOUR, Firm


def test_a_request_goes_from_the_call_to_the_closed_file(firm: Firm) -> None:
    request = firm.closable()
    closed = close_request(firm.session, actor=firm.hotline, now=firm.now + 7 * HOUR, request_id=request.id)
    assert closed.state is RequestState.CLOSED
    assert closed.number == "FW20260310-0001"
    assert closed.charge is Charge.FREE
    assert closed.respond_due_at == firm.now + timedelta(hours=4)
    assert closed.arrive_due_at == firm.now + timedelta(hours=12)
    names = [
        event.name for event in firm.session.exec(select(Event).where(Event.subject == "request").order_by(Event.id))
    ]
    assert names == [
        "register", "respond", "dispatch", "depart", "arrive", "record_finding", "finish", "file_report",
        "record_survey", "close",
    ]  # fmt: skip


def test_closing_without_report_and_survey_is_refused_with_what_is_missing(firm: Firm) -> None:
    request = firm.done()
    with pytest.raises(RuleBroken) as refusal:
        close_request(firm.session, actor=firm.hotline, now=firm.now + 7 * HOUR, request_id=request.id)
    assert refusal.value.clause == "4(7)"
    assert len(refusal.value.missing) == 2


def test_a_refusal_names_every_clause_that_asks_for_something(firm: Firm) -> None:
    request = firm.on_site(cause=Cause.CUSTOMER_USE)
    with pytest.raises(RuleBroken) as refusal:
        finish(firm.session, actor=firm.technician, now=firm.now + 4 * HOUR, request_id=request.id)
    assert refusal.value.clause == "4(7), 1.4b"
    assert sentence(refusal.value, "zh").endswith("（条款 4(7)、1.4b）")
    assert sentence(refusal.value, "en").endswith("(clause 4(7), 1.4b)")
