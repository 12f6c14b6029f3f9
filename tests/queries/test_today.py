"""What each role has to do now, found in two statements; nobody sees another role's groups."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from aftersales.errors import NotAllowed
from aftersales.models import SurveyWay
from aftersales.queries.today import Group, Todo, duties_of, list_todo
from aftersales.rules.kinds import Role, Severity, StopReason
from aftersales.rules.roles import SYSTEM, Actor
from aftersales.services.agreements import (
    AgreementTerms,
    accept_agreement,
    approve_agreement,
    start_agreement,
    submit_agreement,
    write_terms,
)
from aftersales.services.company import add_office
from aftersales.services.dispatch import hand_back
from aftersales.services.hold import hold_request
from aftersales.services.survey import ask_survey, refuse_survey
from aftersales.services.visit import arrive, leave_half_done
from tests.builders import DAY, HOUR, NOON, Firm, person
from tests.queries.plans import plans_of
from tests.queries.test_find import counted

SECOND = timedelta(seconds=1)


def group(firm: Firm, actor: Actor, todo: Todo, now: datetime = NOON + HOUR) -> Group | None:
    return next((group for group in list_todo(firm.session, actor, now=now) if group.todo is todo), None)


def numbers(firm: Firm, actor: Actor, todo: Todo, now: datetime = NOON + HOUR) -> list[str]:
    found = group(firm, actor, todo, now)
    assert found is not None
    assert found.total == len(found.cards)
    return [card.number for card in found.cards]


def test_an_unanswered_customer_waits_for_the_hotline(firm: Firm) -> None:
    request = firm.register()
    firm.accepted()
    assert numbers(firm, firm.hotline, Todo.UNANSWERED) == [request.number]


def test_an_answered_request_waits_for_a_crew_until_one_is_sent(firm: Firm) -> None:
    request = firm.accepted()
    firm.register()
    assert numbers(firm, firm.dispatcher, Todo.TO_DISPATCH) == [request.number]
    firm.dispatch(request)
    assert numbers(firm, firm.dispatcher, Todo.TO_DISPATCH) == []


def test_a_danger_waits_for_a_crew_before_anybody_answered(firm: Firm) -> None:
    request = firm.register(severity=Severity.DANGER)
    assert numbers(firm, firm.dispatcher, Todo.TO_DISPATCH) == [request.number]
    assert numbers(firm, firm.manager, Todo.DANGER) == [request.number]


@pytest.mark.parametrize(
    ("left", "late", "soon"),
    [(-SECOND, 1, 0), (timedelta(0), 0, 1), (4 * HOUR, 0, 1), (4 * HOUR + SECOND, 0, 0)],
)
def test_late_and_soon_change_at_the_second(firm: Firm, left: timedelta, late: int, soon: int) -> None:
    request = firm.accepted()
    assert request.due_at is not None
    now = request.due_at - left
    assert len(numbers(firm, firm.dispatcher, Todo.LATE, now)) == late
    assert len(numbers(firm, firm.dispatcher, Todo.SOON, now)) == soon


def test_a_job_handed_back_waits_until_somebody_else_is_sent(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    hand_back(firm.session, actor=firm.technician, now=NOON + 2 * HOUR, request_id=request.id or 0, reason="车坏了")
    assert numbers(firm, firm.dispatcher, Todo.HANDED_BACK) == [request.number]
    firm.dispatch(request, crew=(firm.second_technician,), at=NOON + 3 * HOUR)
    assert numbers(firm, firm.dispatcher, Todo.HANDED_BACK) == []


def test_a_visit_left_half_done_waits_for_the_next_one(firm: Firm) -> None:
    request = firm.accepted()
    firm.dispatch(request)
    arrive(firm.session, actor=firm.technician, now=NOON + 2 * HOUR, request_id=request.id or 0)
    leave_half_done(
        firm.session, actor=firm.technician, now=NOON + 3 * HOUR, request_id=request.id or 0, missing="缺电源"
    )
    assert numbers(firm, firm.dispatcher, Todo.NEXT_VISIT) == [request.number]


def test_a_held_request_comes_back_on_its_day(firm: Firm) -> None:
    request = firm.accepted()
    hold_request(
        firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id or 0, reason=StopReason.CUSTOMER,
        note="客户出差", ask_again_on=(NOON + DAY).date(),
    )  # fmt: skip
    assert numbers(firm, firm.hotline, Todo.ASK_AGAIN, NOON + 2 * HOUR) == []
    assert numbers(firm, firm.hotline, Todo.ASK_AGAIN, NOON + DAY) == [request.number]


def test_a_survey_is_asked_for_twice_a_day_apart_or_until_it_is_answered(firm: Firm) -> None:
    request = firm.done()
    asked = NOON + 5 * HOUR

    def waits(now: datetime) -> bool:
        return bool(numbers(firm, firm.hotline, Todo.SURVEY, now))

    assert waits(asked)
    ask_survey(firm.session, actor=firm.hotline, now=asked, request_id=request.id or 0, way=SurveyWay.TELEPHONE)
    assert [waits(asked + DAY - SECOND), waits(asked + DAY)] == [False, True]
    ask_survey(firm.session, actor=firm.hotline, now=asked + DAY, request_id=request.id or 0, way=SurveyWay.TELEPHONE)
    assert not waits(asked + 3 * DAY)


def test_a_refused_survey_is_not_asked_for_again(firm: Firm) -> None:
    request = firm.done()
    refuse_survey(firm.session, actor=firm.hotline, now=NOON + 5 * HOUR, request_id=request.id or 0, reason="不填")
    assert numbers(firm, firm.hotline, Todo.SURVEY, NOON + DAY) == []
    assert numbers(firm, firm.manager, Todo.TO_CLOSE, NOON + DAY) == [request.number]


def test_an_office_sees_its_own_only(firm: Firm) -> None:
    other = add_office(firm.session, actor=SYSTEM, now=NOON, name="广州办事处", region="华南")
    away = person(firm.session, Role.OFFICE, name="何敏", office_id=other.id)
    request = firm.register()
    assert numbers(firm, firm.office, Todo.UNANSWERED) == [request.number]
    assert numbers(firm, away, Todo.UNANSWERED) == []


def test_each_has_the_groups_of_their_roles_each_once(firm: Firm) -> None:
    both = Actor(staff_id=1, name="", roles=frozenset({Role.HOTLINE, Role.DISPATCHER, Role.AFTER_SALES_MANAGER}))
    assert len(set(duties_of(both))) == len(duties_of(both))
    assert set(duties_of(both)) >= {*duties_of(firm.hotline), *duties_of(firm.dispatcher)}
    assert duties_of(firm.administrator) == ()
    assert list_todo(firm.session, firm.technician, now=NOON) == []


def test_a_role_with_groups_but_without_sight_is_refused(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aftersales.queries.today.duties_of", lambda actor: (Todo.LATE,))
    with pytest.raises(NotAllowed):
        list_todo(firm.session, firm.administrator, now=NOON)


def owner_of(session: Session) -> Actor:
    return person(session, *(role for role in Role if role is not Role.SYSTEM), name="管理员")


def test_all_groups_together_take_two_statements_over_the_partial_index(firm: Firm) -> None:
    owner = owner_of(firm.session)
    firm.dispatch(firm.accepted())
    firm.register()
    with counted(firm.session) as sent:
        groups = list_todo(firm.session, owner, now=NOON + HOUR)
    assert {group.todo for group in groups} == set(Todo)
    assert len(sent) == 2
    found, _crews = plans_of(firm.session, lambda: list_todo(firm.session, owner, now=NOON + HOUR))
    assert "ix_service_request_open" in found
    assert "SCAN service_request\n" not in found


def test_what_needs_an_agreement_goes_from_department_to_department(firm: Firm) -> None:
    request = firm.accepted(needs_agreement=True)
    assert numbers(firm, firm.dispatcher, Todo.TO_DISPATCH) == []
    assert numbers(firm, firm.business, Todo.AGREEMENT) == [request.number]
    known: dict[str, Any] = {"actor": firm.business, "now": NOON + HOUR}
    made = start_agreement(firm.session, request_id=request.id or 0, subject="加装照明", **known)
    known["agreement_id"] = made.id or 0
    write_terms(firm.session, new=AgreementTerms(terms="夜间施工", price_fen=1), **known)
    accept_agreement(firm.session, answered_by="王芳", **known)
    assert numbers(firm, firm.manager, Todo.TO_APPROVE) == []
    submit_agreement(firm.session, **known)
    assert numbers(firm, firm.manager, Todo.TO_APPROVE) == [request.number]
    assert numbers(firm, firm.business, Todo.AGREEMENT) == []
    approve_agreement(firm.session, **known | {"actor": firm.manager})
    assert numbers(firm, firm.manager, Todo.TO_APPROVE) == []
    assert numbers(firm, firm.dispatcher, Todo.TO_DISPATCH) == [request.number]
