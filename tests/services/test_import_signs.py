"""A register taken into the store: what is made, what is left as it is, what is refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func
from sqlmodel import Session, col, select

from aftersales.database import Store, adapter_of
from aftersales.documents.register_file import Register, read_register
from aftersales.documents.register_refusals import Refusal
from aftersales.errors import ChangedMeanwhile, NotAllowed
from aftersales.locale import sentence
from aftersales.models import (
    Contact,
    Customer,
    CustomerWords,
    Event,
    Office,
    Project,
    ProjectWords,
    Sign,
    SignType,
    SignWords,
)
from aftersales.rules.kinds import Charge, TermSource
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import SYSTEM
from aftersales.rules.words import query_words
from aftersales.services import import_signs as module
from aftersales.services.close import close_request
from aftersales.services.import_plan import plan_import
from aftersales.services.import_signs import ImportOutcome, foresee_import, import_signs
from aftersales.services.search_words import index_customer, index_project, index_sign
from tests.builders import HOUR, Firm
from tests.documents.register_builder import TODAY, sign, workbook

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data"
TABLES = (Office, SignType, Customer, Contact, Project, Sign, SignWords, ProjectWords, CustomerWords, Event)


class _Undo(Exception):
    """Leaves the unit of work without keeping anything."""


@pytest.fixture
def session(migrated_store: Store) -> Iterator[Session]:
    """An empty store, rolled back after the test."""
    try:
        with migrated_store.unit_of_work() as session:
            yield session
            raise _Undo
    except _Undo:
        pass


def read(*rows: list) -> Register:
    return read_register(workbook(*rows), today=TODAY)


def take(session: Session, *rows: list) -> ImportOutcome:
    register = read(*rows)
    return import_signs(session, actor=SYSTEM, now=NOW, rows=register.rows, problems=register.problems)


def counts(session: Session) -> dict[str, int]:
    return {table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in TABLES}


def found_signs(session: Session, typed: str) -> list[str]:
    ids = adapter_of(session).search_ids(session, "sign_words", query_words(typed), None, 50)
    return sorted(session.exec(select(Sign.code).where(col(Sign.id).in_(ids))))


def test_the_register_as_it_is_is_taken_whole(session: Session) -> None:
    register = read_register(DATA / "sign-register.xlsx", today=TODAY)
    outcome = import_signs(session, actor=SYSTEM, now=NOW, rows=register.rows, problems=register.problems)
    assert (outcome.signs, outcome.unchanged, len(outcome.problems)) == (390, 0, 30)
    assert counts(session) == {
        "Office": 6, "SignType": 10, "Customer": 29, "Contact": 30, "Project": 30, "Sign": 390, "SignWords": 390,
        "ProjectWords": 30, "CustomerWords": 29, "Event": 1,
    }  # fmt: skip
    kept = session.exec(select(Sign.remark).where(col(Sign.remark).like("=HYPERLINK%"))).all()
    assert kept == ['=HYPERLINK("http://127.0.0.1","点我")'] * 2


def test_a_row_makes_everything_its_sign_hangs_on(session: Session) -> None:
    outcome = take(session, sign("S-1"))
    assert (
        outcome.signs,
        outcome.customers,
        outcome.contacts,
        outcome.projects,
        outcome.sign_types,
        outcome.offices,
    ) == (1,) * 6
    row = session.exec(select(Sign)).one()
    project = session.get(Project, row.project_id)
    customer = session.get(Customer, project.customer_id)
    office = session.get(Office, project.office_id)
    contact = session.exec(select(Contact)).one()
    assert (row.code, row.place, row.remark, row.version) == ("S-1", "9层西侧", "", 1)
    assert (row.handover_on, row.warranty_months) == (None, None)
    assert (project.code, project.name, project.address) == ("HT-2024-001", "第一中学标识系统工程", "天河区滨江路177号")
    assert (project.handover_on, project.warranty_months) == (date(2024, 3, 14), 24)
    assert project.warranty_source is TermSource.PROJECT
    assert (customer.name, customer.is_key, customer.province, customer.city) == (
        "广州市天河区第一中学",
        True,
        "广东省",
        "广州市",
    )
    assert customer.office_id == office.id
    assert (office.name, office.region) == ("广州办事处", "广东省")
    assert (contact.name, contact.phone, contact.phone_digits) == ("何杰静", "0755-86828890", "075586828890")
    assert contact.is_main
    assert session.exec(select(SignType.name)).all() == ["立地式导向牌"]


def test_a_second_run_changes_nothing_and_doubles_nothing(session: Session) -> None:
    rows = [sign("S-1"), sign("S-2", 交工日期="2025-01-31"), sign(None)]
    take(session, *rows)
    before = counts(session)
    outcome = take(session, *rows)
    assert outcome.changes_nothing
    assert (outcome.signs, outcome.customers, outcome.contacts, outcome.projects) == (0, 0, 0, 0)
    assert (outcome.unchanged, [problem.kind for problem in outcome.problems]) == (2, [Refusal.NO_CODE])
    assert counts(session) == before


def test_a_sign_keeps_its_own_terms_where_its_project_says_otherwise(session: Session) -> None:
    take(session, sign("A"), sign("B", 质保期="36个月"), sign("C", 交工日期="2024-06-01"), sign("D"))
    own = {row.code: (row.handover_on, row.warranty_months) for row in session.exec(select(Sign))}
    assert own == {"A": (None, None), "B": (None, 36), "C": (date(2024, 6, 1), None), "D": (None, None)}


def test_what_is_missing_stays_unknown_and_is_never_guessed(session: Session) -> None:
    take(session, sign("A", 交工日期=None, 质保期=None))
    project = session.exec(select(Project)).one()
    assert (project.handover_on, project.warranty_months) == (None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"客户名称": "别的客户"}, "customer"),
        ({"工程名称": "别的工程"}, "project"),
        ({"合同编号": "HT-9"}, "contract number"),
        ({"标识类型": "门牌"}, "sign type"),
        ({"安装位置": "1层"}, "place"),
        ({"交工日期": "2024-03-15"}, "handover"),
        ({"质保期": 25}, "warranty months"),
        ({"备注": "新"}, "remark"),
    ],
)
def test_a_stored_code_with_other_content_is_refused_and_says_what_differs(
    session: Session, changes: dict[str, object], field: str
) -> None:
    take(session, sign("A"))
    before = counts(session)
    outcome = take(session, sign("A", **changes))
    (problem,) = outcome.problems
    assert (problem.row, problem.cell, problem.kind) == (4, "J4", Refusal.STORED_OTHERWISE)
    assert sentence(problem.reason, "en").lower() == f"sign code a is already stored with other content: {field}."
    assert counts(session) == before
    assert problem.cells[9] == "A"


def test_a_stored_customer_and_project_are_used_and_not_changed(session: Session) -> None:
    take(session, sign("A"))
    customer = session.exec(select(Customer)).one()
    customer.is_key, customer.address = False, "corrected"
    session.add(customer)
    session.flush()
    outcome = take(session, sign("B", 客户名称="广州市天河区 第一中学", 联系人="王", 联系电话="13912345678"))
    assert (outcome.signs, outcome.customers, outcome.contacts, outcome.projects, outcome.offices) == (1, 0, 1, 0, 0)
    session.expire_all()
    customer = session.exec(select(Customer)).one()
    assert (customer.is_key, customer.address) == (False, "corrected")
    assert sorted((contact.name, contact.is_main) for contact in session.exec(select(Contact))) == [
        ("何杰静", True),
        ("王", False),
    ]
    assert adapter_of(session).search_ids(session, "customer_words", ["tel13912345678"], None, 5) == [customer.id]


def test_two_projects_of_one_contract_and_one_without_contract_all_have_a_code(session: Session) -> None:
    rows = [
        sign("A"),
        sign("B", 工程名称="二期"),
        sign("C", 合同编号=None, 工程名称="无合同工程"),
        sign("D", 客户名称="乙", 合同编号="HT-2024-001"),
        sign("E", 客户名称="丙", 合同编号=None, 工程名称=None),
    ]
    take(session, *rows)
    projects = sorted((project.code, project.name) for project in session.exec(select(Project)))
    assert projects == [
        ("HT-2024-001", "第一中学标识系统工程"),
        ("HT-2024-001/2", "二期"),
        ("HT-2024-001/3", "第一中学标识系统工程"),
        ("NC-0001", "无合同工程"),
        ("NC-0002", "丙"),
    ]
    assert take(session, *rows).unchanged == 5
    take(session, sign("F", 客户名称="丁", 合同编号=None, 工程名称="新"))
    assert session.exec(select(Project.code).where(Project.name == "新")).one() == "NC-0003"


def test_a_sign_at_another_address_than_its_project_says_so_in_its_place(session: Session) -> None:
    take(session, sign("A"), sign("B"), sign("C", 详细地址="别处1号"))
    assert {row.code: row.place for row in session.exec(select(Sign))} == {
        "A": "9层西侧",
        "B": "9层西侧",
        "C": "别处1号 9层西侧",
    }


@pytest.mark.parametrize(("length", "taken"), [(154, True), (155, True), (156, False)])
def test_such_a_place_that_is_too_long_is_refused(session: Session, length: int, taken: bool) -> None:
    outcome = take(session, sign("A"), sign("B"), sign("C", 详细地址="字" * length))
    assert [problem.kind for problem in outcome.problems] == ([] if taken else [Refusal.TOO_LONG])


def test_rows_without_office_and_type_go_to_the_first_office_and_a_type_that_says_so(session: Session) -> None:
    take(session, sign("A", 办事处=None, 标识类型=None))
    assert session.exec(select(Office.name)).all() == ["总部"]
    assert session.exec(select(SignType.name)).all() == ["未注明类型"]
    take(session, sign("B", 办事处=None, 标识类型=None, 合同编号="X"), sign("C", 办事处="总部", 合同编号="Y"))
    assert session.exec(select(Office.name)).all() == ["总部"]


def test_imported_signs_are_found_like_those_made_by_hand(session: Session) -> None:
    take(session, sign("S-0001"), sign("S-0002", 安装位置="地下车库"))
    assert found_signs(session, "车库") == ["S-0002"]
    assert found_signs(session, "天") == ["S-0001", "S-0002"]
    stored = {
        table.__name__: {row.id: row.words for row in session.exec(select(table))}
        for table in (SignWords, ProjectWords, CustomerWords)
    }
    for row in session.exec(select(Sign)).all():
        project = session.get(Project, row.project_id)
        customer = session.get(Customer, project.customer_id)
        index_sign(session, row, project, customer)
        index_project(session, project, customer)
        index_customer(session, customer)
    session.expire_all()
    again = {
        table.__name__: {row.id: row.words for row in session.exec(select(table))}
        for table in (SignWords, ProjectWords, CustomerWords)
    }
    assert again == stored


def test_one_event_tells_of_the_import_without_personal_words(session: Session) -> None:
    take(session, sign("A"), sign("B"), sign(None))
    told = session.exec(select(Event)).one()
    assert (told.name, told.subject) == ("import_signs", "sign")
    assert told.data["signs"] == 2
    assert told.data["refused"] == 1
    assert told.data["last_sign_id"] - told.data["first_sign_id"] == 1
    assert "何杰静" not in str(told.data)


def test_a_look_beforehand_foresees_exactly_what_then_happens_and_writes_nothing(session: Session) -> None:
    register = read(sign("A"), sign("B", 客户名称="乙", 合同编号="2"), sign(None))
    before = counts(session)
    foreseen = foresee_import(session, actor=SYSTEM, rows=register.rows, problems=register.problems)
    assert counts(session) == before
    assert import_signs(session, actor=SYSTEM, now=NOW, rows=register.rows, problems=register.problems) == foreseen


def test_only_those_whose_role_allows_it_may_import(firm: Firm) -> None:
    register = read(sign("A"))
    for actor in (firm.hotline, firm.technician, firm.leadership):
        with pytest.raises(NotAllowed):
            import_signs(firm.session, actor=actor, now=NOW, rows=register.rows)
        with pytest.raises(NotAllowed):
            foresee_import(firm.session, actor=actor, rows=register.rows)
    assert import_signs(firm.session, actor=firm.manager, now=NOW, rows=register.rows).signs == 1


def test_a_request_on_an_imported_sign_goes_through_the_whole_loop(firm: Firm) -> None:
    register = read(sign("A", 交工日期="2025-12-01"))
    import_signs(firm.session, actor=firm.manager, now=firm.now, rows=register.rows)
    imported = firm.session.exec(select(Sign).where(Sign.code == "A")).one()
    request = firm.closable(sign_id=imported.id)
    assert request.sign_id == imported.id
    closed = close_request(firm.session, actor=firm.hotline, now=firm.now + 7 * HOUR, request_id=request.id)
    assert closed.state is RequestState.CLOSED
    assert closed.charge is Charge.FREE


def test_an_import_that_breaks_off_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the last step fails")

    register = read(*(sign(f"S{number}") for number in range(5)))
    with monkeypatch.context() as patch:
        patch.setattr(module, "record_event", fail)
        with pytest.raises(RuntimeError), store.unit_of_work() as session:
            import_signs(session, actor=SYSTEM, now=NOW, rows=register.rows)
    with store.reading() as session:
        assert set(counts(session).values()) == {0}
    with store.unit_of_work() as session:
        assert import_signs(session, actor=SYSTEM, now=NOW, rows=register.rows).signs == 5


def test_what_somebody_else_stores_at_the_same_moment_ends_the_import_with_a_clear_error(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan_then_somebody_stores(session: Session, rows: list) -> module.ImportPlan:
        plan = plan_import(session, rows)
        session.add(Office(name="广州办事处", region="广东省"))
        session.flush()
        return plan

    register = read(sign("A"))
    monkeypatch.setattr(module, "plan_import", plan_then_somebody_stores)
    with pytest.raises(ChangedMeanwhile), store.unit_of_work() as session:
        import_signs(session, actor=SYSTEM, now=NOW, rows=register.rows)
    with store.reading() as session:
        assert set(counts(session).values()) == {0}


def test_statements_grow_by_the_chunk_and_not_by_the_row(session: Session) -> None:
    def statements(*rows: list) -> int:
        seen: list[str] = []
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        take(session, *rows)
        return len(seen)

    few = statements(*(sign(f"A{number}") for number in range(10)))
    many = statements(*(sign(f"B{number}") for number in range(400)))
    assert many <= few


def test_progress_is_told_chunk_by_chunk(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WRITE_AT_ONCE", 2)
    register = read(*(sign(f"S{number}") for number in range(5)))
    told: list[tuple[int, int]] = []
    import_signs(session, actor=SYSTEM, now=NOW, rows=register.rows, progress=lambda *done: told.append(done))
    assert told == [(2, 5), (4, 5), (5, 5)]
