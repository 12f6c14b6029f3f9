"""Lists of audits and findings, each office's rate, what stands on Today, and that all of it goes by an index."""

from __future__ import annotations

from typing import Any

import pytest

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import Audit, CorrectiveAction, Office, ServiceRequest
from aftersales.queries.audit_rates import list_question_noes, list_rates
from aftersales.queries.audit_view import get_audit_view, look_at_draw
from aftersales.queries.audits import (
    Which,
    list_audits,
    list_findings,
    list_samples,
)
from aftersales.queries.due_records import list_due_records
from aftersales.queries.figures.groups import By
from aftersales.queries.staff import find_actor
from aftersales.rules.audit import AuditCheck, AuditState
from aftersales.rules.periods import month_of
from aftersales.rules.roles import Actor
from aftersales.services.audit_draw import closed_in
from aftersales.services.audit_findings import note_audit_finding
from aftersales.services.audit_follow_up import see_to_finding
from aftersales.services.audits import finish_audit, give_audit
from aftersales.services.company import add_office, add_team
from aftersales.services.corrective_action_steps import carry_out_action
from aftersales.services.office_sight import set_office_sight
from tests.builders import DAY, HOUR, Firm
from tests.queries.plans import plans_of
from tests.query_count import counted
from tests.services.audit_deeds import MARCH, TODAY, answered, closed, drawn, found, new_finding

K = AuditCheck
FIRST = MARCH.replace(day=1)


@pytest.fixture
def made(firm: Firm) -> list[Audit]:
    """Two finished, one of them with two findings of which one is seen to; one that nobody has looked at."""
    closed(firm, 3)
    rows = drawn(firm)
    answered(firm, rows[0], (K.PHOTOS, K.MANNER))
    found(firm, rows[0], K.PHOTOS, firm.office)
    seen = found(firm, rows[0], K.MANNER, firm.hotline)
    answered(firm, rows[1])
    for row in rows[:2]:
        finish_audit(firm.session, actor=firm.manager, now=TODAY + 5 * HOUR, audit_id=row.id or 0)
    see_to_finding(firm.session, actor=firm.hotline, now=TODAY + 6 * HOUR, finding_id=seen.id or 0, words="已致歉")
    firm.session.flush()
    return rows


def test_the_lists_are_ones_own_the_open_ones_and_all(firm: Firm, made: list[Audit]) -> None:
    def numbers(which: Which, actor: Actor = firm.manager) -> list[str]:
        return [row.number for row in list_audits(firm.session, actor, which)]

    assert numbers(Which.MINE) == numbers(Which.OPEN) == [made[0].number, made[2].number]
    assert numbers(Which.MINE, firm.dispatcher) == []
    assert numbers(Which.ALL) == [row.number for row in reversed(made)]
    for actor in (firm.business, firm.technician, firm.administrator):
        with pytest.raises(NotAllowed):
            numbers(Which.ALL, actor)


def test_findings_list_ones_own_first(firm: Firm, made: list[Audit]) -> None:
    rows = list_findings(firm.session, firm.office, only_open=True)
    assert [(row.question, row.is_mine) for row in rows] == [(K.PHOTOS, True), (K.MANNER, False)]
    assert [row.is_mine for row in list_findings(firm.session, firm.hotline, only_open=False)] == [True, False]


def test_an_office_has_the_share_of_yes_among_yes_and_no(firm: Firm, made: list[Audit]) -> None:
    (rate,) = list_rates(firm.session, firm.manager, from_month=FIRST, to_month=FIRST)
    total = 2 * len(K)
    assert (rate.drawn, rate.finished, rate.good, rate.asked) == (3, 2, total - 2, total)
    assert (rate.findings, rate.open_findings) == (2, 2)  # one is seen to, but not checked
    assert rate.rate == (total - 2) / total
    noes = {question: (count, of) for _, question, count, of in list_question_noes(
        firm.session, firm.manager, from_month=FIRST, to_month=FIRST)}  # fmt: skip
    assert noes[K.PHOTOS] == noes[K.MANNER] == (1, 2)
    assert noes[K.SURVEY_ASKED] == (0, 2)
    after = FIRST.replace(month=4)
    assert list_rates(firm.session, firm.manager, from_month=after, to_month=after) == []


