"""Finding while typing, on both databases, with whatever people type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import Session

from aftersales.errors import NotAllowed
from aftersales.queries.find import find_customers, find_projects, find_requests, find_signs
from aftersales.rules.roles import SYSTEM
from aftersales.services.register_place import (
    NewContact,
    NewCustomer,
    NewProject,
    add_contact,
    add_customer,
    add_project,
)
from tests.builders import HOUR, Firm, new_sign


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def codes(firm: Firm, typed: str) -> list[str]:
    return [sign.code for sign in find_signs(firm.session, firm.hotline, typed)]


@pytest.mark.parametrize(
    "typed", ["S2025001-0001", "s20250010001", "S2025", "住院楼", "院", "发光字", "lit", "HT-2025", "第一人民"]
)
def test_a_sign_is_found_by_code_place_type_project_and_customer(firm: Firm, typed: str) -> None:
    assert codes(firm, typed) == ["S2025001-0001"]


def test_wide_letters_of_an_input_method_are_the_usual_ones(firm: Firm) -> None:
    assert codes(firm, "Ｓ２０２５００１－０００１") == ["S2025001-0001"]


def test_every_word_has_to_be_there(firm: Firm) -> None:
    new_sign(firm.session, firm, code="S-A", place="门诊楼北侧")
    assert codes(firm, "门诊 北") == ["S-A"]
    assert codes(firm, "门诊 南") == []


@pytest.mark.parametrize(
    "typed", ["1234", "13800001234", "138 0000 1234", "+86 138-0000-1234", "1380", "王芳", "王", "医院"]
)
def test_a_customer_is_found_by_name_and_by_a_contacts_name_or_phone(firm: Firm, typed: str) -> None:
    found = find_customers(firm.session, firm.hotline, typed)
    assert [(one.name, one.contact_name, one.contact_phone) for one in found] == [
        ("上海市第一人民医院", "王芳", "138 0000 1234")
    ]


def test_the_contact_shown_is_the_one_whose_number_was_typed(firm: Firm) -> None:
    add_contact(
        firm.session, actor=SYSTEM, now=firm.now, customer_id=firm.customer.id or 0,
        new=NewContact(name="李工", phone="13900005678"),
    )  # fmt: skip
    shown = {
        typed: find_customers(firm.session, firm.hotline, typed)[0].contact_name for typed in ("5678", "李工", "医院")
    }
    assert shown == {"5678": "李工", "李工": "李工", "医院": "王芳"}


def test_a_customer_without_contacts_is_found_too(firm: Firm) -> None:
    add_customer(firm.session, actor=SYSTEM, now=firm.now, new=NewCustomer(name="Sam's Club O'Neill 100%"))
    (found,) = find_customers(firm.session, firm.hotline, "o'neill")
    assert (found.name, found.contact_id, found.contact_name) == ("Sam's Club O'Neill 100%", None, "")


def test_a_project_is_found_by_contract_number_name_and_address(firm: Firm) -> None:
    new = NewProject(
        code="HT-9",
        name="虹桥站导向标识",
        customer_id=firm.customer.id,
        office_id=firm.office_id,
        address="申贵路1500号",
    )
    add_project(firm.session, actor=SYSTEM, now=firm.now, new=new)
    for typed in ("HT-9", "虹桥", "申贵路", "1500"):
        assert [one.code for one in find_projects(firm.session, firm.hotline, typed)] == ["HT-9"]


def test_requests_are_found_by_number_phone_and_description_newest_first(firm: Firm) -> None:
    first = firm.register()
    second = firm.register(at=firm.now + HOUR, description="3号楼门头的字掉了")
    assert [one.id for one in find_requests(firm.session, firm.hotline, "1234")] == [second.id, first.id]
    assert [one.id for one in find_requests(firm.session, firm.hotline, second.number)] == [second.id]
    (found,) = find_requests(firm.session, firm.hotline, "字掉")
    assert (found.number, found.sign_code, found.customer_name) == (second.number, firm.sign.code, firm.customer.name)


def test_the_next_ones_follow_behind_the_last_one_shown(firm: Firm) -> None:
    for number in range(5):
        new_sign(firm.session, firm, code=f"P-{number}")
    first = find_signs(firm.session, firm.hotline, "P", limit=3)
    rest = find_signs(firm.session, firm.hotline, "P", limit=3, before_id=first[-1].id)
    assert [one.code for one in first + rest] == ["P-4", "P-3", "P-2", "P-1", "P-0"]


STRANGE = [
    "", " ", "'", '"', "''\"", "%", "_", "*", "\\", "😀", "赵\x00钱", "a" * 20_000, "汉" * 5_000, "á" * 3_000,
    'x" OR "y', "NEAR(a b)", "a AND b", "NOT x", "words:a", "^a", "-a", "a*b", "(", "& | !", "'; DROP TABLE sign; --",
    ":*", "O'Brien", "50%", "a:b", "<->", "\U0001f468\u200d\U0001f469", "ＡＢＣ", "\ud7ff", "é'è",
]  # fmt: skip


@pytest.mark.parametrize("typed", STRANGE, ids=range(len(STRANGE)))
@pytest.mark.parametrize("find", [find_signs, find_projects, find_customers, find_requests])
def test_nothing_typed_can_break_the_search(firm: Firm, find: Callable[..., list[object]], typed: str) -> None:
    assert find(firm.session, firm.hotline, typed) == []
    assert find(firm.session, firm.technician, typed) == []
    assert codes(firm, "S2025001") == ["S2025001-0001"]


def test_a_very_long_word_is_stored_and_found_by_its_beginning(firm: Firm) -> None:
    request = firm.register(description="é" * 2000)
    assert [one.id for one in find_requests(firm.session, firm.hotline, "é" * 100)] == [request.id]


def test_a_technician_finds_own_jobs_only(firm: Firm) -> None:
    mine = firm.accepted()
    other = firm.accepted(at=firm.now + HOUR)
    firm.dispatch(mine)
    firm.dispatch(other, at=firm.now + 2 * HOUR, crew=(firm.second_technician,))
    for typed in ("不亮", "1234", "亮", "FW2026", mine.number):
        assert [one.id for one in find_requests(firm.session, firm.technician, typed)] == [mine.id], typed
    assert find_requests(firm.session, firm.technician, "亮", before_id=mine.id) == []
    assert find_requests(firm.session, firm.technician, "没有") == []
    assert find_signs(firm.session, firm.technician, "S2025")


def test_who_may_not_see_requests_is_refused(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        find_requests(firm.session, firm.administrator, "1234")
    assert find_customers(firm.session, firm.administrator, "医院")
    assert not find_customers(firm.session, firm.administrator, "1234")


@pytest.mark.parametrize("find", [find_signs, find_projects, find_customers, find_requests])
def test_the_rows_cost_one_query_beside_the_index(firm: Firm, find: Callable[..., list[object]]) -> None:
    firm.register()
    find_index = 2 if firm.session.get_bind().dialect.name == "postgresql" else 1
    with counted(firm.session) as sent:
        assert find(firm.session, firm.hotline, "医院")
    assert len(sent) == find_index + 1
    with counted(firm.session) as sent:
        find(firm.session, firm.hotline, "!")
    assert sent == []
