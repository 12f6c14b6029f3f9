"""Complaints: the stages, the four hours, the gates, merging and reopening (5.1(2), 5.2(4))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import Complaint, Department, Event, Notice, NoticeKind
from aftersales.models.complaints import ComplaintRow
from aftersales.queries.due_records import list_due_records
from aftersales.rules.complaint import ComplaintKind, ComplaintState, CustomerAnswer
from aftersales.services.complaint_merge import merge_complaint
from aftersales.services.complaint_people import concerned_ids
from aftersales.services.complaint_steps import (
    Answer,
    CorrectiveAction,
    Finding,
    Responsible,
    close_complaint,
    filter_complaint,
    find_unfounded,
    give_first_feedback,
    note_on_complaint,
    organise_complaint,
    plan_complaint_action,
    record_complaint_answer,
    reopen_complaint,
    resolve_complaint,
    verify_complaint,
)
from aftersales.services.complaints import NewComplaint, register_complaint
from tests.builders import DAY, HOUR, NOON, Firm, new_customer

K, C = ComplaintKind, ComplaintState
MINUTE = timedelta(minutes=1)


def complained(firm: Firm, kind: ComplaintKind = K.CUSTOMER, **values: Any) -> ComplaintRow:
    usual = {"customer_id": firm.customer.id, "words": "修了三次还是不亮，太慢了", "contact_name": "王芳"}
    at = values.pop("at", NOON)
    actor = values.pop("actor", firm.hotline)
    return register_complaint(firm.session, actor=actor, now=at, new=NewComplaint(kind=kind, **usual | values))


def department(firm: Firm, code: str = "project") -> int:
    return firm.session.exec(select(Department.id).where(Department.code == code)).one() or 0


def step(firm: Firm, deed: Any, row: ComplaintRow, *, at: Any = NOON + HOUR, actor: Any = None, **values: Any) -> Any:
    return deed(firm.session, actor=actor or firm.manager, now=at, number=row.number, **values)


def organised(firm: Firm, row: ComplaintRow, **values: Any) -> ComplaintRow:
    new = Responsible(department_id=department(firm), owner_id=firm.manager.staff_id, **values)
    return step(firm, organise_complaint, row, new=new)  # type: ignore[no-any-return]


def tracked(firm: Firm, row: ComplaintRow) -> ComplaintRow:
    """Up to the stage in which the corrective action is tracked; neither feedback nor action are there."""
    organised(firm, row)
    step(firm, filter_complaint, row, kind=row.kind)
    return step(firm, verify_complaint, row, new=Finding(finding="派工两次延误", cause="排班未留余量"))  # type: ignore[no-any-return]


def planned(firm: Firm, row: ComplaintRow, on: Any = None) -> ComplaintRow:
    new = CorrectiveAction(
        action="每周预留机动班组", action_owner_id=firm.dispatcher.staff_id, action_due_on=on or (NOON + 7 * DAY).date()
    )
    return step(firm, plan_complaint_action, row, new=new)  # type: ignore[no-any-return]


def resolved(firm: Firm, row: ComplaintRow) -> ComplaintRow:
    tracked(firm, row)
    planned(firm, row)
    if row.first_feedback_at is None:
        step(firm, give_first_feedback, row, feedback="已致歉并安排专人")
    return step(firm, resolve_complaint, row, outcome="已修好并说明原因", at=NOON + DAY)  # type: ignore[no-any-return]


def test_it_goes_through_the_five_stages_each_with_who_and_when(firm: Firm) -> None:
    row = complained(firm)
    assert (row.number, row.state, row.feedback_due_at) == ("TS20260310-0001", C.ORGANISE, NOON + 4 * HOUR)
    resolved(firm, row)
    answer = Answer(answer=CustomerAnswer.CONFIRMED, answered_by="王芳")
    step(firm, record_complaint_answer, row, new=answer, at=NOON + 2 * DAY)
    step(firm, close_complaint, row, at=NOON + 2 * DAY)
    assert (row.state, row.ended_at) == (C.CLOSED, NOON + 2 * DAY)
    told = firm.session.exec(select(Event).where(Event.subject == "complaint").order_by(Event.id)).all()  # type: ignore[arg-type]
    moved = [(one.data["to"], one.actor_id) for one in told if "to" in one.data]
    assert [to for to, _ in moved] == ["filter", "verify", "track", "resolved", "closed"]
    assert {actor for _, actor in moved} == {firm.manager.staff_id}


@pytest.mark.parametrize(("after", "kept"), [(4 * HOUR - MINUTE, True), (4 * HOUR, True), (4 * HOUR + MINUTE, False)])
def test_the_first_feedback_is_kept_up_to_exactly_four_hours(firm: Firm, after: timedelta, kept: bool) -> None:
    row = complained(firm)
    step(firm, give_first_feedback, row, feedback="已致歉", at=NOON + after)
    told = firm.session.exec(select(Event).where(Event.name == "give_first_feedback")).one()
    assert told.data["kept"] is kept


def test_its_clock_counts_from_the_receipt_at_night_too_and_nothing_moves_it(firm: Firm) -> None:
    row = complained(firm, received_at=NOON - 10 * HOUR)
    assert row.feedback_due_at == NOON - 6 * HOUR
    resolved(firm, row)
    step(firm, reopen_complaint, row, reason="又发生了", at=NOON + 2 * DAY)
    assert row.feedback_due_at == NOON - 6 * HOUR


def test_the_first_feedback_is_given_once(firm: Firm) -> None:
    row = complained(firm)
    step(firm, give_first_feedback, row, feedback="已致歉")
    with pytest.raises(RuleBroken) as refusal:
        step(firm, give_first_feedback, row, feedback="再次致歉")
    assert refusal.value.clause == "5.1(2)"


@pytest.mark.parametrize("lacking", ["feedback", "action"])
def test_nothing_is_resolved_before_all_that_it_needs_is_there(firm: Firm, lacking: str) -> None:
    row = complained(firm)
    tracked(firm, row)
    if lacking != "feedback":
        step(firm, give_first_feedback, row, feedback="已致歉")
    if lacking != "action":
        planned(firm, row)
    with pytest.raises(RuleBroken):
        step(firm, resolve_complaint, row, outcome="好了")
    assert row.state is C.TRACK


def test_it_is_closed_only_with_the_customers_word(firm: Firm) -> None:
    row = complained(firm)
    resolved(firm, row)
    with pytest.raises(RuleBroken) as refusal:
        step(firm, close_complaint, row)
    assert refusal.value.clause == "5.2(4)"
    with pytest.raises(InvalidInput):
        step(firm, record_complaint_answer, row, new=Answer(answer=CustomerAnswer.REFUSED))
    step(firm, record_complaint_answer, row, new=Answer(answer=CustomerAnswer.REFUSED, words="不满意，但算了"))
    step(firm, close_complaint, row)
    assert (row.state, row.answer) == (C.CLOSED, CustomerAnswer.REFUSED)


def test_unfounded_needs_reasons_and_a_customer_who_has_heard_of_us(firm: Firm) -> None:
    row = complained(firm)
    organised(firm, row)
    with pytest.raises(RuleBroken):
        step(firm, find_unfounded, row, reason="不是我们的牌")
    step(firm, give_first_feedback, row, feedback="正在核实")
    with pytest.raises(InvalidInput):
        step(firm, find_unfounded, row, reason="  ")
    step(firm, find_unfounded, row, reason="不是我们的牌")
    assert (row.state, row.reason) == (C.UNFOUNDED, "不是我们的牌")


def test_reopened_it_is_verified_anew_and_the_old_answer_stays_in_the_history(firm: Firm) -> None:
    row = complained(firm)
    resolved(firm, row)
    step(firm, record_complaint_answer, row, new=Answer(answer=CustomerAnswer.CONFIRMED, answered_by="王芳"))
    step(firm, close_complaint, row)
    step(firm, reopen_complaint, row, reason="一周后又坏", at=NOON + 8 * DAY)
    assert (row.state, row.round, row.answer, row.ended_at) == (C.VERIFY, 2, None, None)
    told = firm.session.exec(select(Event).where(Event.name == "record_complaint_answer")).one()
    assert told.data["answer"] == "confirmed"


def test_a_merged_duplicate_loses_nothing_and_the_other_keeps_the_earlier_receipt(firm: Firm) -> None:
    first = complained(firm, at=NOON, words="灯不亮，没人管", contact_name="李雷", contact_phone="13900000000")
    step(firm, give_first_feedback, first, feedback="已致歉", at=NOON + HOUR)
    second = complained(firm, at=NOON + 2 * HOUR)
    step(firm, merge_complaint, first, into=second.number, reason="同一件事", at=NOON + 3 * HOUR)
    assert (first.state, first.words, first.contact_name) == (C.MERGED, "灯不亮，没人管", "李雷")
    kept: Any = first
    assert (kept.merged_into_id, first.number) == (second.id, "TS20260310-0001")
    assert (second.received_at, second.feedback_due_at) == (NOON, NOON + 4 * HOUR)
    assert (second.first_feedback_at, second.state) == (NOON + HOUR, C.ORGANISE)
    told = firm.session.exec(select(Event).where(Event.name == "take_in_complaint")).one()
    assert told.data["merged_number"] == first.number


def test_what_is_not_the_same_is_not_merged(firm: Firm) -> None:
    one, other = complained(firm), complained(firm, customer_id=new_customer(firm).id)
    with pytest.raises(RuleBroken) as refusal:
        step(firm, merge_complaint, one, into=other.number, reason="同一件事")
    assert refusal.value.clause == "5.1(2)"
    step(firm, give_first_feedback, one, feedback="已致歉")
    with pytest.raises(InvalidInput):
        step(firm, merge_complaint, one, into=one.number, reason="x")
    with pytest.raises(InvalidInput):
        step(firm, merge_complaint, one, into=other.number, reason=" ")
    step(firm, merge_complaint, one, into=other.number, reason="同一块牌")
    with pytest.raises(RuleBroken):
        step(firm, merge_complaint, other, into=one.number, reason="已结束")
    with pytest.raises(NotFound):
        step(firm, merge_complaint, other, into="TS20260310-0009", reason="没有")


def test_the_double_click_registers_one(firm: Firm) -> None:
    assert complained(firm, once="a").id == complained(firm, once="a").id
    assert len(firm.session.exec(select(Complaint)).all()) == 1


def test_a_request_lends_its_customer_its_place_and_its_contact(firm: Firm) -> None:
    request = firm.register()
    row = complained(firm, customer_id=None, contact_name="", request_id=request.id)
    assert (row.customer_id, row.project_id, row.sign_id, row.office_id, row.contact_name) == (
        request.customer_id, request.project_id, request.sign_id, request.office_id, "王芳",
    )  # fmt: skip
    told = firm.session.exec(select(Event).where(Event.name == "register_complaint", Event.subject == "request")).one()
    assert (told.subject_id, told.data["complaint_number"]) == (request.id, row.number)


def test_somebody_has_to_be_there_to_be_answered_except_on_the_market(firm: Firm) -> None:
    with pytest.raises(InvalidInput) as refusal:
        complained(firm, customer_id=None, contact_name="")
    assert refusal.value.field == "contact_name"
    assert complained(firm, K.MARKET, customer_id=None, contact_name="").number
    with pytest.raises(InvalidInput):
        complained(firm, words=" ")
    with pytest.raises(InvalidInput):
        complained(firm, received_at=NOON + HOUR)


def test_conduct_names_whom_it_concerns_and_they_take_no_step_of_it(firm: Firm) -> None:
    with pytest.raises(InvalidInput):
        complained(firm, concerned_ids=(firm.technician.staff_id,))
    row = complained(firm, K.CONDUCT, concerned_ids=(firm.dispatcher.staff_id,))
    assert concerned_ids(firm.session, row) == {firm.dispatcher.staff_id}
    with pytest.raises(RuleBroken) as refusal:
        step(firm, note_on_complaint, row, actor=firm.dispatcher, note="不是我")
    assert refusal.value.clause == "4(1)"
    with pytest.raises(InvalidInput):
        new = Responsible(department_id=department(firm), owner_id=firm.dispatcher.staff_id)
        step(firm, organise_complaint, row, new=new)
    organised(firm, row, concerned_ids=(firm.technician.staff_id,))
    assert concerned_ids(firm.session, row) == {firm.technician.staff_id}


def test_taken_up_as_another_kind_it_concerns_nobody_any_more(firm: Firm) -> None:
    row = complained(firm, K.CONDUCT, concerned_ids=(firm.technician.staff_id,))
    organised(firm, row)
    step(firm, filter_complaint, row, kind=K.MARKET)
    assert (row.kind, concerned_ids(firm.session, row)) == (K.MARKET, frozenset())


def test_no_complaint_becomes_one_about_integrity(firm: Firm) -> None:
    row = complained(firm)
    organised(firm, row)
    with pytest.raises(InvalidInput):
        step(firm, filter_complaint, row, kind=K.INTEGRITY)


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, True), (1, True)])
def test_an_action_is_due_today_at_the_earliest(firm: Firm, days: int, is_taken: bool) -> None:
    row = complained(firm)
    tracked(firm, row)
    on = (NOON + days * DAY).date()
    if is_taken:
        assert planned(firm, row, on).action_due_on == on
    else:
        with pytest.raises(InvalidInput):
            planned(firm, row, on)


def test_the_managers_and_the_hotline_are_told_and_then_its_owner(firm: Firm) -> None:
    row = complained(firm, actor=firm.office)
    told = firm.session.exec(select(Notice).where(Notice.kind == NoticeKind.COMPLAINT)).all()
    assert {one.staff_id for one in told} == {firm.manager.staff_id, firm.hotline.staff_id}
    assert {(one.number, one.page, one.about) for one in told} == {(row.number, "complaints.py", firm.customer.name)}
    new = Responsible(department_id=department(firm), owner_id=firm.dispatcher.staff_id)
    step(firm, organise_complaint, row, new=new)
    owner = firm.session.exec(select(Notice.staff_id).where(Notice.kind == NoticeKind.COMPLAINT_OWNER)).all()
    assert owner == [firm.dispatcher.staff_id]


def test_who_may_not_gets_nowhere(firm: Firm) -> None:
    row = complained(firm)
    for actor in (firm.technician, firm.administrator):
        with pytest.raises(NotAllowed):
            complained(firm, actor=actor)
        with pytest.raises(NotAllowed):
            step(firm, note_on_complaint, row, actor=actor, note="x")
    with pytest.raises(NotAllowed):
        step(firm, close_complaint, row, actor=firm.project_department)


def test_an_overtaken_step_changes_nothing(firm: Firm) -> None:
    row = complained(firm)
    step(firm, note_on_complaint, row, note="客户来电催", expected_version=1)
    with pytest.raises(ChangedMeanwhile):
        step(firm, note_on_complaint, row, note="又催", expected_version=1)


def test_its_action_stands_on_today_by_its_own_day_for_who_carries_it_out(firm: Firm) -> None:
    row = complained(firm)
    tracked(firm, row)
    step(firm, give_first_feedback, row, feedback="已致歉")
    assert list_due_records(firm.session, firm.dispatcher, now=NOON + DAY).rows == ()
    planned(firm, row, on=(NOON + 2 * DAY).date())
    due = list_due_records(firm.session, firm.dispatcher, now=NOON + DAY).rows
    assert [(one.number, one.due_at) for one in due] == [(row.number, NOON + 2 * DAY + 12 * HOUR)]  # midnight
    step(firm, resolve_complaint, row, outcome="已修好")
    assert list_due_records(firm.session, firm.dispatcher, now=NOON + DAY).rows == ()
