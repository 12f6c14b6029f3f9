"""Dispatching and the visit: two places at once, hand back, half done, gates, moments."""

from datetime import timedelta

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import Assignment, Dispatch, Notice, NoticeKind
from aftersales.rules.kinds import Cause, Charge, FaultCategory, Kind, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.visit import VisitState
from aftersales.services.classify import change_charge
from aftersales.services.close import close_request, reopen_request
from aftersales.services.dispatch import accept_job, hand_back, recall_visit
from aftersales.services.quote import NewLine, NewQuote, answer_quote, make_quote
from aftersales.services.report import file_report
from aftersales.services.respond import respond
from aftersales.services.survey import refuse_survey
from aftersales.services.visit import arrive, depart, finish, leave_half_done, make_safe, record_finding
from tests.builders import DAY, HOUR, NOON, Firm, new_sign
from tests.services.bill_deeds import charged, quoted

MINUTE = timedelta(minutes=1)


def _visit(firm: Firm) -> Dispatch:
    return firm.session.exec(select(Dispatch).order_by(Dispatch.id.desc())).first()


def _one_hour_visit(firm: Firm, start, **values):
    sign = new_sign(firm.session, firm)
    request = firm.accepted(sign_id=sign.id)
    return firm.dispatch(request, at=NOON + HOUR, starts_at=start, minutes=60, **values)


@pytest.mark.parametrize("offset", [-59, -1, 0, 1, 59])
def test_a_technician_cannot_be_in_two_places(firm: Firm, offset: int) -> None:
    _one_hour_visit(firm, NOON + 5 * HOUR)
    with pytest.raises(RuleBroken) as refusal:
        _one_hour_visit(firm, NOON + 5 * HOUR + offset * MINUTE)
    assert refusal.value.values["name"] == "王强"


@pytest.mark.parametrize("offset", [-60, 60])
def test_a_visit_may_begin_when_the_one_before_ends(firm: Firm, offset: int) -> None:
    _one_hour_visit(firm, NOON + 5 * HOUR)
    assert _one_hour_visit(firm, NOON + 5 * HOUR + offset * MINUTE).state is VisitState.ASSIGNED


def test_two_technicians_go_together_and_both_are_told(firm: Firm) -> None:
    request = firm.accepted()
    visit = firm.dispatch(request, crew=(firm.technician, firm.second_technician))
    assert visit.number == "PG20260310-0001"
    told = firm.session.exec(select(Notice.staff_id).where(Notice.kind == NoticeKind.JOB_ASSIGNED)).all()
    assert set(told) == {firm.technician.staff_id, firm.second_technician.staff_id}


def test_only_technicians_are_dispatched(firm: Firm) -> None:
    with pytest.raises(NotFound):
        firm.dispatch(firm.accepted(), crew=(firm.hotline,))


def test_before_a_person_has_answered_nobody_is_sent_except_for_a_danger(firm: Firm) -> None:
    with pytest.raises(RuleBroken) as refusal:
        firm.dispatch(firm.register())
    assert refusal.value.clause == "4(4)"
    danger = firm.register(fault=FaultCategory.MAY_FALL)
    firm.dispatch(danger)
    assert danger.state is RequestState.DISPATCHED


def test_an_out_of_contract_request_waits_for_its_agreement(firm: Firm) -> None:
    with pytest.raises(RuleBroken) as refusal:
        firm.dispatch(firm.accepted(needs_agreement=True))
    assert refusal.value.clause == "2b"


def test_an_inquiry_is_not_dispatched(firm: Firm) -> None:
    with pytest.raises(RuleBroken):
        firm.dispatch(firm.accepted(kind=Kind.INQUIRY))


def test_one_of_two_hands_back_and_the_other_still_goes(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request, crew=(firm.technician, firm.second_technician))
    hand_back(firm.session, actor=firm.technician, now=NOON + 2 * HOUR, request_id=request.id, reason="车坏了")
    assert request.state is RequestState.DISPATCHED
    accept_job(firm.session, actor=firm.second_technician, now=NOON + 2 * HOUR, request_id=request.id)
    assert _visit(firm).state is VisitState.ACCEPTED