def test_a_team_has_its_own_share_of_what_it_did(firm: Firm, made: list[Audit]) -> None:
    other = add_team(firm.session, actor=firm.manager, now=TODAY, name="上海二班", office_id=firm.office_id)
    request = firm.session.get_one(ServiceRequest, made[1].request_id)
    request.team_id = other.id
    firm.session.add(request)
    firm.session.flush()
    months: dict[str, Any] = {"by": By.TEAM, "from_month": FIRST, "to_month": FIRST}
    first, second = list_rates(firm.session, firm.manager, **months)
    assert (first.part_id, first.drawn, first.good, first.findings) == (firm.team_id, 2, len(K) - 2, 2)
    assert (second.part_id, second.name[0], second.rate, second.findings) == (other.id, "上海二班", 1.0, 0)
    noes = {(part_id, question): count for part_id, question, count, _ in list_question_noes(
        firm.session, firm.manager, **months)}  # fmt: skip
    assert (noes[firm.team_id, K.PHOTOS], noes[other.id or 0, K.PHOTOS]) == (1, 0)
    (row,) = list_audits(firm.session, firm.manager, Which.ALL, part=(By.TEAM, other.id or 0), months=(FIRST, FIRST))
    assert row.number == made[1].number


def test_the_draws_tell_how_to_repeat_them(firm: Firm, made: list[Audit]) -> None:
    (sample,) = list_samples(firm.session, firm.leadership)
    assert (sample.population, sample.drawn, sample.month) == (3, 3, FIRST)
    assert look_at_draw(firm.session, firm.manager, firm.office_id, MARCH) == (3, 3)
    assert look_at_draw(firm.session, firm.manager, firm.office_id, MARCH.replace(month=2)) == (0, 0)


def test_an_office_bound_to_its_region_sees_its_own_only(firm: Firm, made: list[Audit]) -> None:
    other = add_office(firm.session, actor=firm.manager, now=TODAY, name="广州办事处", region="华南")
    for office_id in (firm.office_id, other.id or 0):
        set_office_sight(
            firm.session, actor=firm.manager, now=TODAY, office_id=office_id, sees_region_only=True
        )  # fmt: skip
    near = find_actor(firm.session, firm.office.staff_id or 0)
    assert near is not None
    assert len(list_audits(firm.session, near, Which.ALL)) == 3
    here = firm.session.get_one(Office, firm.office_id)
    here.region = "华中"  # it moves to another region
    firm.session.add(here)
    firm.session.flush()
    far = Actor(near.staff_id, near.name, near.roles, other.id, only_region="华南")
    assert list_audits(firm.session, far, Which.ALL) == []
    assert list_findings(firm.session, far, only_open=False) == []
    assert list_rates(firm.session, far, from_month=FIRST, to_month=FIRST) == []
    with pytest.raises(NotFound):
        get_audit_view(firm.session, far, made[0].number)


def test_numbers_in_a_findings_words_are_masked_for_who_may_not_see_them(firm: Firm) -> None:
    closed(firm, 1)
    audit = answered(firm, drawn(firm)[0], (K.PHOTOS,))
    row = found(firm, audit, K.PHOTOS, firm.office)
    row.words = "请致电13812345678补拍"
    firm.session.add(row)
    firm.session.flush()
    for actor, is_whole in ((firm.manager, True), (firm.leadership, False), (firm.project_department, False)):
        view = get_audit_view(firm.session, actor, audit.number)
        (listed,) = list_findings(firm.session, actor, only_open=True)
        assert ("13812345678" in view.findings[0].row.words) is is_whole
        assert ("13812345678" in listed.words) is is_whole


def due(firm: Firm, actor: Actor, days: int = 30) -> list[tuple[str, str]]:
    rows = list_due_records(firm.session, actor, now=TODAY + days * DAY).rows
    return [(row.source.kind, row.number) for row in rows if row.source.kind.startswith("audit")]


