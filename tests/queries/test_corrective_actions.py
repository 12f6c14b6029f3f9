"""Corrective actions as they are looked at: what is open, what Today asks for, who sees which (4(6))."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from aftersales.errors import NotAllowed, NotFound
from aftersales.queries.actions_due import ACTIONS_DUE
from aftersales.queries.cause_analysis import find_analysis
from aftersales.queries.corrective_actions import (
    get_action_view,
    list_answering,
    list_corrective_actions,
    open_corrective_actions,
)
from aftersales.queries.due_records import list_due_records
from aftersales.queries.recurrences import list_chain, list_repeats
from aftersales.rules.contact_sight import MASKED, WHOLE
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.roles import SYSTEM, Actor
from aftersales.services.cause_analysis import record_cause_analysis
from aftersales.services.corrective_action_steps import drop_action, find_effect_not_good
from aftersales.services.visit import record_finding
from tests.builders import DAY, HOUR, NOON, Firm, new_sign
from tests.queries.plans import plans_of
from tests.query_count import counted
from tests.services.quality_deeds import analysis, carried_out, of_type

F = FaultCategory
AT = NOON + 30 * DAY


def due(firm: Firm, actor: Actor, at: Any) -> list[tuple[str, str]]:
    found = list_due_records(firm.session, actor, now=at, sources=ACTIONS_DUE)
    return [(row.source.kind, row.number) for row in found.rows]


def test_the_longest_overdue_stands_first_and_what_ended_is_not_open(firm: Firm) -> None:
    later = of_type(firm, at=AT, due_on=(AT + 9 * DAY).date())
    first = of_type(firm, at=AT)
    dropped = of_type(firm, at=AT)
    drop_action(firm.session, actor=firm.manager, now=AT, action_id=dropped.id, reason="不做了")
    assert [one.number for one in open_corrective_actions(firm.session, firm.manager)] == [first.number, later.number]
    assert len(open_corrective_actions(firm.session, firm.manager, 1)) == 1
    assert [one.number for one in list_corrective_actions(firm.session, firm.manager)] == [
        dropped.number, first.number, later.number,
    ]  # fmt: skip


def test_one_query_begins_in_the_index_of_the_open_ones(firm: Firm) -> None:
    of_type(firm, at=AT)
    with counted(firm.session) as sent:
        open_corrective_actions(firm.session, firm.manager)
    assert len(sent) == 1
    (plan,) = plans_of(firm.session, lambda: open_corrective_actions(firm.session, firm.manager))
    assert "ix_corrective_action_open" in plan


def test_a_page_asks_four_times_at_most(firm: Firm) -> None:
    number = carried_out(firm, of_type(firm, at=AT), at=AT + DAY).number
    firm.register(at=AT + 2 * DAY)
    with counted(firm.session) as sent:
        view = get_action_view(firm.session, firm.manager, number, now=AT + 3 * DAY)
    assert (len(sent) <= 4, view.came_back) == (True, 1)
    assert [event.name for event in view.history] == ["carry_out_action", "set_corrective_action"]


def test_today_asks_each_for_their_own(firm: Firm) -> None:
    row = of_type(firm, at=AT)
    before, late = AT + 4 * DAY, AT + 6 * DAY
    assert due(firm, firm.project_department, before) == [("action_own", row.number)]
    assert due(firm, firm.manager, before) == due(firm, firm.quality, before) == []
    assert due(firm, firm.manager, late) == [("action_late", row.number)]
    carried_out(firm, row, at=late)
    check = AT + 34 * DAY
    assert due(firm, firm.manager, check) == [("action_check", row.number)]
    assert due(firm, firm.project_department, check) == []  # nobody checks their own
    find_effect_not_good(firm.session, actor=firm.manager, now=check, action_id=row.id, check_words="又坏")
    assert due(firm, firm.dispatcher, check) == [("action_not_good", row.number)]


def test_who_sees_no_requests_sees_none(firm: Firm) -> None:
    number = of_type(firm, at=AT).number
    for ask in (open_corrective_actions, list_corrective_actions):
        with pytest.raises(NotAllowed):
            ask(firm.session, firm.technician)
    with pytest.raises(NotAllowed):
        get_action_view(firm.session, firm.administrator, number, now=AT)


def test_an_office_bound_to_its_region_sees_its_requests_and_its_own(firm: Firm) -> None:
    firm.closable(at=NOON)
    request = firm.closable(at=AT)
    record_cause_analysis(
        firm.session, actor=firm.dispatcher, now=AT + 6 * HOUR, request_id=request.id or 0, new=analysis(firm, at=AT)
    )
    of_type(firm, at=AT)
    own = of_type(firm, at=AT, owner_id=firm.office.staff_id)
    here, elsewhere = (replace(firm.office, only_region=region) for region in ("华东", "华北"))
    assert len(open_corrective_actions(firm.session, firm.office)) == 3
    assert len(open_corrective_actions(firm.session, here)) == 2
    assert [one.number for one in open_corrective_actions(firm.session, elsewhere)] == [own.number]
    hidden = next(one for one in open_corrective_actions(firm.session, here) if one.number != own.number).number
    with pytest.raises(NotFound):
        get_action_view(firm.session, elsewhere, hidden, now=AT)


def test_numbers_in_what_was_written_are_masked_for_who_sees_none(firm: Firm) -> None:
    firm.closable(at=NOON)
    request = firm.closable(at=AT)
    record_cause_analysis(
        firm.session, actor=firm.dispatcher, now=AT + 6 * HOUR, request_id=request.id or 0,
        new=analysis(firm, at=AT, whys=("王芳 13800001234 说散热不足",)),
    )  # fmt: skip
    whole, masked = (find_analysis(firm.session, request.id or 0, sight) for sight in (WHOLE, MASKED))
    assert whole is not None and masked is not None
    assert "13800001234" in whole.whys[0] and "13800001234" not in masked.whys[0]
    of_type(firm, at=AT, words="联系 13800001234 更换")
    for actor, is_seen in ((firm.manager, True), (firm.leadership, False)):
        words = "".join(one.words for one in open_corrective_actions(firm.session, actor))
        assert ("13800001234" in words) is is_seen


def test_what_answers_a_request_is_offered_and_nothing_else(firm: Firm) -> None:
    sign = new_sign(firm.session, firm, batch="B-7")
    firm.done(at=NOON, sign_id=sign.id)
    request = firm.done(at=AT, sign_id=sign.id)
    fits = {of_type(firm, at=AT).number, of_type(firm, at=AT, sign_type_id=None, batch="B-7").number}
    new_sign(firm.session, firm, batch="B-8")
    of_type(firm, at=AT, fault=F.WATER)
    of_type(firm, at=AT, sign_type_id=None, batch="B-8")
    dropped = of_type(firm, at=AT)
    drop_action(firm.session, actor=SYSTEM, now=AT, action_id=dropped.id, reason="不做了")
    assert {one.number for one in list_answering(firm.session, firm.dispatcher, request)} == fits


def test_the_fault_that_was_found_makes_the_chain(firm: Firm) -> None:
    first = firm.done(at=NOON)
    second = firm.on_site(at=NOON + 10 * DAY, fault=F.WATER)
    record_finding(
        firm.session, actor=firm.technician, now=NOON + 10 * DAY + 4 * HOUR, request_id=second.id or 0,
        cause=Cause.MATERIAL, fault=F.DARK,
    )  # fmt: skip
    (repeat,) = list_repeats(firm.session, firm.manager, since=NOON)
    assert (repeat.number, repeat.fault) == (second.number, F.DARK)
    chain = list_chain(firm.session, firm.manager, sign_id=firm.sign.id or 0, fault=F.DARK)
    assert [one.number for one in chain] == [first.number, second.number]
