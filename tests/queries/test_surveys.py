"""What customers answered, and who is still to be asked."""

from __future__ import annotations

from datetime import datetime

import pytest

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import ServiceRequest, SurveyWay
from aftersales.queries.history import list_history
from aftersales.queries.request_view import get_request_view
from aftersales.queries.survey_link import get_survey_subject
from aftersales.queries.survey_sheet import get_answered_sheet, get_blank_sheet
from aftersales.queries.surveys import SurveyFilter, count_surveys, get_survey_figures, list_surveys
from aftersales.queries.surveys_to_ask import list_to_ask
from aftersales.rules.roles import Actor
from aftersales.services.close import reopen_request
from aftersales.services.survey import Answers, answer_by_link, ask_survey, record_survey, refuse_survey
from tests.builders import DAY, HOUR, Firm, new_sign
from tests.queries.plans import plans_of
from tests.query_count import counted


def answered(firm: Firm, *, at: datetime | None = None, **answers: object) -> ServiceRequest:
    at = at or firm.now
    request = firm.done(at=at, sign_id=new_sign(firm.session, firm).id)
    record_survey(
        firm.session, actor=firm.hotline, now=at + 6 * HOUR, request_id=request.id or 0, way=SurveyWay.TELEPHONE,
        answers=Answers(**{"overall": 5} | answers),
    )  # fmt: skip
    return request


def test_figures_add_up_by_period_and_office(firm: Firm) -> None:
    answered(firm, overall=5, reply=4, recommends=True)
    answered(firm, at=firm.now + 40 * DAY, overall=2, asked_extra=True, recommends=False)
    refused = firm.done(at=firm.now + 41 * DAY, sign_id=new_sign(firm.session, firm).id)
    refuse_survey(
        firm.session, actor=firm.hotline, now=firm.now + 42 * DAY, request_id=refused.id or 0, reason="没有时间"
    )
    starts = [firm.now, firm.now + 30 * DAY]
    figures = get_survey_figures(firm.session, firm.leadership, starts=starts, before=firm.now + 60 * DAY)
    assert [marks.answered for marks in figures.periods] == [1, 1]
    assert [marks.average() for marks in figures.periods] == [5, 2]
    assert (figures.total.average(), figures.total.average("reply"), figures.total.average("skill")) == (3.5, 4, None)
    assert figures.total.refused == 1
    assert (figures.total.recommends, figures.total.recommends_of) == (1, 2)
    assert list(figures.offices) == [firm.office_id]


def test_one_period_is_enough(firm: Firm) -> None:
    answered(firm)
    figures = get_survey_figures(firm.session, firm.leadership, starts=[firm.now], before=firm.now + DAY)
    assert figures.total.answered == 1


def test_nothing_answered_gives_no_mean(firm: Firm) -> None:
    figures = get_survey_figures(firm.session, firm.leadership, starts=[firm.now], before=firm.now + DAY)
    assert figures.total.average() is None


