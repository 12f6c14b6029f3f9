"""Opinions: routed, acknowledged, answered, told to the customer; offices' own with when heard and sent (5.1(3))."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, RuleBroken
from aftersales.models import Event, Notice, NoticeKind, OfficeOpinion, OpinionRouting, ServiceRequest
from aftersales.rules.kinds import Channel, Kind, Role
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.opinion import OPINION, OpinionState, OpinionWay, next_due, send_by
from aftersales.services.close import cancel_request, close_request
from aftersales.services.office_opinions import NewOfficeOpinion, send_office_opinion
from aftersales.services.opinions import (
    NewRouting,
    acknowledge_opinion,
    answer_opinion,
    route_opinion,
    send_back_opinion,
    withdraw_opinion,
)
from aftersales.services.respond import resolve
from tests.builders import DAY, HOUR, NOON, Firm, department_id, person

S = OpinionState
FRIDAY = date(2026, 3, 13)


def suggestion(firm: Firm, **values: Any) -> ServiceRequest:
    return firm.accepted(kind=Kind.SUGGESTION, description="希望牌子夜里暗一点", **values)


def routed(firm: Firm, request: ServiceRequest, *codes: str, **values: Any) -> list[OpinionRouting]:
    ids = tuple(department_id(firm.session, code) for code in codes or ("quality",))
    new = NewRouting(**{"department_ids": ids, "due_on": FRIDAY, "question": "能调暗吗？", **values})
    return route_opinion(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id or 0, new=new)


def of(row: OpinionRouting, **values: Any) -> Any:
    return {"now": NOON + 2 * HOUR, "opinion_id": row.id or 0, **values}


def test_it_goes_to_the_department_and_its_answer_back_to_the_customer(firm: Firm) -> None:
    request = suggestion(firm)
    (row,) = routed(firm, request)
    assert (row.number, row.state, row.next_due_at) == ("YJ20260310-0001", S.ROUTED, NOON + HOUR + DAY)
    acknowledge_opinion(firm.session, actor=firm.quality, **of(row))
    assert (row.state, row.next_due_at) == (S.ACKNOWLEDGED, row.due_at)
    with pytest.raises(RuleBroken) as refusal:
        resolve(firm.session, actor=firm.hotline, now=NOON + 3 * HOUR, request_id=request.id or 0, outcome="已说明")
    assert refusal.value.clause == "5.1(3)"
    answer_opinion(firm.session, actor=firm.quality, answer="下周调到60%", **of(row))
    assert (row.state, row.answer, row.next_due_at) == (S.ANSWERED, "下周调到60%", None)
    told = firm.session.exec(select(Notice).where(Notice.kind == NoticeKind.MATTER_ANSWERED)).one()
    assert told.staff_id == firm.hotline.staff_id
    resolve(firm.session, actor=firm.hotline, now=NOON + 3 * HOUR, request_id=request.id or 0, outcome="已告知调光时间")
    close_request(firm.session, actor=firm.hotline, now=NOON + 4 * HOUR, request_id=request.id or 0)
    assert request.state is RequestState.CLOSED


def test_several_departments_each_answer_for_themselves(firm: Firm) -> None:
    request = suggestion(firm)
    first, second = routed(firm, request, "quality", "business")
    with pytest.raises(RuleBroken):
        answer_opinion(firm.session, actor=firm.business, answer="行", **of(first))
    answer_opinion(firm.session, actor=firm.business, answer="行", **of(second))
    with pytest.raises(RuleBroken):
        resolve(firm.session, actor=firm.hotline, now=NOON + 3 * HOUR, request_id=request.id or 0, outcome="x")
    answer_opinion(firm.session, actor=firm.manager, answer="质检部口头答复：可以", **of(first))
    resolve(firm.session, actor=firm.hotline, now=NOON + 3 * HOUR, request_id=request.id or 0, outcome="x")


def test_the_departments_lead_is_told(firm: Firm) -> None:
    (row,) = routed(firm, suggestion(firm))
    told = firm.session.exec(select(Notice).where(Notice.kind == NoticeKind.OPINION_ROUTED)).all()
    assert [one.staff_id for one in told] == [firm.quality.staff_id]
    assert told[0].about_at == row.due_at


def test_what_isnt_theirs_they_send_back_with_a_reason_and_it_goes_elsewhere(firm: Firm) -> None:
    request = suggestion(firm)
    (row,) = routed(firm, request)
    with pytest.raises(InvalidInput):
        send_back_opinion(firm.session, actor=firm.quality, reason=" ", **of(row))
    send_back_opinion(firm.session, actor=firm.quality, reason="属设计", **of(row))
    assert (row.state, row.reason, row.ended_at) == (S.SENT_BACK, "属设计", NOON + 2 * HOUR)
    (again,) = routed(firm, request, "design")
    assert again.state is S.ROUTED


def test_a_department_is_asked_once_at_a_time(firm: Firm) -> None:
    request = suggestion(firm)
    (row,) = routed(firm, request)
    with pytest.raises(RuleBroken):
        routed(firm, request)
    withdraw_opinion(firm.session, actor=firm.hotline, reason="已问清", **of(row))
    routed(firm, request)


def test_a_repair_is_not_an_opinion_and_one_with_its_outcome_is_not_asked_about(firm: Firm) -> None:
    with pytest.raises(RuleBroken):
        routed(firm, firm.accepted())
    request = suggestion(firm)
    resolve(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id or 0, outcome="已说明")
    with pytest.raises(RuleBroken):
        routed(firm, request)


@pytest.mark.parametrize(("days", "is_fine"), [(-1, False), (0, True), (90, True), (91, False)])
def test_the_due_day_lies_between_today_and_ninety_days_on(firm: Firm, days: int, is_fine: bool) -> None:
    request, due_on = suggestion(firm), NOON.date() + timedelta(days=days)
    if is_fine:
        assert routed(firm, request, due_on=due_on)
    else:
        with pytest.raises(InvalidInput):
            routed(firm, request, due_on=due_on)


def test_the_acknowledgement_is_due_after_a_day_and_never_later_than_the_answer() -> None:
    assert next_due(S.ROUTED, routed_at=NOON, due_at=NOON + 3 * DAY) == NOON + DAY
    assert next_due(S.ROUTED, routed_at=NOON, due_at=NOON + DAY) == NOON + DAY
    assert next_due(S.ROUTED, routed_at=NOON, due_at=NOON + HOUR) == NOON + HOUR
    assert next_due(S.ANSWERED, routed_at=NOON, due_at=NOON + HOUR) is None


def test_a_cancelled_request_withdraws_the_question(firm: Firm) -> None:
    request = suggestion(firm)
    (row,) = routed(firm, request)
    cancel_request(firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=request.id or 0, reason="客户撤回")
    assert (row.state, row.reason, row.next_due_at) == (S.WITHDRAWN, "客户撤回", None)


def test_the_double_click_routes_once_and_who_comes_second_is_told(firm: Firm) -> None:
    request = suggestion(firm)
    (row,) = routed(firm, request, once="r-1")
    assert [one.id for one in routed(firm, request, once="r-1")] == [row.id]
    seen = row.version
    acknowledge_opinion(firm.session, actor=firm.quality, expected_version=seen, **of(row))
    with pytest.raises(ChangedMeanwhile):
        answer_opinion(firm.session, actor=firm.quality, answer="x", expected_version=seen, **of(row))


def test_leadership_routes_nothing(firm: Firm) -> None:
    request = suggestion(firm)
    new = NewRouting(department_ids=(department_id(firm.session, "quality"),), due_on=FRIDAY)
    with pytest.raises(NotAllowed):
        route_opinion(firm.session, actor=firm.leadership, now=NOON, request_id=request.id or 0, new=new)


def sent(firm: Firm, **values: Any) -> ServiceRequest:
    usual = {"customer_id": firm.customer.id, "words": "指示牌字太小", "way": OpinionWay.VISIT,
             "collected_on": NOON.date()}  # fmt: skip
    return send_office_opinion(firm.session, actor=firm.office, now=NOON, new=NewOfficeOpinion(**usual | values))


def test_an_offices_opinion_keeps_when_it_was_heard_and_when_it_was_sent(firm: Firm) -> None:
    request = sent(firm, collected_on=date(2026, 3, 9))
    row = firm.session.exec(select(OfficeOpinion)).one()
    assert (row.request_id, row.office_id, row.way) == (request.id, firm.office_id, OpinionWay.VISIT)
    assert (row.collected_on, row.sent_at, row.is_late) == (date(2026, 3, 9), NOON, False)
    assert (request.channel, request.kind, request.description) == (Channel.OFFICE, Kind.SUGGESTION, "指示牌字太小")
    event = firm.session.exec(select(Event).where(Event.name == "send_office_opinion")).one()
    assert event.data["collected_on"] == "2026-03-09"


# Tuesday the 10th: two working days back is Friday the 6th.
@pytest.mark.parametrize(
    ("heard", "is_late"), [(date(2026, 3, 9), False), (date(2026, 3, 6), False), (date(2026, 3, 5), True)]
)
def test_later_than_two_working_days_is_late_and_shown_as_such(firm: Firm, heard: date, is_late: bool) -> None:
    sent(firm, collected_on=heard)
    assert firm.session.exec(select(OfficeOpinion)).one().is_late is is_late


def test_the_last_day_of_sending_passes_over_days_off() -> None:
    assert send_by(date(2026, 3, 5), lambda day: day.weekday() < 5) == date(2026, 3, 9)
    assert send_by(date(2026, 3, 7), lambda day: day.weekday() < 5) == date(2026, 3, 10)


@pytest.mark.parametrize("days", [1, -367])
def test_a_day_to_come_or_long_past_is_refused(firm: Firm, days: int) -> None:
    with pytest.raises(InvalidInput):
        sent(firm, collected_on=NOON.date() + timedelta(days=days))


def test_a_fault_is_no_opinion_and_the_double_click_sends_once(firm: Firm) -> None:
    with pytest.raises(InvalidInput):
        sent(firm, kind=Kind.REPAIR)
    assert sent(firm, once="o-1").id == sent(firm, once="o-1").id


def test_a_technician_sends_none(firm: Firm) -> None:
    other = person(firm.session, Role.TECHNICIAN, name="何平")
    new = NewOfficeOpinion(customer_id=firm.customer.id, words="x", way=OpinionWay.VISIT, collected_on=NOON.date())
    with pytest.raises(NotAllowed):
        send_office_opinion(firm.session, actor=other, now=NOON, new=new)


def test_every_state_is_reached_and_the_diagram_comes_from_the_declaration() -> None:
    targets = {target for step in OPINION.steps for target in step.moves.values()}
    assert targets | {OPINION.initial} == set(S) == set(OPINION.labels)
    assert "routed --> acknowledged: Acknowledge" in OPINION.mermaid(lambda key: key)
