"""Why it came back, what is done against it, and whether that helped (4(6)); on both databases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import CauseAnalysis, CauseLine, CorrectiveAction, Notice, NoticeKind, ServiceRequest
from aftersales.rules.cause_analysis import AnalysisMethod, Branch
from aftersales.rules.corrective_action import ActionScope, ActionState
from aftersales.rules.kinds import Cause, FaultCategory, Severity
from aftersales.rules.roles import SYSTEM
from aftersales.services.cause_analysis import record_cause_analysis
from aftersales.services.close import close_request
from aftersales.services.corrective_action_steps import (
    Moved,
    begin_action,
    carry_out_action,
    drop_action,
    find_effect_good,
    find_effect_not_good,
    move_action,
    plan_action_again,
)
from aftersales.services.visit import record_finding
from aftersales.services.working_days import end_of
from tests.builders import DAY, HOUR, NOON, Firm, new_sign
from tests.services.quality_deeds import analysis, carried_out, of_type, plan

F, S = FaultCategory, ActionState
AGAIN = NOON + 30 * DAY


def again(firm: Firm, at: datetime = AGAIN) -> ServiceRequest:
    """The firm's sign failed, was repaired, and failed again: ready to be closed but for its analysis."""
    firm.closable(at=at - 30 * DAY)
    return firm.closable(at=at)


def analysed(firm: Firm, request: ServiceRequest, at: datetime = AGAIN, **values: Any) -> ServiceRequest:
    return record_cause_analysis(
        firm.session, actor=firm.dispatcher, now=at + 6 * HOUR, request_id=request.id or 0,
        new=analysis(firm, at=at, **values),
    )  # fmt: skip


def action_of(firm: Firm, request: ServiceRequest) -> CorrectiveAction:
    row = firm.session.exec(select(CauseAnalysis).where(CauseAnalysis.request_id == request.id)).one()
    return firm.session.get_one(CorrectiveAction, row.action_id)


def close(firm: Firm, request: ServiceRequest, at: datetime = AGAIN) -> ServiceRequest:
    return close_request(firm.session, actor=firm.hotline, now=at + 7 * HOUR, request_id=request.id or 0)


def told(firm: Firm, kind: NoticeKind) -> list[int]:
    return sorted(firm.session.exec(select(Notice.staff_id).where(Notice.kind == kind)))


def test_what_was_found_on_site_makes_it_the_third_time(firm: Firm) -> None:
    firm.done(at=NOON)
    firm.done(at=NOON + 10 * DAY)
    reported_as_other = firm.on_site(at=NOON + 20 * DAY, fault=F.WATER)
    assert (reported_as_other.repeats_id, told(firm, NoticeKind.RECURRENCE_TO_MANAGER)) == (None, [])
    record_finding(
        firm.session, actor=firm.technician, now=NOON + 20 * DAY + 3 * HOUR, request_id=reported_as_other.id or 0,
        cause=Cause.MATERIAL, fault=F.DARK,
    )  # fmt: skip
    assert (reported_as_other.repeat_count, reported_as_other.to_manager) == (3, True)
    assert reported_as_other.severity is Severity.URGENT
    assert told(firm, NoticeKind.RECURRENCE_TO_MANAGER) == [firm.manager.staff_id]


def test_a_recurrence_closes_only_with_cause_and_action(firm: Firm) -> None:
    request = again(firm)
    with pytest.raises(RuleBroken) as refusal:
        close(firm, request)
    assert refusal.value.clause == "4(6)"
    analysed(firm, request)
    assert close(firm, request).closed_at is not None


def test_the_analysis_is_kept_as_it_was_made(firm: Firm) -> None:
    request = again(firm)
    analysed(firm, request, whys=("电源失效", "散热不足", "", "", ""))
    row = firm.session.exec(select(CauseAnalysis)).one()
    lines = firm.session.exec(select(CauseLine).order_by(CauseLine.place)).all()  # type: ignore[arg-type]
    assert [(line.branch, line.place, line.words) for line in lines] == [(None, 1, "电源失效"), (None, 2, "散热不足")]
    assert (row.method, row.version, row.made_by_id) == (AnalysisMethod.FIVE_WHYS, 1, firm.dispatcher.staff_id)
    action = action_of(firm, request)
    assert (action.scope, action.request_id, action.fault) == (ActionScope.REQUEST, request.id, F.DARK)
    assert action.number.startswith("JZ")
    assert (request.root_cause, request.corrective_action) == ("电源批次不良", action.words)


