"""Surveys: the link, the answer, the refusal, and who may not record one."""

from datetime import timedelta

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import Event, Survey, SurveyAsk, SurveyWay
from aftersales.rules.kinds import Role
from aftersales.rules.lifecycle import RequestState
from aftersales.services.close import close_request
from aftersales.services.dispatch import live_visit
from aftersales.services.report import file_report
from aftersales.services.survey import (
    LINK_LIVES,
    Answers,
    answer_by_link,
    ask_survey,
    find_ask,
    record_survey,
    refuse_survey,
)
from tests.builders import DAY, HOUR, NOON, Firm, person

AT = NOON + 6 * HOUR
SECOND = timedelta(seconds=1)


def _ask(firm: Firm, request, at=AT):
    return ask_survey(firm.session, actor=firm.hotline, now=at, request_id=request.id)[1]


def test_the_customer_answers_by_the_link_once(firm: Firm) -> None:
    request = firm.done()
    token = _ask(firm, request)
    answer_by_link(firm.session, now=AT + HOUR, token=token, answers=Answers(overall=4, words="师傅很专业"))
    survey = firm.session.exec(select(Survey)).one()
    assert (survey.overall, survey.way, survey.recorded_by_id) == (4, SurveyWay.LINK, None)
    with pytest.raises(NotFound):
        answer_by_link(firm.session, now=AT + HOUR, token=token, answers=Answers(overall=1))


def test_one_answer_uses_up_every_link_of_the_request(firm: Firm) -> None:
    request = firm.done()
    first, second = _ask(firm, request), _ask(firm, request, AT + DAY)
    answer_by_link(firm.session, now=AT + DAY, token=second, answers=Answers(overall=4))
    with pytest.raises(NotFound):
        find_ask(firm.session, first, AT + DAY)


def test_the_token_itself_is_not_stored(firm: Firm) -> None:
    token = _ask(firm, firm.done())
    ask = firm.session.exec(select(SurveyAsk)).one()
    assert token not in str(ask.model_dump())
    events = firm.session.exec(select(Event)).all()
    assert all(token not in str(event.data) for event in events)


@pytest.mark.parametrize(("later", "is_valid"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_a_link_expires(firm: Firm, later: timedelta, is_valid: bool) -> None:
    token = _ask(firm, firm.done())
    if is_valid:
        find_ask(firm.session, token, AT + LINK_LIVES + later)
    else:
        with pytest.raises(NotFound):
            find_ask(firm.session, token, AT + LINK_LIVES + later)


def test_a_guessed_token_finds_nothing(firm: Firm) -> None:
    with pytest.raises(NotFound):
        find_ask(firm.session, "guess", AT)


def test_the_technician_of_the_job_never_records_its_survey(firm: Firm) -> None:
    both = person(firm.session, Role.TECHNICIAN, Role.DISPATCHER, name="双职", office_id=firm.office_id)
    request = firm.accepted()
    firm.dispatch(request, crew=(both,))
    from aftersales.rules.kinds import Cause
    from aftersales.services.visit import arrive, finish, record_finding

    arrive(firm.session, actor=both, now=NOON + 2 * HOUR, request_id=request.id)
    record_finding(
        firm.session, actor=both, now=NOON + 2 * HOUR, request_id=request.id, cause=Cause.MATERIAL, fault=request.fault
    )
    finish(firm.session, actor=both, now=NOON + 3 * HOUR, request_id=request.id)
    for refused in (
        lambda: record_survey(
            firm.session, actor=both, now=AT, request_id=request.id, way=SurveyWay.PAPER, answers=Answers(overall=5)
        ),
        lambda: refuse_survey(firm.session, actor=both, now=AT, request_id=request.id, reason="不愿意"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NotAllowed):
        record_survey(
            firm.session, actor=firm.technician, now=AT, request_id=request.id, way=SurveyWay.PAPER,
            answers=Answers(overall=5),
        )  # fmt: skip


def test_a_second_answer_is_refused(firm: Firm) -> None:
    request = firm.closable()
    with pytest.raises(RuleBroken):
        record_survey(
            firm.session,
            actor=firm.hotline,
            now=AT,
            request_id=request.id,
            way=SurveyWay.PAPER,
            answers=Answers(overall=1),
        )
    with pytest.raises(RuleBroken):
        _ask(firm, request)


@pytest.mark.parametrize("score", [0, 6, None, "five"])
def test_marks_are_one_to_five_and_the_overall_one_is_needed(score: object) -> None:
    with pytest.raises(InvalidInput):
        Answers(overall=score)


def _reported(firm: Firm):
    request = firm.on_site()
    visit = live_visit(firm.session, request.id)
    from aftersales.rules.kinds import Cause
    from aftersales.services.visit import finish, record_finding

    record_finding(
        firm.session, actor=firm.technician, now=NOON + 3 * HOUR, request_id=request.id, cause=Cause.MATERIAL,
        fault=request.fault,
    )  # fmt: skip
    finish(firm.session, actor=firm.technician, now=NOON + 4 * HOUR, request_id=request.id)
    file_report(
        firm.session, actor=firm.technician, now=NOON + 5 * HOUR, request_id=request.id,
        new=firm.report_of(request, visit.id),
    )  # fmt: skip
    return request


def test_a_refusal_in_words_closes_too(firm: Firm) -> None:
    request = _reported(firm)
    refuse_survey(firm.session, actor=firm.hotline, now=AT, request_id=request.id, reason="客户不愿意评价")
    close_request(firm.session, actor=firm.hotline, now=AT, request_id=request.id)
    assert request.state is RequestState.CLOSED


@pytest.mark.parametrize(("later", "is_open"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
def test_two_unanswered_asks_a_day_apart_close_a_day_after_the_second(
    firm: Firm, later: timedelta, is_open: bool
) -> None:
    request = _reported(firm)
    _ask(firm, request, AT)
    _ask(firm, request, AT + DAY)
    at = AT + 2 * DAY + later
    if is_open:
        close_request(firm.session, actor=firm.hotline, now=at, request_id=request.id)
    else:
        with pytest.raises(RuleBroken):
            close_request(firm.session, actor=firm.hotline, now=at, request_id=request.id)


def test_asking_twice_in_an_hour_is_asking_once(firm: Firm) -> None:
    request = _reported(firm)
    _ask(firm, request, AT)
    _ask(firm, request, AT + HOUR)
    with pytest.raises(RuleBroken):
        close_request(firm.session, actor=firm.hotline, now=AT + 10 * DAY, request_id=request.id)
