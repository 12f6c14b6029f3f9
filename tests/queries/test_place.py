"""Who calls and about what, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import TermName
from aftersales.queries.place import (
    find_place_of_code,
    get_place,
    list_contacts,
    list_projects_of,
    list_signs_of,
)
from aftersales.queries.requests_at import find_request_at, list_requests_at
from aftersales.queries.warranty import get_warranty, list_projects_warranty, list_signs_warranty
from aftersales.rules.kinds import Cause, Charge, Role, TermSource, WarrantyStatus
from aftersales.rules.roles import SYSTEM, Actor
from aftersales.services.close import cancel_request
from aftersales.services.register_place import NewContact, add_contact
from aftersales.services.set_terms import NewTerm, set_term
from tests.builders import DAY, HOUR, Firm, new_sign

NOBODY = Actor(staff_id=1, name="", roles=frozenset())


def test_a_sign_brings_its_project_customer_office_and_team(firm: Firm) -> None:
    place = get_place(firm.session, firm.hotline, sign_id=firm.sign.id)
    assert (place.customer_name, place.project_code, place.sign_code) == (
        "上海市第一人民医院", "HT-2025-001", "S2025001-0001",
    )  # fmt: skip
    assert (place.office_name, place.team_name, place.sign_type_name) == ("上海办事处", "上海一班", "发光字")


def test_whether_a_sign_is_main_is_its_own_word_or_its_types(firm: Firm) -> None:
    assert get_place(firm.session, firm.hotline, sign_id=firm.sign.id).is_main_sign is True
    other = new_sign(firm.session, firm, is_main=False)
    assert get_place(firm.session, firm.hotline, sign_id=other.id).is_main_sign is False


def test_a_project_or_a_customer_alone_is_a_place_too(firm: Firm) -> None:
    project = get_place(firm.session, firm.hotline, project_id=firm.project.id)
    assert (project.project_name, project.sign_id) == ("住院楼标识工程", None)
    customer = get_place(firm.session, firm.hotline, customer_id=firm.customer.id)
    assert (customer.customer_id, customer.project_id) == (firm.customer.id, None)


def test_a_code_is_a_signs_or_a_contracts_and_nothing_near_it(firm: Firm) -> None:
    find = [find_place_of_code(firm.session, firm.hotline, code) for code in ("S2025001-0001", "HT-2025-001")]
    assert [(place.sign_id, place.project_id) for place in find if place] == [
        (firm.sign.id, firm.project.id), (None, firm.project.id),
    ]  # fmt: skip
    for code in ("S2025001-000", "", "'", "%", "s2025001-0001 "):
        assert find_place_of_code(firm.session, firm.hotline, code) is None


def test_what_is_not_there_is_said_and_who_may_not_look_is_refused(firm: Firm) -> None:
    with pytest.raises(NotFound):
        get_place(firm.session, firm.hotline, sign_id=999_999)
    with pytest.raises(NotAllowed):
        get_place(firm.session, NOBODY, sign_id=firm.sign.id)
    with pytest.raises(NotAllowed):
        list_requests_at(firm.session, firm.administrator, sign_id=firm.sign.id)


def test_contacts_begin_with_the_main_one_and_choices_with_the_newest_project(firm: Firm) -> None:
    new = NewContact(name="李工", phone="5678")
    add_contact(firm.session, actor=SYSTEM, now=firm.now, customer_id=firm.customer.id or 0, new=new)
    contacts = list_contacts(
        firm.session, firm.hotline, get_place(firm.session, firm.hotline, customer_id=firm.customer.id)
    )
    assert [contact.name for contact in contacts] == ["王芳", "李工"]
    assert [one.code for one in list_projects_of(firm.session, firm.hotline, firm.customer.id or 0)] == ["HT-2025-001"]
    new_sign(firm.session, firm, code="A-1")
    assert [one.code for one in list_signs_of(firm.session, firm.hotline, firm.project.id or 0)] == [
        "A-1", "S2025001-0001",
    ]  # fmt: skip


def test_requests_of_a_sign_its_project_and_its_customer_newest_first(firm: Firm) -> None:
    other = new_sign(firm.session, firm)
    first = firm.done()
    second = firm.register(at=firm.now + DAY, sign_id=other.id)
    for where, numbers in (
        ({"sign_id": firm.sign.id}, [first.number]),
        ({"project_id": firm.project.id}, [second.number, first.number]),
        ({"customer_id": firm.customer.id}, [second.number, first.number]),
    ):
        assert [one.number for one in list_requests_at(firm.session, firm.hotline, **where)] == numbers
    page = list_requests_at(firm.session, firm.hotline, customer_id=firm.customer.id, before_id=second.id)
    assert [one.number for one in page] == [first.number]


def test_open_ones_leave_out_what_is_closed_or_cancelled(firm: Firm) -> None:
    kept = firm.register()
    gone = firm.register(at=firm.now + HOUR)
    cancel_request(firm.session, actor=firm.manager, now=firm.now + 2 * HOUR, request_id=gone.id or 0, reason="误报")
    found = list_requests_at(firm.session, firm.hotline, sign_id=firm.sign.id, open_only=True)
    assert [one.number for one in found] == [kept.number]


def test_a_technician_sees_own_jobs_only(firm: Firm) -> None:
    mine, other = firm.accepted(), firm.accepted(at=firm.now + HOUR)
    firm.dispatch(mine)
    seen = list_requests_at(firm.session, firm.technician, sign_id=firm.sign.id)
    assert [one.number for one in seen] == [mine.number]
    assert find_request_at(firm.session, firm.technician, other.number) is None
    found = find_request_at(firm.session, firm.hotline, other.number)
    assert found is not None and found.customer_name == "上海市第一人民医院"


@pytest.mark.parametrize(("days", "status"), [(-1, WarrantyStatus.IN), (0, WarrantyStatus.IN), (1, WarrantyStatus.OUT)])
def test_the_lookup_decides_as_a_request_would(firm: Firm, days: int, status: WarrantyStatus) -> None:
    last_day = firm.now.replace(year=2027, month=6, day=1)  # 24 months from 1 June 2025
    now = last_day + timedelta(days=days)
    place = get_place(firm.session, firm.hotline, sign_id=firm.sign.id)
    view = get_warranty(firm.session, firm.hotline, place, now=now)
    signs = list_signs_warranty(firm.session, firm.hotline, firm.project.id or 0, now=now)
    projects = list_projects_warranty(firm.session, firm.hotline, firm.customer.id or 0, now=now)
    asked = [view.decided.warranty, signs[0].warranty, projects[0].warranty]
    assert [(one.result, one.ends_on, one.days_left) for one in asked] == [(status, date(2027, 6, 1), -days)] * 3


def test_the_contracts_own_coverage_says_who_pays(firm: Firm) -> None:
    new = NewTerm(
        name=TermName.COVERAGE, value={"customer_use": "free"}, source=TermSource.CONTRACT, quote="人为损坏免费",
        from_at=firm.now,
    )  # fmt: skip
    set_term(firm.session, actor=SYSTEM, now=firm.now, project_id=firm.project.id or 0, new=new)
    place = get_place(firm.session, firm.hotline, sign_id=firm.sign.id)
    charges = dict(get_warranty(firm.session, firm.hotline, place, now=firm.now + DAY).charges)
    assert charges[Cause.CUSTOMER_USE].result is Charge.FREE
    assert charges[Cause.WEAR].result is Charge.AT_COST
    before = get_warranty(firm.session, firm.hotline, place, now=firm.now - DAY)
    assert dict(before.charges)[Cause.CUSTOMER_USE].result is Charge.AT_COST
    assert [term.holds for term in before.terms] == [False]


def test_every_role_that_has_the_page_may_look(firm: Firm) -> None:
    for role in (Role.HOTLINE, Role.TECHNICIAN, Role.LEADERSHIP, Role.OFFICE):
        actor = Actor(staff_id=firm.hotline.staff_id, name="", roles=frozenset({role}))
        assert get_place(firm.session, actor, sign_id=firm.sign.id).sign_code == firm.sign.code
