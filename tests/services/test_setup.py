"""The first start, and changing who works here."""

from __future__ import annotations

import pytest

from aftersales.database import Store
from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, RuleBroken
from aftersales.models import Company, Staff
from aftersales.queries.accounts import is_open_demo, list_staff
from aftersales.queries.staff import find_actor
from aftersales.rules.kinds import Role
from aftersales.rules.sign_in import MOST_TRIES_FROM_ADDRESS
from aftersales.services.accounts import add_account
from aftersales.services.own_company import begin_own_company
from aftersales.services.setup import FirstManager, keep_setup_code, needs_setup, set_up_company
from aftersales.services.sign_in import try_password
from aftersales.services.sign_in_tries import ensure_may_try
from aftersales.services.staff import StaffChange, change_staff
from tests.builders import NOON, Firm

PASSWORD = "blaue-Leiter-47"
FIRST = FirstManager(company_name="上海标识", name="赵琳", sign_in_name="Zhao.Lin", password=PASSWORD)


@pytest.fixture
def begun(store: Store) -> Store:
    with store.unit_of_work() as session:
        begin_own_company(session, now=NOON)
        keep_setup_code(session, now=NOON, code="abcd-efgh-jkmn")
    return store


def test_the_printed_code_makes_the_first_managers_account_once(begun: Store) -> None:
    with begun.unit_of_work() as session:
        assert needs_setup(session)
        staff_id = set_up_company(session, now=NOON, code=" ABCD efgh-jkmn ", new=FIRST)
        assert not needs_setup(session)
        actor = find_actor(session, staff_id)
        assert actor is not None
        assert {Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR} <= actor.roles
        assert (actor.name, session.get_one(Company, 1).name) == ("赵琳", "上海标识")
        with pytest.raises(RuleBroken):
            set_up_company(session, now=NOON, code="abcd-efgh-jkmn", new=FIRST)
    inside = try_password(begun.unit_of_work, name="zhao.lin", password=PASSWORD, address="", device="", now=NOON)
    assert inside.session_id


@pytest.mark.parametrize("code", ["", "abcd-efgh-jkmm", "abcd", "中文"])
def test_a_wrong_code_makes_nothing(begun: Store, code: str) -> None:
    with pytest.raises(NotAllowed), begun.unit_of_work() as session:
        set_up_company(session, now=NOON, code=code, new=FIRST)
    with begun.reading() as session:
        assert needs_setup(session)


def test_the_code_of_an_earlier_start_no_longer_opens(begun: Store) -> None:
    with begun.unit_of_work() as session:
        keep_setup_code(session, now=NOON, code="pqrs-tuvw-xyz2")
    with pytest.raises(NotAllowed), begun.unit_of_work() as session:
        set_up_company(session, now=NOON, code="abcd-efgh-jkmn", new=FIRST)


def test_a_weak_password_leaves_the_code_for_the_next_try(begun: Store) -> None:
    with pytest.raises(InvalidInput), begun.unit_of_work() as session:
        weak = FIRST.model_copy(update={"password": "1234567890"})
        set_up_company(session, now=NOON, code="abcd-efgh-jkmn", new=weak)
    with begun.unit_of_work() as session:
        assert set_up_company(session, now=NOON, code="abcd-efgh-jkmn", new=FIRST)


def test_codes_are_not_guessed_at_leisure(begun: Store) -> None:
    for _ in range(MOST_TRIES_FROM_ADDRESS):
        ensure_may_try(begun.unit_of_work, key="of one address", most=MOST_TRIES_FROM_ADDRESS, now=NOON)
    with pytest.raises(NotAllowed, match="Too many"):
        ensure_may_try(begun.unit_of_work, key="of one address", most=MOST_TRIES_FROM_ADDRESS, now=NOON)


def test_a_demo_is_open_only_while_nobody_has_an_account(firm: Firm) -> None:
    company = firm.session.get_one(Company, 1)
    assert not is_open_demo(firm.session)
    company.is_demo = True
    firm.session.add(company)
    firm.session.flush()
    assert is_open_demo(firm.session)
    assert not needs_setup(firm.session)
    add_account(firm.session, actor=firm.manager, now=NOON, staff_id=firm.manager.staff_id or 0, name="zhao")
    assert not is_open_demo(firm.session)


def change_of(**values: object) -> StaffChange:
    return StaffChange(**{"name": "吴斌", "roles": (Role.ADMINISTRATOR,)} | values)


def test_roles_and_office_are_changed_and_the_list_shows_it(firm: Firm) -> None:
    staff_id = firm.hotline.staff_id or 0
    change = StaffChange(
        name="刘敏敏", roles=(Role.DISPATCHER, Role.HOTLINE), office_id=firm.office_id, email="LIU@x.cn"
    )
    person = change_staff(
        firm.session, actor=firm.administrator, now=NOON, staff_id=staff_id, expected_version=1, change=change
    )
    assert person.version == 2
    row = next(row for row in list_staff(firm.session, firm.manager) if row.id == staff_id)
    assert (row.name, row.roles, row.email) == ("刘敏敏", (Role.HOTLINE, Role.DISPATCHER), "liu@x.cn")
    with pytest.raises(ChangedMeanwhile):
        change_staff(
            firm.session, actor=firm.administrator, now=NOON, staff_id=staff_id, expected_version=1, change=change
        )


def test_the_last_who_manages_staff_remains(firm: Firm) -> None:
    admin, manager = firm.administrator, firm.manager
    leaving = StaffChange(name="赵琳", roles=(Role.AFTER_SALES_MANAGER,), is_active=False)
    change_staff(
        firm.session, actor=admin, now=NOON, staff_id=manager.staff_id or 0, expected_version=1, change=leaving
    )
    for change in (change_of(roles=(Role.HOTLINE,)), change_of(is_active=False)):
        with pytest.raises(RuleBroken, match="remain"):
            change_staff(
                firm.session, actor=admin, now=NOON, staff_id=admin.staff_id or 0, expected_version=1, change=change
            )
    assert firm.session.get_one(Staff, admin.staff_id).is_active


def test_only_who_manages_staff_sees_and_changes_the_list(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        list_staff(firm.session, firm.dispatcher)
    with pytest.raises(NotAllowed):
        change_staff(
            firm.session,
            actor=firm.dispatcher,
            now=NOON,
            staff_id=firm.dispatcher.staff_id or 0,
            expected_version=1,
            change=change_of(),
        )


def test_an_address_belongs_to_one_person(firm: Firm) -> None:
    email = {"email": "one@x.cn"}
    ids = (firm.administrator.staff_id or 0, firm.office.staff_id or 0)
    change_staff(
        firm.session, actor=firm.administrator, now=NOON, staff_id=ids[0], expected_version=1, change=change_of(**email)
    )
    with pytest.raises(InvalidInput, match="already"):
        change_staff(
            firm.session,
            actor=firm.administrator,
            now=NOON,
            staff_id=ids[1],
            expected_version=1,
            change=change_of(**email),
        )