def test_audits_and_findings_stand_on_today_with_whoever_has_them_to_do(firm: Firm, made: list[Audit]) -> None:
    check = ("audit_check", f"{made[0].number}-09")
    assert due(firm, firm.manager) == [check, ("audit", made[2].number)]
    assert due(firm, firm.office) == [("audit_finding", f"{made[0].number}-05")]
    assert due(firm, firm.hotline) == due(firm, firm.leadership) == []
    assert due(firm, firm.office, days=3) == []  # four days ahead of it
    assert due(firm, firm.office, days=5) != []
    give_audit(
        firm.session, actor=firm.manager, now=TODAY, audit_id=made[2].id or 0,
        auditor_id=firm.dispatcher.staff_id or 0,
    )  # fmt: skip
    assert (due(firm, firm.manager), due(firm, firm.dispatcher)) == ([check], [("audit", made[2].number)])
    made[2].auditor_id = None
    firm.session.add(made[2])
    firm.session.flush()
    assert due(firm, firm.manager) == [check, ("audit_nobodys", made[2].number)]


def test_one_audit_is_read_whole(firm: Firm, made: list[Audit]) -> None:
    view = get_audit_view(firm.session, firm.manager, made[0].number)
    assert [line.question for line in view.lines] == list(K)
    assert [(one.row.question, one.owner[0]) for one in view.findings] == [(K.PHOTOS, "孙丽"), (K.MANNER, "刘敏")]
    assert [event.name for event in view.history] == [
        "see_to_finding", "finish_audit", "note_audit_finding", "note_audit_finding", "answer_audit",
    ]  # fmt: skip
    close = next(one for one in view.offers if one.step.name == "close_audit")
    assert (view.audit.state, close.is_open) == (AuditState.FOLLOW_UP, False)
    with pytest.raises(NotFound):
        get_audit_view(firm.session, firm.manager, "SH1")


def test_a_page_asks_little(firm: Firm, made: list[Audit]) -> None:
    for most, ask in (
        (1, lambda: list_audits(firm.session, firm.manager, Which.MINE)),
        (1, lambda: list_findings(firm.session, firm.manager, only_open=True)),
        (2, lambda: list_rates(firm.session, firm.manager, from_month=FIRST, to_month=FIRST)),
        (7, lambda: get_audit_view(firm.session, firm.manager, made[0].number)),
    ):
        with counted(firm.session) as sent:
            ask()
        assert len(sent) <= most


def test_a_draw_and_the_open_ones_go_by_their_indexes(firm: Firm, made: list[Audit]) -> None:
    plan = plans_of(firm.session, lambda: closed_in(firm.session, firm.office_id, month_of(MARCH)))[0]
    assert "ix_service_request_closed" in plan, plan
    plan = plans_of(firm.session, lambda: list_audits(firm.session, firm.manager, Which.OPEN))[0]
    assert "ix_audit_open" in plan, plan
    plan = plans_of(firm.session, lambda: list_rates(
        firm.session, firm.manager, from_month=FIRST, to_month=FIRST))[0]  # fmt: skip
    assert "ix_audit_sample_month" in plan, plan


def test_a_finding_with_a_corrective_action_stands_on_today_once(firm: Firm) -> None:
    closed(firm, 1)
    audit = answered(firm, drawn(firm)[0], (K.PHOTOS,))
    finding = note_audit_finding(
        firm.session, actor=firm.manager, now=TODAY, audit_id=audit.id or 0,
        new=new_finding(firm.project_department.staff_id or 0, is_action=True),
    )  # fmt: skip
    action = firm.session.get_one(CorrectiveAction, finding.action_id)
    rows = list_due_records(firm.session, firm.project_department, now=TODAY + 30 * DAY).rows
    assert [row.number for row in rows if row.number in (action.number, finding.number)] == [action.number]
    carry_out_action(
        firm.session, actor=firm.project_department, now=TODAY + DAY, action_id=action.id or 0, done_words="已补拍"
    )
    assert due(firm, firm.project_department) == [("audit_finding", finding.number)]
    view = get_audit_view(firm.session, firm.manager, audit.number)
    assert view.findings[0].action == (action.number, action.state)