def test_written_again_it_replaces_the_lines_and_keeps_the_action(firm: Firm) -> None:
    request = again(firm)
    analysed(firm, request)
    first = action_of(firm, request)
    analysed(
        firm, request, method=AnalysisMethod.FISHBONE, action=None, root_branch=Branch.MATERIAL,
        branches={Branch.MATERIAL: ("电源来料未检", " "), Branch.METHOD: ()}, root_cause="来料未检",
    )  # fmt: skip
    lines = firm.session.exec(select(CauseLine)).all()
    assert [(line.branch, line.words) for line in lines] == [(Branch.MATERIAL, "电源来料未检")]
    assert (action_of(firm, request).id, request.root_cause) == (first.id, "来料未检")
    with pytest.raises(RuleBroken, match="answers it already"):
        analysed(firm, request)


@pytest.mark.parametrize(
    "values",
    [
        {"root_cause": " "}, {"whys": ()}, {"whys": ("", "散热不足")}, {"action": None},
        {"method": AnalysisMethod.FISHBONE, "branches": {Branch.PEOPLE: (" ",)}},
    ],
    ids=["no root cause", "no why", "a gap between two whys", "no action", "an empty fishbone"],
)  # fmt: skip
def test_half_an_analysis_is_refused(firm: Firm, values: dict[str, Any]) -> None:
    request = again(firm)
    with pytest.raises(InvalidInput) as refusal:
        analysed(firm, request, **values)
    assert refusal.value.clause == "4(6)"
    assert firm.session.exec(select(CauseAnalysis)).all() == []


def test_one_for_the_type_answers_a_request_too(firm: Firm) -> None:
    request = again(firm)
    row = of_type(firm, at=AGAIN)
    analysed(firm, request, action=None, action_id=row.id)
    assert request.corrective_action == row.words
    close(firm, request)


def test_one_of_another_fault_type_or_batch_does_not(firm: Firm) -> None:
    request = again(firm)
    other = new_sign(firm.session, firm, batch="B-7")
    for row in (of_type(firm, at=AGAIN, fault=F.WATER), of_type(firm, at=AGAIN, sign_type_id=None, batch=other.batch)):
        with pytest.raises(RuleBroken, match="isn't about this fault"):
            analysed(firm, request, action=None, action_id=row.id)


def test_a_type_or_batch_that_is_not_there_is_refused(firm: Firm) -> None:
    with pytest.raises(NotFound):
        of_type(firm, sign_type_id=None, batch="B-404")
    with pytest.raises(NotFound):
        of_type(firm, sign_type_id=404_404)
    for both_or_none in ({"batch": "B-7"}, {"sign_type_id": None}):
        with pytest.raises(InvalidInput):
            of_type(firm, **both_or_none)


def test_its_owner_is_told_and_carries_it_out(firm: Firm) -> None:
    row = of_type(firm, at=AGAIN)
    assert told(firm, NoticeKind.ACTION_GIVEN) == [firm.project_department.staff_id]
    assert row.due_at == end_of(row.due_on)
    with pytest.raises(RuleBroken, match="not possible yet"):
        begin_action(firm.session, actor=firm.quality, now=AGAIN, action_id=row.id)
    begin_action(firm.session, actor=firm.project_department, now=AGAIN, action_id=row.id)
    carry_out_action(
        firm.session, actor=firm.project_department, now=AGAIN + DAY, action_id=row.id, done_words="已更换"
    )
    assert (row.state, row.done_words, row.done_at) == (S.DONE, "已更换", AGAIN + DAY)
    assert row.due_at == end_of(row.check_on)


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (1, True)])
def test_the_effect_is_found_good_from_the_day_of_the_check_on(firm: Firm, days: int, is_open: bool) -> None:
    row = carried_out(firm, of_type(firm, at=AGAIN), at=AGAIN + DAY)
    at = AGAIN + 35 * DAY + days * DAY
    assert at.date() == row.check_on + days * DAY
    if is_open:
        find_effect_good(firm.session, actor=firm.manager, now=at, action_id=row.id, check_words="未再发生")
        assert (row.state, row.came_back, row.ended_at, row.due_at) == (S.GOOD, 0, at, None)
    else:
        with pytest.raises(RuleBroken, match="not possible yet"):
            find_effect_good(firm.session, actor=firm.manager, now=at, action_id=row.id, check_words="未再发生")


def test_nobody_checks_their_own(firm: Firm) -> None:
    row = carried_out(firm, of_type(firm, at=AGAIN, owner_id=firm.manager.staff_id), at=AGAIN + DAY)
    for step in (find_effect_good, find_effect_not_good):
        with pytest.raises(RuleBroken, match="not possible yet"):
            step(firm.session, actor=firm.manager, now=AGAIN + 60 * DAY, action_id=row.id, check_words="好")
    find_effect_good(firm.session, actor=firm.dispatcher, now=AGAIN + 60 * DAY, action_id=row.id, check_words="好")


