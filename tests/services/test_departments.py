"""Departments: the usual ones are there, people belong to one, and somebody is told."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from aftersales.errors import InvalidInput, NotFound
from aftersales.models import Event, Staff
from aftersales.queries.departments import list_departments
from aftersales.queries.staff import find_actor
from aftersales.rules.kinds import Role
from aftersales.services.departments import department_of_roles, department_recipients, set_department_lead
from aftersales.services.staff import StaffChange, change_staff
from tests.builders import NOON, Firm, department_id, person


def test_a_new_company_has_the_usual_departments_in_both_languages(firm: Firm) -> None:
    rows = list_departments(firm.session)
    assert {"after_sales", "business", "project", "design", "production", "purchasing", "quality"} == {
        row.code for row in rows
    }
    assert all(row.name and row.name_en and row.lead_id is None for row in rows)


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.HOTLINE, "after_sales"), (Role.BUSINESS_DEPARTMENT, "business"), (Role.TECHNICIAN, "project")],
)
def test_a_role_makes_somebody_a_member(firm: Firm, role: Role, code: str) -> None:
    actor = person(firm.session, role, name="新人")
    assert actor.department_id == department_id(firm.session, code)
    assert department_of_roles(firm.session, (Role.LEADERSHIP, Role.OFFICE)) is None


def test_what_is_chosen_for_somebody_wins_over_their_role_until_nothing_is(firm: Firm) -> None:
    staff = firm.session.get_one(Staff, firm.hotline.staff_id)
    design = department_id(firm.session, "design")
    for chosen, expected in ((design, design), (None, department_id(firm.session, "after_sales"))):
        change = StaffChange(name="刘敏", roles=(Role.HOTLINE,), department_id=chosen)
        change_staff(
            firm.session, actor=firm.manager, now=NOON, staff_id=staff.id or 0, expected_version=staff.version,
            change=change,
        )  # fmt: skip
        found = find_actor(firm.session, staff.id or 0)
        assert found is not None and found.department_id == expected


def test_the_lead_is_told_else_everybody_else_the_after_sales_managers(firm: Firm) -> None:
    quality, design = (department_id(firm.session, code) for code in ("quality", "design"))
    second = person(firm.session, Role.DEPARTMENT, name="第二", department_id=quality)
    ids = [firm.quality.staff_id, second.staff_id]
    assert department_recipients(firm.session, quality) == ids
    assert department_recipients(firm.session, design) == [firm.manager.staff_id]
    set_department_lead(
        firm.session, actor=firm.administrator, now=NOON, department_id=quality, staff_id=second.staff_id
    )
    assert department_recipients(firm.session, quality) == [second.staff_id]
    assert next(row for row in list_departments(firm.session) if row.id == quality).lead == "第二"


def test_who_left_leads_nothing(firm: Firm) -> None:
    quality = department_id(firm.session, "quality")
    set_department_lead(
        firm.session, actor=firm.manager, now=NOON, department_id=quality, staff_id=firm.quality.staff_id
    )
    firm.session.get_one(Staff, firm.quality.staff_id).is_active = False
    firm.session.flush()
    assert department_recipients(firm.session, quality) == [firm.manager.staff_id]
    assert next(row for row in list_departments(firm.session) if row.id == quality).lead_id is None


def test_a_lead_is_named_and_taken_back_and_each_is_told_once(firm: Firm) -> None:
    quality = department_id(firm.session, "quality")
    for staff_id in (firm.quality.staff_id, firm.quality.staff_id, None, None):
        set_department_lead(firm.session, actor=firm.manager, now=NOON, department_id=quality, staff_id=staff_id)
    told = firm.session.exec(
        select(Event.data).where(Event.name == "set_department_lead").order_by(col(Event.id))
    ).all()
    assert told == [{"lead": firm.quality.staff_id}, {"lead": None}]


def test_nobody_leads_what_is_not_there(firm: Firm) -> None:
    with pytest.raises(NotFound):
        set_department_lead(firm.session, actor=firm.manager, now=NOON, department_id=99_999, staff_id=None)
    with pytest.raises(InvalidInput):
        set_department_lead(
            firm.session, actor=firm.manager, now=NOON, department_id=department_id(firm.session, "design"),
            staff_id=99_999,
        )  # fmt: skip
