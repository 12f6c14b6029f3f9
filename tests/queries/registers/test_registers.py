"""Every register against SQL of its own, on both databases; whose it is, and how it is paged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Date, text
from sqlmodel import select

from aftersales.errors import NotAllowed
from aftersales.models import Bearer, Customer, Dispatch, SurveyWay
from aftersales.queries.registers.columns import ColumnKind, Register
from aftersales.queries.registers.known import REGISTERS, registers_of
from aftersales.queries.registers.read import Place, RegisterRow, Selection, count_rows, each_batch, list_rows
from aftersales.queries.where import Where
from aftersales.rules.care import PlanKind
from aftersales.rules.complaint import ComplaintKind
from aftersales.rules.kinds import Cause, Channel, Kind, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import SYSTEM, Action
from aftersales.services.agreements import start_agreement
from aftersales.services.complaints import NewComplaint, register_complaint
from aftersales.services.cost_lines import NewCost
from aftersales.services.opinions import NewRouting, route_opinion
from aftersales.services.report import file_report
from aftersales.services.survey import Answers, record_survey
from tests.builders import DAY, HOUR, Firm, department_id
from tests.care_desk import delivered, due_revisit, written
from tests.queries.plans import plans_of
from tests.query_count import counted
from tests.returns_desk import requested
from tests.services.audit_deeds import closed, drawn
from tests.services.quality_deeds import of_type

ALL = Selection()


def with_costs(
    firm: Firm, *, days: int, quantity_milli: int = 1500, bearer: Bearer = Bearer.US, **values: object
) -> str:
    """A request up to its report with one cost line and its survey; gives its number."""
    at = firm.now + days * DAY
    request = firm.done(at=at)
    visit = firm.session.exec(select(Dispatch).where(Dispatch.request_id == request.id)).one()
    line = NewCost(price_item_id=firm.price_id, quantity_milli=1500, bearer=Bearer.US)
    file_report(
        firm.session, actor=firm.dispatcher, now=at + 5 * HOUR, request_id=request.id or 0,
        new=firm.report_of(request, visit.id or 0, costs=(line,)),
    )  # fmt: skip
    record_survey(
        firm.session, actor=firm.hotline, now=at + 6 * HOUR, request_id=request.id or 0, way=SurveyWay.TELEPHONE,
        answers=Answers(overall=5, manners=4),
    )  # fmt: skip
    return request.number


def column(register: Register, label: str, rows: list[RegisterRow]) -> list[object]:
    place = next(place for place, column in enumerate(register.columns) if column.label == label)
    return [row.cells[place] for row in rows]


@pytest.fixture
def numbers(firm: Firm) -> list[str]:
    made = [with_costs(firm, days=days) for days in range(3)]
    for _ in range(3):
        requested(firm)
    version = written(firm)
    for _ in range(3):
        delivered(firm, version)
    for kind in (PlanKind.AFTER_HANDOVER, PlanKind.WARRANTY_ENDS, PlanKind.TYPHOON_SEASON):
        due_revisit(firm, kind)
    firm.register(at=firm.now + 4 * DAY, channel=Channel.LETTER)
    firm.session.flush()
    return made


@pytest.fixture
def all_kinds(firm: Firm, numbers: list[str]) -> list[str]:
    """The same, with an agreement, a complaint, an opinion, an escalation, a corrective action and an audit."""
    special = firm.accepted(at=firm.now + 5 * DAY, needs_agreement=True, severity=Severity.MAJOR)
    start_agreement(
        firm.session, actor=firm.business, now=firm.now + 5 * DAY, request_id=special.id or 0, subject="加装照明"
    )
    complaint = NewComplaint(kind=ComplaintKind.CUSTOMER, channel=Channel.HOTLINE, request_id=special.id, words="太慢")
    register_complaint(firm.session, actor=firm.hotline, now=firm.now + 5 * DAY, new=complaint)
    suggestion = firm.accepted(at=firm.now + 5 * DAY, kind=Kind.SUGGESTION)
    routing = NewRouting(department_ids=(department_id(firm.session, "quality"),), due_on=(firm.now + 7 * DAY).date())
    route_opinion(firm.session, actor=firm.hotline, now=firm.now + 5 * DAY, request_id=suggestion.id or 0, new=routing)
    closed(firm, 1)
    drawn(firm)
    of_type(firm)
    return numbers


def direct(firm: Firm, sql: str) -> list[tuple[object, ...]]:
    firm.session.flush()
    return [tuple(row) for row in firm.session.connection().execute(text(sql))]


TABLES = {
    "calls": "SELECT number FROM service_request ORDER BY received_at DESC, id DESC",
    "dispatches": "SELECT number FROM dispatch WHERE dispatched_at IS NOT NULL ORDER BY dispatched_at DESC, id DESC",
    "reports": "SELECT r.number FROM service_report p JOIN service_request r ON r.id = p.request_id "
    "ORDER BY p.filed_at DESC, p.id DESC",
    "surveys": "SELECT r.number FROM survey s JOIN service_request r ON r.id = s.request_id "
    "ORDER BY s.answered_at DESC, s.id DESC",
    "costs": "SELECT r.number FROM cost_line c JOIN service_report p ON p.id = c.report_id "
    "JOIN service_request r ON r.id = p.request_id ORDER BY p.filed_at DESC, c.id DESC",
    "revisits": "SELECT number FROM revisit ORDER BY due_at DESC, id DESC",
    "handbooks": "SELECT number FROM handbook_delivery ORDER BY from_at DESC, id DESC",
    "returns": "SELECT l.number FROM return_line l JOIN product_return r ON r.id = l.return_id "
    "ORDER BY r.requested_at DESC, l.id DESC",
    "agreements": "SELECT number FROM agreement ORDER BY started_at DESC, id DESC",
    "complaints": "SELECT number FROM complaint ORDER BY received_at DESC, id DESC",
    "opinions": "SELECT number FROM opinion_routing ORDER BY routed_at DESC, id DESC",
    "escalations": "SELECT number FROM escalation ORDER BY first_raised_at DESC, id DESC",
    "corrective_actions": "SELECT number FROM corrective_action ORDER BY set_at DESC, id DESC",
    "audits": "SELECT number FROM audit ORDER BY drawn_at DESC, id DESC",
}
NUMBERS = {
    "dispatches": "Dispatch record", "reports": "Request number", "surveys": "Request number",
    "costs": "Request number",
}  # fmt: skip  # the others begin with a number of their own


@pytest.mark.parametrize("key", REGISTERS)
def test_a_register_holds_what_its_tables_hold(firm: Firm, all_kinds: list[str], key: str) -> None:
    register = REGISTERS[key]
    rows = list_rows(firm.session, firm.manager, register, ALL)
    expected = [row[0] for row in direct(firm, TABLES[key])]
    assert column(register, NUMBERS.get(key, register.columns[0].label), rows) == expected
    assert len(expected) > 0
    assert count_rows(firm.session, firm.manager, register, ALL) == len(expected)


def test_costs_add_up_to_what_sql_adds_up(firm: Firm, numbers: list[str]) -> None:
    rows = list_rows(firm.session, firm.manager, REGISTERS["costs"], ALL)
    ((total,),) = direct(firm, "SELECT sum(total_fen) FROM cost_line")
    assert sum(column(REGISTERS["costs"], "Amount (yuan)", rows)) == int(str(total)) > 0  # type: ignore[arg-type]


def test_a_row_tells_whose_it_is(firm: Firm, numbers: list[str]) -> None:
    register = REGISTERS["dispatches"]
    row = list_rows(firm.session, firm.manager, register, ALL, limit=1)
    assert row[0].number == numbers[-1]
    assert column(register, "Customer", row) == ["上海市第一人民医院"]
    assert column(register, "Contract number", row) == ["HT-2025-001"]
    assert column(register, "Place", row) == ["住院楼大堂"]
    assert column(register, "Technicians", row) == [(("王强", ""),)]
    assert column(register, "Office", row) == [("上海办事处", "Shanghai")]
    assert column(register, "Dispatched by", row) == [("陈刚", "")]


@pytest.mark.parametrize(("seconds", "found"), [(-1, 0), (0, 1), (1, 1)])
def test_the_first_moment_counts_and_the_last_does_not(firm: Firm, seconds: int, found: int) -> None:
    firm.register()
    before = Selection(from_at=firm.now - DAY, before_at=firm.now + timedelta(seconds=seconds))
    after = Selection(from_at=firm.now - timedelta(seconds=seconds))
    calls = REGISTERS["calls"]
    assert count_rows(firm.session, firm.manager, calls, before) == (1 if seconds > 0 else 0)
    assert count_rows(firm.session, firm.manager, calls, after) == found


def test_each_filter_leaves_its_own(firm: Firm, numbers: list[str]) -> None:
    calls, costs = REGISTERS["calls"], REGISTERS["costs"]
    other = Customer(name="100%_Tower", office_id=firm.office_id)
    firm.session.add(other)
    firm.session.flush()

    def count(register: Register, **values: object) -> int:
        return count_rows(firm.session, firm.manager, register, Selection(**values))  # type: ignore[arg-type]

    assert count(calls, where=Where(office_id=firm.office_id)) == 4
    assert count(calls, where=Where(office_id=firm.office_id + 999)) == 0
    assert count(calls, where=Where(region="华东")) == 4
    assert count(calls, where=Where(region="华北")) == 0
    assert count(calls, where=Where(team_id=firm.team_id)) == 4
    assert count(calls, customer="第一人民") == 4
    assert count(calls, customer="%") == count(calls, customer="_") == 0
    assert count(calls, project="ht-2025") == count(calls, project="住院楼") == 4
    assert count(calls, project="HT-2026") == 0
    assert count(calls, narrowed=(("channel", Channel.LETTER),)) == 1
    assert count(calls, narrowed=(("state", RequestState.DONE),)) == len(
        direct(firm, "SELECT id FROM service_request WHERE state = 'done'")
    )
    assert count(costs, narrowed=(("bearer", Bearer.US),)) == 3
    assert count(costs, narrowed=(("bearer", Bearer.CUSTOMER),)) == 0
    assert count(costs, narrowed=(("channel", Channel.LETTER),)) == 3  # not a word of this register


@pytest.mark.parametrize("key", REGISTERS)
def test_pages_meet_without_a_gap_also_at_one_moment(firm: Firm, numbers: list[str], key: str) -> None:
    firm.register(at=firm.now + 4 * DAY)
    register = REGISTERS[key]
    whole = list_rows(firm.session, firm.manager, register, ALL)
    walked: list[RegisterRow] = []
    after: Place | None = None
    while rows := list_rows(firm.session, firm.manager, register, ALL, after=after, limit=1):
        walked += rows
        after = rows[-1].place
    assert walked == whole


def test_an_export_walks_all_batches(firm: Firm, numbers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aftersales.queries.registers.read.BATCH", 2)
    for register in REGISTERS.values():
        batches = list(each_batch(firm.session, firm.manager, register, ALL))
        assert all(0 < len(batch) <= 2 for batch in batches)
        assert [row for batch in batches for row in batch] == list_rows(firm.session, firm.manager, register, ALL)


def test_a_technician_sees_own_jobs_only(firm: Firm, numbers: list[str]) -> None:
    for key in ("calls", "dispatches", "reports"):
        mine = list_rows(firm.session, firm.technician, REGISTERS[key], ALL)
        assert {row.number for row in mine} == set(numbers)
        assert list_rows(firm.session, firm.second_technician, REGISTERS[key], ALL) == []
    for key in ("costs", "surveys"):
        with pytest.raises(NotAllowed):
            list_rows(firm.session, firm.technician, REGISTERS[key], ALL)


def test_costs_are_for_who_sees_costs(firm: Firm, numbers: list[str]) -> None:
    for actor in (firm.hotline, firm.office, firm.administrator):
        with pytest.raises(NotAllowed):
            list_rows(firm.session, actor, REGISTERS["costs"], ALL)
        with pytest.raises(NotAllowed):
            count_rows(firm.session, actor, REGISTERS["costs"], ALL)
    assert len(list_rows(firm.session, firm.leadership, REGISTERS["costs"], ALL)) == 3
    assert [each.key for each in registers_of(firm.hotline)] == [
        key for key, register in REGISTERS.items() if register.needs is not Action.SEE_COSTS
    ]
    assert len(registers_of(SYSTEM)) == len(REGISTERS)


def test_who_sees_no_requests_reads_no_register(firm: Firm) -> None:
    for register in REGISTERS.values():
        with pytest.raises(NotAllowed):
            list_rows(firm.session, firm.administrator, register, ALL)


@pytest.mark.parametrize("key", REGISTERS)
def test_a_page_asks_twice_at_most(firm: Firm, numbers: list[str], key: str) -> None:
    with counted(firm.session) as sent:
        list_rows(firm.session, firm.manager, REGISTERS[key], ALL)
    assert len(sent) <= 2


@pytest.mark.parametrize("key", REGISTERS)
def test_a_late_page_begins_in_an_index(firm: Firm, all_kinds: list[str], key: str) -> None:
    register = REGISTERS[key]
    place = list_rows(firm.session, firm.manager, register, ALL)[0].place
    plan = plans_of(firm.session, lambda: list_rows(firm.session, firm.manager, register, ALL, after=place))[0]
    index = {
        "calls": "ix_service_request_received_at", "dispatches": "ix_dispatch_dispatched_at",
        "reports": "ix_service_report_filed_at", "surveys": "ix_survey_answered_at",
        "costs": "ix_service_report_filed_at", "returns": "ix_product_return_requested_at",
        "revisits": "ix_revisit_due_at", "handbooks": "ix_handbook_delivery_from_at",
        "agreements": "ix_agreement_started_at", "complaints": "ix_complaint_received_at",
        "opinions": "ix_opinion_routing_routed_at", "escalations": "ix_escalation_first_raised_at",
        "audits": "ix_audit_drawn_at",
        "corrective_actions": "ix_corrective_action_set_at",
    }[key]  # fmt: skip
    assert index in plan, plan


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_headings_are_told_apart_in_both_languages(register: Register) -> None:
    from aftersales.locale import translate

    for language in ("zh", "en"):
        headings = [translate(column.label, language) for column in register.columns]
        assert len(set(headings)) == len(headings)


def test_causes_found_come_before_causes_reported(firm: Firm) -> None:
    firm.done(cause_found=Cause.CONSTRUCTION, cause=Cause.MATERIAL)
    rows = list_rows(firm.session, firm.manager, REGISTERS["calls"], ALL)
    assert column(REGISTERS["calls"], "Cause", rows) == [Cause.CONSTRUCTION]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_a_day_is_a_day_in_every_register_and_not_a_text(register: Register) -> None:
    told = {
        column.label: column.kind
        for column in register.columns
        if any(isinstance(getattr(part, "type", None), Date) for part in column.sql)
    }
    assert set(told.values()) <= {ColumnKind.DAY}, told