def test_a_technician_sees_no_answers(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        list_surveys(firm.session, firm.technician, SurveyFilter())
    with pytest.raises(NotAllowed):
        list_to_ask(firm.session, firm.technician, now=firm.now)


def test_the_bad_ones_are_three_and_less(firm: Firm) -> None:
    answered(firm, overall=4)
    low = answered(firm, at=firm.now + DAY, overall=3)
    answered(firm, at=firm.now + 2 * DAY, overall=5, asked_extra=True)  # nothing here tells of it
    found = list_surveys(firm.session, firm.manager, SurveyFilter(only_low=True))
    assert [row.number for row in found] == [low.number]
    assert count_surveys(firm.session, firm.manager, SurveyFilter(only_low=True)) == 1


def test_words_are_found_and_listed_with_one_query(firm: Firm) -> None:
    answered(firm, words="师傅很快")
    answered(firm, at=firm.now + DAY)
    with counted(firm.session) as sent:
        (row,) = list_surveys(firm.session, firm.manager, SurveyFilter(only_words=True))
    assert row.words == "师傅很快"
    assert len(sent) == 1


def test_done_work_is_to_be_asked_until_it_is_answered(firm: Firm) -> None:
    request, now = firm.done(), firm.now + 5 * HOUR
    (each,) = list_to_ask(firm.session, firm.hotline, now=now)
    assert (each.number, each.counted, each.is_due(now)) == (request.number, 0, True)
    record_survey(
        firm.session, actor=firm.hotline, now=now, request_id=request.id or 0, way=SurveyWay.PAPER,
        answers=Answers(overall=4),
    )  # fmt: skip
    assert list_to_ask(firm.session, firm.hotline, now=now) == []


def test_asking_again_counts_a_day_later_and_settles_another_day_later(firm: Firm) -> None:
    request, first = firm.done(), firm.now + 5 * HOUR
    for at in (first, first + HOUR, first + DAY):
        ask_survey(firm.session, actor=firm.hotline, now=at, request_id=request.id or 0)
        (each,) = list_to_ask(firm.session, firm.hotline, now=at)
        assert not each.is_due(at)
    assert each.counted == 2
    minute = HOUR / 60
    assert not each.is_settled(first + 2 * DAY - minute)
    assert each.is_settled(first + 2 * DAY)


def test_the_list_asks_twice(firm: Firm) -> None:
    for day in range(3):
        firm.done(at=firm.now + day * DAY, sign_id=new_sign(firm.session, firm).id)
    with counted(firm.session) as sent:
        assert len(list_to_ask(firm.session, firm.hotline, now=firm.now + 4 * DAY)) == 3
    assert len(sent) == 2


def link(firm: Firm, request: ServiceRequest, at: datetime) -> str:
    _, token = ask_survey(firm.session, actor=firm.hotline, now=at, request_id=request.id or 0)
    assert token
    return token


def test_a_link_names_the_service_and_nobody(firm: Firm) -> None:
    request, now = firm.done(), firm.now + 5 * HOUR
    subject = get_survey_subject(firm.session, link(firm, request, now), now)
    assert (subject.number, subject.place) == (request.number, "住院楼大堂")
    assert "王芳" not in str(subject)
    assert "13800001234" not in str(subject)


def test_a_link_of_a_round_that_is_over_is_not_open(firm: Firm) -> None:
    request, now = firm.done(), firm.now + 5 * HOUR
    token = link(firm, request, now)
    reopen_request(firm.session, actor=firm.hotline, now=now, request_id=request.id or 0, reason="又不亮了")
    with pytest.raises(NotFound):
        get_survey_subject(firm.session, token, now)


def test_a_link_is_open_for_one_answer_until_its_day(firm: Firm) -> None:
    request, now = firm.done(), firm.now + 5 * HOUR
    token = link(firm, request, now)
    with pytest.raises(NotFound):
        get_survey_subject(firm.session, token, now + 14 * DAY)
    answer_by_link(firm.session, now=now + DAY, token=token, answers=Answers(overall=5))
    with pytest.raises(NotFound):
        get_survey_subject(firm.session, token, now + DAY)


def test_the_paper_form_is_blank_and_the_answered_one_is_not(firm: Firm) -> None:
    request = answered(firm, overall=4, words="好")
    assert get_blank_sheet(firm.session, firm.hotline, request.number).answers == {}
    (row,) = list_surveys(firm.session, firm.manager, SurveyFilter())
    sheet = get_answered_sheet(firm.session, firm.manager, row.survey_id)
    assert (sheet.answers["overall"], sheet.words, sheet.crew) == (4, "好", (("王强", ""),))


def test_whom_to_ask_is_looked_for_among_open_requests_only(firm: Firm) -> None:
    firm.done()
    plan, _asks = plans_of(firm.session, lambda: list_to_ask(firm.session, firm.hotline, now=firm.now + DAY))
    assert "ix_service_request_open" in plan
    assert "SCAN service_request\n" not in plan


def test_the_answer_does_not_reach_the_technician(firm: Firm) -> None:
    request = answered(firm, overall=2, words="态度不好")

    def told(actor: Actor) -> str:
        return str([(event.data, event.words) for event in list_history(firm.session, actor, request.id or 0)])

    assert "态度不好" in told(firm.manager)
    assert "'overall': 2" in told(firm.manager)
    assert "态度不好" not in told(firm.technician)
    assert "'overall'" not in told(firm.technician)
    views = [
        get_request_view(firm.session, actor, request.number, now=firm.now + DAY)
        for actor in (firm.manager, firm.technician)
    ]
    assert [view.survey.answer is not None for view in views] == [True, False]