def test_an_effect_is_good_only_where_the_fault_stayed_away(firm: Firm) -> None:
    request = again(firm)
    analysed(firm, request)
    row = carried_out(firm, action_of(firm, request), at=AGAIN + DAY)
    firm.register(at=AGAIN + 10 * DAY, fault=F.WATER)  # another fault
    firm.register(at=AGAIN + 10 * DAY, sign_id=new_sign(firm.session, firm).id)  # another sign
    firm.register(at=AGAIN + 11 * DAY)  # the same once more
    later = AGAIN + 60 * DAY
    with pytest.raises(RuleBroken, match="not possible yet"):
        find_effect_good(firm.session, actor=firm.manager, now=later, action_id=row.id or 0, check_words="好")
    find_effect_not_good(firm.session, actor=firm.manager, now=later, action_id=row.id or 0, check_words="又坏一次")
    assert (row.state, row.came_back) == (S.NOT_GOOD, 1)
    assert row.due_at == end_of((later + 3 * DAY).date())  # the new plan within three days
    assert told(firm, NoticeKind.EFFECT_NOT_GOOD) == sorted(
        [firm.project_department.staff_id or 0, firm.dispatcher.staff_id or 0]
    )


def test_what_failed_no_longer_lets_an_open_request_close_until_it_is_planned_again(firm: Firm) -> None:
    request = again(firm)
    analysed(firm, request)
    row = carried_out(firm, action_of(firm, request), at=AGAIN + DAY)
    find_effect_not_good(firm.session, actor=SYSTEM, now=AGAIN + 2 * DAY, action_id=row.id or 0, check_words="无效")
    assert request.corrective_action == ""
    with pytest.raises(RuleBroken) as refusal:
        close(firm, request, AGAIN + 2 * DAY)
    assert refusal.value.clause == "4(6)"
    plan_action_again(
        firm.session, actor=firm.manager, now=AGAIN + 3 * DAY, action_id=row.id or 0,
        plan=plan(firm, at=AGAIN + 3 * DAY, words="换用防水电源"),
    )  # fmt: skip
    assert (row.round, row.state, row.done_at, request.corrective_action) == (2, S.PLANNED, None, "换用防水电源")
    assert close(firm, request, AGAIN + 3 * DAY).corrective_action == "换用防水电源"


def test_a_closed_file_keeps_what_stood_in_it(firm: Firm) -> None:
    request = again(firm)
    analysed(firm, request)
    close(firm, request)
    kept = request.corrective_action
    drop_action(
        firm.session, actor=firm.manager, now=AGAIN + DAY, action_id=action_of(firm, request).id or 0, reason="已拆除"
    )
    assert request.corrective_action == kept


def test_dropped_an_open_request_needs_another_one(firm: Firm) -> None:
    request = again(firm)
    analysed(firm, request)
    first = action_of(firm, request)
    drop_action(firm.session, actor=firm.manager, now=AGAIN + DAY, action_id=first.id or 0, reason="方案不可行")
    assert (first.state, request.corrective_action) == (S.DROPPED, "")
    analysed(firm, request, at=AGAIN + DAY)
    assert action_of(firm, request).id != first.id


def test_moved_it_has_another_owner_who_is_told(firm: Firm) -> None:
    row = of_type(firm, at=AGAIN)
    late = AGAIN + 20 * DAY
    new = Moved(owner_id=firm.quality.staff_id, due_on=row.due_on, check_on=(late + 30 * DAY).date())
    move_action(firm.session, actor=firm.manager, now=late, action_id=row.id, new=new, reason="人员调动")
    assert (row.owner_id, row.due_on) == (firm.quality.staff_id, (AGAIN + 5 * DAY).date())
    assert firm.quality.staff_id in told(firm, NoticeKind.ACTION_GIVEN)
    earlier = Moved(owner_id=firm.quality.staff_id, due_on=(late - 2 * DAY).date(), check_on=new.check_on)
    with pytest.raises(InvalidInput):
        move_action(firm.session, actor=firm.manager, now=late, action_id=row.id, new=earlier, reason="提前")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("due_on", (AGAIN - DAY).date()), ("due_on", date.max), ("check_on", (AGAIN + 4 * DAY).date()),
        ("check_on", date.max), ("owner_id", 404_404),
    ],
)  # fmt: skip
def test_days_and_owner_have_to_be_possible(firm: Firm, field: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        of_type(firm, at=AGAIN, **{field: value})
    assert refusal.value.field == field


def test_a_technician_or_somebody_who_left_cannot_be_its_owner(firm: Firm) -> None:
    for staff_id in (firm.technician.staff_id, firm.leadership.staff_id):
        with pytest.raises(InvalidInput):
            of_type(firm, at=AGAIN, owner_id=staff_id)


def test_pressed_twice_it_is_set_once(firm: Firm) -> None:
    first, second = (of_type(firm, at=AGAIN, once="k") for _ in range(2))
    assert first.id == second.id