def test_the_last_one_to_hand_back_returns_it_to_the_dispatcher(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    hand_back(firm.session, actor=firm.technician, now=NOON + 2 * HOUR, request_id=request.id, reason="生病")
    assert (request.state, _visit(firm).state) == (RequestState.ACCEPTED, VisitState.HANDED_BACK)
    assert not firm.session.exec(select(Assignment).where(Assignment.is_live)).all()
    firm.dispatch(request, at=NOON + 3 * HOUR)
    assert _visit(firm).visit == 2


def test_handing_back_needs_a_reason(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    with pytest.raises(InvalidInput):
        hand_back(firm.session, actor=firm.technician, now=NOON + 2 * HOUR, request_id=request.id, reason=" ")


def test_a_technician_works_on_own_jobs_only(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    with pytest.raises(NotAllowed):
        depart(firm.session, actor=firm.second_technician, now=NOON + 2 * HOUR, request_id=request.id)


def test_a_recalled_visit_frees_its_crew(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    recall_visit(firm.session, actor=firm.dispatcher, now=NOON + 2 * HOUR, request_id=request.id, reason="客户改期")
    assert request.state is RequestState.ACCEPTED
    firm.dispatch(request, at=NOON + 2 * HOUR)


def test_the_first_technician_at_the_sign_meets_the_arrival(firm: Firm) -> None:
    request = firm.on_site()
    assert request.arrived_at == NOON + 3 * HOUR
    assert request.state is RequestState.ON_SITE


def test_an_arrival_may_be_written_down_later_but_not_before_the_departure(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    depart(firm.session, actor=firm.technician, now=NOON + 2 * HOUR, request_id=request.id)
    for wrong in (NOON + 2 * HOUR - MINUTE, NOON + 4 * HOUR + MINUTE):
        with pytest.raises(InvalidInput):
            arrive(firm.session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id, at=wrong)
    arrive(firm.session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id, at=NOON + 3 * HOUR)
    assert request.arrived_at == NOON + 3 * HOUR


def test_the_charge_is_decided_again_when_the_cause_found_differs(firm: Firm) -> None:
    request = firm.on_site()
    assert request.charge is Charge.FREE
    record_finding(
        firm.session, actor=firm.technician, now=NOON + 3 * HOUR, request_id=request.id, cause=Cause.CUSTOMER_USE,
        fault=request.fault,
    )  # fmt: skip
    assert request.charge is Charge.AT_COST
    with pytest.raises(RuleBroken) as refusal:
        finish(firm.session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id)
    assert refusal.value.clause == "1.4b"


def test_the_accepted_quote_opens_the_repair(firm: Firm) -> None:
    request = firm.on_site(sign_id=new_sign(firm.session, firm, warranty_months=0).id)
    record_finding(
        firm.session, actor=firm.technician, now=NOON + 3 * HOUR, request_id=request.id, cause=Cause.WEAR,
        fault=request.fault,
    )  # fmt: skip
    assert request.charge is Charge.PAID
    line = NewLine(price_item_id=firm.price_id, quantity_milli=1500)
    quote = make_quote(
        firm.session, actor=firm.dispatcher, now=NOON + 3 * HOUR, request_id=request.id, new=NewQuote(lines=(line,))
    )
    assert quote.total_fen == 18_000
    with pytest.raises(RuleBroken):
        finish(firm.session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id)
    answer_quote(
        firm.session, actor=firm.hotline, now=NOON + 4 * HOUR, quote_id=quote.id, accepted=True, answered_by="王芳"
    )
    finish(firm.session, actor=firm.technician, now=NOON + 5 * HOUR, request_id=request.id)
    assert request.state is RequestState.DONE


def test_what_was_accepted_holds_for_its_charge_and_its_round(firm: Firm) -> None:
    """Decided anew or opened again, the repair waits for another quote (3(2))."""
    request, _ = charged(firm, is_done=False)
    assert request.quoted_charge is Charge.AT_COST
    change_charge(
        firm.session, actor=firm.manager, now=NOON + 4 * HOUR, request_id=request.id, charge=Charge.PAID, reason="过保"
    )
    with pytest.raises(RuleBroken) as refused:
        finish(firm.session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id)
    assert refused.value.clause == "3(2)"
    quoted(firm, request, at=NOON + 5 * HOUR)
    assert request.quoted_charge is Charge.PAID
    finish(firm.session, actor=firm.technician, now=NOON + 6 * HOUR, request_id=request.id)
    visit = _visit(firm)
    file_report(
        firm.session, actor=firm.technician, now=NOON + 6 * HOUR, request_id=request.id,
        new=firm.report_of(request, visit.id),
    )  # fmt: skip
    refuse_survey(firm.session, actor=firm.hotline, now=NOON + 7 * HOUR, request_id=request.id, reason="没空")
    close_request(firm.session, actor=firm.manager, now=NOON + 8 * HOUR, request_id=request.id)
    reopen_request(firm.session, actor=firm.manager, now=NOON + DAY, request_id=request.id, reason="又不亮了")
    assert request.quoted_charge is None


def test_at_cost_there_is_no_margin(firm: Firm) -> None:
    request = firm.accepted(cause=Cause.CUSTOMER_USE)
    line = NewLine(price_item_id=firm.price_id, quantity_milli=1000, unit_fen=99_999)
    quote = make_quote(
        firm.session, actor=firm.dispatcher, now=NOON + HOUR, request_id=request.id, new=NewQuote(lines=(line,))
    )
    assert quote.total_fen == 8_000


@pytest.mark.parametrize("cause", [Cause.MATERIAL, Cause.UNKNOWN])
def test_free_or_undecided_work_is_not_quoted(firm: Firm, cause: Cause) -> None:
    request = firm.accepted(cause=cause)
    line = NewLine(price_item_id=firm.price_id, quantity_milli=1000)
    with pytest.raises(RuleBroken):
        make_quote(
            firm.session, actor=firm.dispatcher, now=NOON + HOUR, request_id=request.id, new=NewQuote(lines=(line,))
        )


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quote_line_has_a_positive_quantity(quantity: int) -> None:
    with pytest.raises(InvalidInput):
        NewLine(name="人工", quantity_milli=quantity, unit_fen=1)


def test_a_negative_price_is_refused() -> None:
    with pytest.raises(InvalidInput):
        NewLine(name="人工", quantity_milli=1000, unit_fen=-1)


def test_changing_the_charge_by_hand_needs_a_manager_and_a_reason_and_stays(firm: Firm) -> None:
    request = firm.on_site()
    with pytest.raises(NotAllowed):
        change_charge(firm.session, actor=firm.hotline, now=NOON, request_id=request.id, charge=Charge.PAID, reason="x")
    with pytest.raises(InvalidInput):
        change_charge(firm.session, actor=firm.manager, now=NOON, request_id=request.id, charge=Charge.PAID, reason="")
    change_charge(
        firm.session,
        actor=firm.manager,
        now=NOON + 3 * HOUR,
        request_id=request.id,
        charge=Charge.FREE,
        reason="客户关系",
    )
    record_finding(
        firm.session, actor=firm.technician, now=NOON + 3 * HOUR, request_id=request.id, cause=Cause.CUSTOMER_USE,
        fault=request.fault,
    )  # fmt: skip
    assert request.charge is Charge.FREE


def test_a_danger_is_made_safe_before_any_gate_and_the_rest_is_gated(firm: Firm) -> None:
    sign = new_sign(firm.session, firm, warranty_months=0)
    request = firm.on_site(sign_id=sign.id, fault=FaultCategory.MAY_FALL)
    assert request.severity is Severity.DANGER
    make_safe(firm.session, actor=firm.technician, now=NOON + 3 * HOUR, request_id=request.id, measures="拆除松动字体")
    assert request.made_safe_at == NOON + 3 * HOUR
    with pytest.raises(RuleBroken):
        finish(firm.session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id)


def test_only_a_danger_is_made_safe(firm: Firm) -> None:
    request = firm.on_site()
    with pytest.raises(RuleBroken):
        make_safe(firm.session, actor=firm.technician, now=NOON + 3 * HOUR, request_id=request.id, measures="x")


def test_a_visit_left_half_done_makes_the_next_one_which_has_its_own_promise(firm: Firm) -> None:
    request = firm.on_site()
    leave_half_done(
        firm.session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id, missing="缺400W电源",
        next_promised_at=NOON + 30 * HOUR,
    )  # fmt: skip
    following = _visit(firm)
    assert (following.visit, following.state, following.needs) == (2, VisitState.TO_PLAN, "缺400W电源")
    assert (request.state, request.due_at) == (RequestState.UNFINISHED, NOON + 30 * HOUR)
    assert request.arrived_at == NOON + 3 * HOUR  # the first result stands
    visit = firm.dispatch(request, at=NOON + 5 * HOUR, starts_at=NOON + 28 * HOUR, promised_at=NOON + 29 * HOUR)
    assert visit.id == following.id
    assert request.due_at == NOON + 29 * HOUR
    depart(firm.session, actor=firm.technician, now=NOON + 27 * HOUR, request_id=request.id)
    arrive(firm.session, actor=firm.technician, now=NOON + 28 * HOUR, request_id=request.id)
    assert (request.arrived_at, visit.arrived_at) == (NOON + 3 * HOUR, NOON + 28 * HOUR)


def test_who_edits_second_is_told_and_overwrites_nothing(firm: Firm) -> None:
    request = firm.register()
    seen = request.version
    respond(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id, expected_version=seen)
    with pytest.raises(ChangedMeanwhile):
        respond(firm.session, actor=firm.dispatcher, now=NOON + 2 * HOUR, request_id=request.id, expected_version=seen)
    assert request.responded_at == NOON + HOUR


def test_the_double_click_dispatches_once(firm: Firm) -> None:
    request = firm.accepted()
    first = firm.dispatch(request, once="d-1")
    assert firm.dispatch(request, once="d-1").id == first.id


def test_the_same_technician_can_be_sent_again_at_the_same_time_after_a_recall(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request, starts_at=NOON + 3 * HOUR)
    recall_visit(firm.session, actor=firm.dispatcher, now=NOON + HOUR, request_id=request.id, reason="客户改期")
    assert firm.dispatch(request, starts_at=NOON + 3 * HOUR).visit == 2
