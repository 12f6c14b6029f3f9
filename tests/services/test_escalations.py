"""Escalations: a major quality problem at once (4(8)), anything by hand (4(2)); the clock of 4 hours; feedback."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, RuleBroken
from aftersales.models import Escalation, Event, Notice, NoticeKind, ServiceRequest
from aftersales.rules.escalation import ESCALATION, EscalationCause, EscalationState, next_due, unit_responsible
from aftersales.rules.kinds import Cause, FaultCategory, Kind, Severity
from aftersales.services.classify import Classification, classify_request
from aftersales.services.close import cancel_request
from aftersales.services.escalations import (
    NewEscalation,
    acknowledge_escalation,
    answer_escalation,
    ask_more_of_escalation,
    close_escalation,
    escalate_request,
    pass_on_escalation,
    withdraw_escalation,
)
from tests.builders import DAY, HOUR, NOON, Firm, department_id

S = EscalationState


def the_one(firm: Firm) -> Escalation:
    return firm.session.exec(select(Escalation)).one()


def escalated(firm: Firm, request: ServiceRequest | None = None, code: str = "quality", **values: Any) -> Escalation:
    request = request or firm.accepted()
    new = NewEscalation(department_id=department_id(firm.session, code), reason="客户问材料寿命", **values)
    return escalate_request(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id or 0, new=new)


def of(row: Escalation, **values: Any) -> Any:
    return {"now": NOON + 2 * HOUR, "escalation_id": row.id or 0, **values}


def test_a_major_problem_is_escalated_the_moment_it_is_registered(firm: Firm) -> None:
    request = firm.register(severity=Severity.MAJOR, cause=Cause.MATERIAL)
    row = the_one(firm)
    assert (row.cause, row.state, row.raised_at) == (EscalationCause.MAJOR, S.RAISED, NOON)
    assert row.department_id == department_id(firm.session, "quality")
    assert (row.acknowledge_due_at, row.number) == (NOON + 4 * HOUR, "TB20260310-0001")
    assert request.escalated_at == NOON
    told = firm.session.exec(select(Notice).where(Notice.kind == NoticeKind.ESCALATED)).all()
    assert [one.staff_id for one in told] == [firm.quality.staff_id]
    event = firm.session.exec(select(Event).where(Event.name == "escalate", Event.subject == "request")).one()
    assert event.data["clause"] == "4(8)"


def test_it_is_when_it_becomes_major_and_once_only(firm: Firm) -> None:
    request = firm.register(cause=Cause.CONSTRUCTION)
    assert not firm.session.exec(select(Escalation)).all()
    for minutes in (1, 2):
        classify_request(
            firm.session, actor=firm.hotline, now=NOON + timedelta(minutes=minutes), request_id=request.id or 0,
            change=Classification(severity=Severity.MAJOR, place=f"大堂{minutes}"),
        )  # fmt: skip
    assert the_one(firm).department_id == department_id(firm.session, "project")


@pytest.mark.parametrize("severity", [Severity.NORMAL, Severity.URGENT, Severity.DANGER])
def test_other_severities_escalate_nothing(firm: Firm, severity: Severity) -> None:
    firm.register(severity=severity)
    assert not firm.session.exec(select(Escalation)).all()


@pytest.mark.parametrize(
    ("cause", "fault", "code"),
    [
        (Cause.CONSTRUCTION, FaultCategory.SCREEN, "project"),
        (Cause.UNKNOWN, FaultCategory.SCREEN, "purchasing"),
        (Cause.UNKNOWN, FaultCategory.LOOSE, "project"),
        (Cause.UNKNOWN, FaultCategory.RUST, "quality"),
    ],
)
def test_the_cause_names_the_unit_else_the_fault_else_quality(cause: Cause, fault: FaultCategory, code: str) -> None:
    assert unit_responsible(cause, fault) == code


def test_every_unit_that_can_be_responsible_is_there(firm: Firm) -> None:
    for code in {unit_responsible(cause, fault) for cause in Cause for fault in FaultCategory}:
        assert department_id(firm.session, code)


def test_by_hand_with_a_reason_acknowledged_answered_closed(firm: Firm) -> None:
    request = firm.accepted()
    row = escalated(firm, request)
    assert (row.cause.clause, row.acknowledge_due_at) == ("4(2)", NOON + 5 * HOUR)
    acknowledge_escalation(firm.session, actor=firm.quality, **of(row))
    assert (row.state, row.next_due_at) == (S.ACKNOWLEDGED, NOON + 49 * HOUR)
    with pytest.raises(RuleBroken):
        close_escalation(firm.session, actor=firm.hotline, **of(row))
    answer_escalation(firm.session, actor=firm.quality, feedback="寿命五年，已给出检测报告", **of(row))
    assert (row.state, row.next_due_at, request.escalated_at) == (S.ANSWERED, None, None)
    close_escalation(firm.session, actor=firm.hotline, **of(row))
    assert (row.state, row.ended_by_id) == (S.CLOSED, firm.hotline.staff_id)


@pytest.mark.parametrize(("late", "is_kept"), [(-1, True), (0, True), (1, False)])
def test_the_acknowledgement_is_kept_to_the_second(firm: Firm, late: int, is_kept: bool) -> None:
    row = escalated(firm)
    at = row.acknowledge_due_at + timedelta(seconds=late)
    acknowledge_escalation(firm.session, actor=firm.quality, now=at, escalation_id=row.id or 0)
    event = firm.session.exec(select(Event).where(Event.name == "acknowledge_escalation")).one()
    assert event.data["kept"] is is_kept


def test_another_department_does_not_speak_for_it_and_the_manager_may(firm: Firm) -> None:
    row = escalated(firm)
    for actor in (firm.business, firm.hotline):
        with pytest.raises(RuleBroken):
            acknowledge_escalation(firm.session, actor=actor, **of(row))
    with pytest.raises(NotAllowed):
        acknowledge_escalation(firm.session, actor=firm.office, **of(row))
    acknowledge_escalation(firm.session, actor=firm.manager, **of(row))


def test_passed_on_the_clock_begins_with_the_right_department(firm: Firm) -> None:
    row = escalated(firm)
    pass_on_escalation(
        firm.session, actor=firm.dispatcher, department_id=department_id(firm.session, "design"), reason="图纸问题",
        **of(row),
    )  # fmt: skip
    assert (row.state, row.raised_at, row.first_raised_at) == (S.RAISED, NOON + 2 * HOUR, NOON + HOUR)
    assert row.acknowledge_due_at == row.next_due_at == NOON + 6 * HOUR
    with pytest.raises(RuleBroken):
        acknowledge_escalation(firm.session, actor=firm.quality, **of(row))


def test_feedback_that_isnt_enough_is_asked_for_again(firm: Firm) -> None:
    request = firm.accepted()
    row = escalated(firm, request)
    answer_escalation(firm.session, actor=firm.quality, feedback="在看", **of(row))
    with pytest.raises(InvalidInput):
        ask_more_of_escalation(firm.session, actor=firm.manager, reason="", **of(row))
    ask_more_of_escalation(firm.session, actor=firm.manager, reason="要检测报告", **of(row))
    assert (row.state, row.acknowledged_at) == (S.RAISED, None)
    assert request.escalated_at == NOON + 2 * HOUR


def test_one_department_has_it_once_and_several_may_have_it(firm: Firm) -> None:
    request = firm.accepted()
    row = escalated(firm, request)
    with pytest.raises(RuleBroken):
        escalated(firm, request)
    escalated(firm, request, "design")
    withdraw_escalation(firm.session, actor=firm.hotline, reason="已解决", **of(row))
    assert request.escalated_at == NOON + HOUR  # design still owes its word
    escalated(firm, request)


def test_what_was_asked_by_hand_becomes_the_major_one(firm: Firm) -> None:
    request = firm.accepted(cause=Cause.MATERIAL)
    row = escalated(firm, request)
    classify_request(
        firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=request.id or 0,
        change=Classification(severity=Severity.MAJOR),
    )  # fmt: skip
    assert the_one(firm).id == row.id
    assert row.cause is EscalationCause.MAJOR


def test_only_an_open_request_is_escalated_and_a_cancelled_one_drops_it(firm: Firm) -> None:
    request = firm.accepted(kind=Kind.REPAIR)
    row = escalated(firm, request)
    cancel_request(firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=request.id or 0, reason="客户撤销")
    assert (row.state, request.escalated_at) == (S.CLOSED, None)
    with pytest.raises(RuleBroken):
        escalated(firm, request)


def test_a_technician_escalates_own_jobs_only(firm: Firm) -> None:
    request = firm.on_site()
    new = NewEscalation(department_id=department_id(firm.session, "quality"), reason="整批面板开裂")
    with pytest.raises(NotAllowed):
        escalate_request(
            firm.session, actor=firm.second_technician, now=NOON + DAY, request_id=request.id or 0, new=new
        )
    escalate_request(firm.session, actor=firm.technician, now=NOON + DAY, request_id=request.id or 0, new=new)


def test_the_double_click_raises_one_and_who_comes_second_is_told(firm: Firm) -> None:
    request = firm.accepted()
    row = escalated(firm, request, once="e-1")
    assert escalated(firm, request, once="e-1").id == row.id
    seen = row.version
    acknowledge_escalation(firm.session, actor=firm.quality, expected_version=seen, **of(row))
    with pytest.raises(ChangedMeanwhile):
        answer_escalation(firm.session, actor=firm.quality, feedback="x", expected_version=seen, **of(row))


def test_every_state_is_reached_and_what_is_due_next() -> None:
    targets = {target for step in ESCALATION.steps for target in step.moves.values()}
    assert targets == set(S) == set(ESCALATION.labels)
    assert next_due(S.RAISED, NOON) == NOON + 4 * HOUR
    assert next_due(S.ACKNOWLEDGED, NOON) == NOON + 48 * HOUR
    assert next_due(S.ANSWERED, NOON) is None
    assert "raised --> acknowledged: Acknowledge" in ESCALATION.mermaid(lambda key: key)
