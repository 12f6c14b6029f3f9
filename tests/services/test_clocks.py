"""Stored deadlines follow from the history: stops, promises, changed terms, reopening."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput, NotAllowed, RuleBroken
from aftersales.models import Event, RequestRound, TermName
from aftersales.rules.kinds import Kind, StopReason, TermSource
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import SYSTEM
from aftersales.services.close import cancel_request, close_request, reopen_request
from aftersales.services.hold import hold_request, resume_request
from aftersales.services.respond import promise_time, resolve, respond
from aftersales.services.set_terms import NewCalendar, NewTerm, add_calendar, set_day, set_term
from tests.builders import DAY, HOUR, NOON, Firm

ALL_DAY = ((0, 1440),)
OFFICE_HOURS = ((510, 720), (810, 1080))  # 08:30–12:00, 13:30–18:00


def _hold(firm: Firm, request, at, days: int = 1):
    return hold_request(
        firm.session, actor=firm.hotline, now=at, request_id=request.id, reason=StopReason.CUSTOMER, note="客户外出",
        ask_again_on=(at + days * DAY).date(),
    )  # fmt: skip


def test_a_stop_moves_the_deadline_by_hours_and_by_its_own_length(firm: Firm) -> None:
    request = firm.accepted()
    _hold(firm, request, NOON + 2 * HOUR)
    assert (request.state, request.arrive_due_at, request.due_at) == (RequestState.ON_HOLD, None, None)
    resume_request(firm.session, actor=firm.hotline, now=NOON + 7 * HOUR, request_id=request.id)
    assert (request.state, request.arrive_due_at) == (RequestState.ACCEPTED, NOON + 17 * HOUR)


def test_a_stop_never_moves_a_promised_moment(firm: Firm) -> None:
    request = firm.accepted(asked_at=NOON + 9 * HOUR)
    _hold(firm, request, NOON + 2 * HOUR)
    assert request.arrive_due_at == NOON + 9 * HOUR
    resume_request(firm.session, actor=firm.hotline, now=NOON + 5 * HOUR, request_id=request.id)
    assert (request.arrive_due_at, request.hours_due_at) == (NOON + 9 * HOUR, NOON + 15 * HOUR)


def test_the_response_clock_never_stops(firm: Firm) -> None:
    request = firm.register()
    _hold(firm, request, NOON + HOUR)
    assert request.due_at == request.respond_due_at == NOON + 4 * HOUR


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (366, False), (367, True)])
def test_a_hold_names_a_day_to_ask_again(firm: Firm, days: int, is_refused: bool) -> None:
    request = firm.accepted()
    if is_refused:
        with pytest.raises(InvalidInput):
            _hold(firm, request, NOON + HOUR, days)
    else:
        _hold(firm, request, NOON + HOUR, days)


def test_a_promise_becomes_the_deadline_and_the_one_by_hours_is_kept(firm: Firm) -> None:
    request = firm.accepted()
    promise_time(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id, promised_at=NOON + 20 * HOUR)
    promise_time(
        firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=request.id, promised_at=NOON + 8 * HOUR
    )
    assert (request.arrive_due_at, request.hours_due_at) == (NOON + 8 * HOUR, NOON + 12 * HOUR)


def test_an_automatic_answer_never_meets_the_promise(firm: Firm) -> None:
    request = firm.register()
    with pytest.raises(NotAllowed):
        respond(firm.session, actor=SYSTEM, now=NOON + HOUR, request_id=request.id)
    assert request.responded_at is None


def test_a_past_time_cannot_be_promised(firm: Firm) -> None:
    request = firm.accepted()
    with pytest.raises(InvalidInput):
        promise_time(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id, promised_at=NOON)


def _term(firm: Firm, name: TermName, at, **value) -> None:
    set_term(
        firm.session, actor=firm.manager, now=at, project_id=firm.project.id,
        new=NewTerm(name=name, value=value, source=TermSource.TENDER, from_at=at, quote="投标文件第3章"),
    )  # fmt: skip


def test_the_contracts_hours_come_before_the_rules(firm: Firm) -> None:
    _term(firm, TermName.ARRIVAL_HOURS_IN_WARRANTY, NOON - DAY, hours=6)
    _term(firm, TermName.RESPONSE_HOURS, NOON - DAY, hours=2)
    _term(firm, TermName.REPAIR_HOURS, NOON - DAY, hours=24)
    request = firm.register()
    assert request.respond_due_at == NOON + 2 * HOUR
    assert request.arrive_due_at == NOON + 6 * HOUR
    assert request.repair_due_at == NOON + 24 * HOUR
    event = firm.session.exec(select(Event).where(Event.name == "register")).one()
    assert "2a" in event.data["clauses"]


def test_a_term_changed_from_a_moment_moves_open_deadlines_by_an_event(firm: Firm) -> None:
    request = firm.accepted()
    _term(firm, TermName.ARRIVAL_HOURS_IN_WARRANTY, NOON + 2 * HOUR, hours=6)
    assert request.arrive_due_at == NOON + 6 * HOUR
    event = firm.session.exec(select(Event).where(Event.name == "replay")).one()
    assert event.data["why"] == "set_term"


def test_a_pause_is_kept_when_the_terms_change(firm: Firm) -> None:
    request = firm.accepted()
    _hold(firm, request, NOON + HOUR)
    resume_request(firm.session, actor=firm.hotline, now=NOON + 3 * HOUR, request_id=request.id)
    _term(firm, TermName.ARRIVAL_HOURS_IN_WARRANTY, NOON + 4 * HOUR, hours=6)
    assert request.arrive_due_at == NOON + 8 * HOUR


def test_a_service_calendar_counts_its_own_time_and_a_day_set_free_moves_the_deadline(firm: Firm) -> None:
    week = (*(OFFICE_HOURS,) * 5, (), ())
    calendar = add_calendar(
        firm.session,
        actor=firm.manager,
        now=NOON,
        new=NewCalendar(name="工作日", holidays="CN", week=week),
        years=(2026,),
    )
    _term(firm, TermName.CALENDAR, NOON - DAY, calendar_id=calendar.id)
    request = firm.register()  # Tuesday 12:00: 12 h of 8 a day
    assert request.arrive_due_at == NOON + timedelta(days=1, hours=5.5)  # 4.5 h on Tuesday, 7.5 h on Wednesday
    set_day(
        firm.session,
        actor=firm.manager,
        now=NOON + HOUR,
        calendar_id=calendar.id,
        on=date(2026, 3, 11),
        is_working=False,
    )
    assert request.arrive_due_at == NOON + timedelta(days=2, hours=5.5)


def test_a_calendar_without_working_time_is_refused(firm: Firm) -> None:
    with pytest.raises(InvalidInput):
        add_calendar(firm.session, actor=firm.manager, now=NOON, new=NewCalendar(name="空", week=((),) * 7))


def test_a_term_is_changed_by_the_manager_or_the_business_department_only(firm: Firm) -> None:
    new = NewTerm(name=TermName.RESPONSE_HOURS, value={"hours": 2}, from_at=NOON)
    with pytest.raises(NotAllowed):
        set_term(firm.session, actor=firm.dispatcher, now=NOON, project_id=firm.project.id, new=new)


@pytest.mark.parametrize("hours", [0, -1, 8761, "six", True, None])
def test_impossible_hours_are_refused(firm: Firm, hours: object) -> None:
    with pytest.raises(InvalidInput):
        _term(firm, TermName.RESPONSE_HOURS, NOON, hours=hours)


def test_a_reopened_request_starts_new_clocks_and_the_old_results_stand(firm: Firm) -> None:
    request = firm.closable()
    close_request(firm.session, actor=firm.hotline, now=NOON + 7 * HOUR, request_id=request.id)
    reopen_request(firm.session, actor=firm.hotline, now=NOON + DAY, request_id=request.id, reason="又不亮了")
    assert (request.state, request.round, request.arrived_at) == (RequestState.REGISTERED, 2, None)
    assert request.arrive_due_at == NOON + DAY + 12 * HOUR
    assert (request.responded_at, request.respond_due_at) == (None, NOON + DAY + 4 * HOUR)
    old = firm.session.exec(select(RequestRound)).one()
    assert (old.arrived_at, old.arrive_due_at) == (NOON + 3 * HOUR, NOON + 12 * HOUR)
    with pytest.raises(RuleBroken):  # the first round's report and survey don't close the second
        close_request(firm.session, actor=firm.hotline, now=NOON + DAY + HOUR, request_id=request.id)


def test_cancelling_needs_a_reason_and_keeps_the_number(firm: Firm) -> None:
    request = firm.accepted()
    with pytest.raises(InvalidInput):
        cancel_request(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id, reason="")
    cancel_request(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id, reason="客户自行处理")
    assert (request.state, request.due_at) == (RequestState.CANCELLED, None)
    assert firm.register().number == "FW20260310-0002"


def test_an_inquiry_ends_with_its_outcome(firm: Firm) -> None:
    request = firm.accepted(kind=Kind.INQUIRY)
    with pytest.raises(InvalidInput):
        resolve(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id, outcome=" ")
    resolve(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id, outcome="已告知清洁方法")
    close_request(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id)
    assert request.state is RequestState.CLOSED
