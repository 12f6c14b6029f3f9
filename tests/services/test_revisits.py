"""Customer care (5.2(2)): due revisits are produced once and on working days, assigned, made, put off or skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import CarePlan, Event, Revisit
from aftersales.queries.due_records import list_due_records
from aftersales.queries.revisits import (
    feedback_by_region,
    get_revisit_view,
    list_due_revisits,
    list_ended_revisits,
)
from aftersales.rules.care import Caller, PlanKind, RevisitState, RevisitWay
from aftersales.rules.kinds import Kind
from aftersales.services.care_plans import NewPlan, change_plan, set_plan_active
from aftersales.services.produce_revisits import produce_revisits
from aftersales.services.revisits import (
    Heard,
    assign_revisit,
    finish_revisit,
    link_request,
    move_revisit,
    skip_revisit,
)
from aftersales.services.ticker import tell_due
from tests.builders import DAY, HOUR, NOON, Firm
from tests.care_desk import HEARD, due_revisit, plan, produced

SATURDAY = NOON + 4 * DAY
K = PlanKind


def step(firm: Firm, deed: Any, revisit: Revisit, *, at: datetime = NOON + HOUR, **values: Any) -> Revisit:
    made: Revisit = deed(firm.session, actor=firm.office, now=at, revisit_id=revisit.id or 0, **values)
    return made


def as_key(firm: Firm) -> None:
    firm.customer.is_key = True
    firm.session.add(firm.customer)
    firm.session.flush()


def test_the_ticker_produces_what_is_due_and_never_twice(firm: Firm) -> None:
    plan(firm)
    for minutes in (0, 1, 60 * 24, 60 * 48):
        tell_due(firm.session, now=NOON + timedelta(minutes=minutes), holder="one")
    revisit = firm.session.exec(select(Revisit)).one()
    assert (revisit.number, revisit.rhythm_on, revisit.due_on) == (
        "HF20260310-0001", date(2026, 3, 1), date(2026, 3, 10)
    )  # fmt: skip
    assert (revisit.state, revisit.owner_id) == (RevisitState.DUE, firm.office.staff_id)
    told = firm.session.exec(select(Event).where(Event.name == "produce_revisit")).all()
    assert len(told) == 1


def test_nothing_is_produced_on_a_day_of_rest_and_it_is_made_up_for_on_the_next_working_day(firm: Firm) -> None:
    plan(firm)
    assert produced(firm, at=SATURDAY) == []
    (revisit,) = produced(firm, at=SATURDAY + 2 * DAY)
    assert revisit.due_on == date(2026, 3, 16)


def test_a_public_holiday_is_a_day_of_rest_too_and_a_make_up_day_is_not(firm: Firm) -> None:
    plan(firm)
    assert produced(firm, at=datetime.fromisoformat("2026-10-01T04:00+00:00")) == []
    assert len(produced(firm, at=datetime.fromisoformat("2026-10-10T04:00+00:00"))) == 1  # a Saturday, worked


def test_a_season_that_begins_on_a_day_of_rest_is_due_on_the_next_working_day(firm: Firm) -> None:
    plan(firm, K.TYPHOON_SEASON, month=3, day=14, regions=("华东",))
    plan(firm, K.TYPHOON_SEASON, month=3, day=14, regions=("华南",))
    (revisit,) = produced(firm)
    assert (revisit.rhythm_on, revisit.due_on, revisit.about_on) == (
        date(2026, 3, 14), date(2026, 3, 16), date(2026, 3, 14)
    )  # fmt: skip


def test_before_the_warranty_ends_each_project_is_asked_once(firm: Firm) -> None:
    plan(firm, K.WARRANTY_ENDS)
    (revisit,) = produced(firm)
    assert (revisit.about_on, revisit.rhythm_on, revisit.project_id) == (
        date(2027, 6, 1), date(2026, 3, 12), firm.project.id
    )  # fmt: skip


def test_a_key_customer_is_asked_again_months_after_the_last_talk_and_others_never(firm: Firm) -> None:
    plan(firm, K.KEY_CUSTOMERS)
    assert produced(firm) == []
    as_key(firm)
    (first,) = produced(firm, at=NOON + DAY)
    assert len(produced(firm, at=NOON + 30 * DAY)) == 1  # the first still waits
    step(firm, finish_revisit, first, at=NOON + 31 * DAY, heard=HEARD)
    assert len(produced(firm, at=datetime.fromisoformat("2026-07-02T04:00+00:00"))) == 1
    second = produced(firm, at=datetime.fromisoformat("2026-07-03T04:00+00:00"))[-1]
    assert (second.rhythm_on, second.due_on) == (date(2026, 7, 10), date(2026, 7, 10))


def test_a_skipped_key_customer_is_not_asked_for_again_at_once(firm: Firm) -> None:
    as_key(firm)
    plan(firm, K.KEY_CUSTOMERS, from_on=date(2026, 3, 10))
    (first,) = produced(firm)
    step(firm, skip_revisit, first, reason="装修停业")
    assert len(produced(firm, at=NOON + 30 * DAY)) == 1
    assert len(produced(firm, at=datetime.fromisoformat("2026-06-10T04:00+00:00"))) == 2


def test_a_stopped_plan_asks_for_nothing_and_does_not_make_up_for_it(firm: Firm) -> None:
    made = plan(firm)
    set_plan_active(firm.session, actor=firm.manager, now=NOON, plan_id=made.id or 0, is_active=False)
    assert produced(firm) == []
    set_plan_active(firm.session, actor=firm.manager, now=NOON + DAY, plan_id=made.id or 0, is_active=True)
    assert produced(firm, at=NOON + DAY) == []


def test_a_changed_plan_is_looked_at_again_on_the_same_day(firm: Firm) -> None:
    made = plan(firm, months=60)
    assert produced(firm) == []
    new = NewPlan(name="交工回访", kind=K.AFTER_HANDOVER, months=9, from_on=date(2026, 2, 1), caller=Caller.AFTER_SALES)
    change_plan(firm.session, actor=firm.manager, now=NOON, plan_id=made.id or 0, new=new)
    (revisit,) = produced(firm)
    assert revisit.owner_id == firm.hotline.staff_id


def test_a_tick_makes_no_more_than_its_share_and_the_next_one_the_rest(firm: Firm) -> None:
    plan(firm)
    plan(firm, K.WARRANTY_ENDS)
    assert produce_revisits(firm.session, now=NOON, most=1) == 1
    assert produce_revisits(firm.session, now=NOON, most=1) == 1
    assert produce_revisits(firm.session, now=NOON, most=1) == 0
    assert {made.looked_on for made in firm.session.exec(select(CarePlan))} == {NOON.date()}


def test_what_was_heard_is_kept_and_nothing_more_can_be_done(firm: Firm) -> None:
    revisit = step(firm, finish_revisit, due_revisit(firm), heard=HEARD)
    assert (revisit.state, revisit.mark, revisit.wishes, revisit.ended_by_id) == (
        RevisitState.DONE, 5, "希望加英文", firm.office.staff_id
    )  # fmt: skip
    told = firm.session.exec(select(Event).where(Event.name == "hear_customer")).one()
    assert told.data["mark"] == 5
    assert "王芳" not in str(told.data)
    with pytest.raises(RuleBroken):
        step(firm, skip_revisit, revisit, reason="x")


@pytest.mark.parametrize("mark", [0, 6, None])
def test_a_mark_goes_from_one_to_five(mark: int | None) -> None:
    with pytest.raises(InvalidInput):
        Heard(way=RevisitWay.PHONE, heard_from="王芳", mark=mark)


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (1, False), (366, False), (367, True)])
def test_it_is_put_off_to_today_or_later_within_a_year(firm: Firm, days: int, is_refused: bool) -> None:
    revisit, due_on = due_revisit(firm), NOON.date() + timedelta(days=days)
    if is_refused:
        with pytest.raises(InvalidInput):
            step(firm, move_revisit, revisit, due_on=due_on, reason="出差")
        return
    assert step(firm, move_revisit, revisit, due_on=due_on, reason="出差").due_on == due_on
    with pytest.raises(InvalidInput):
        step(firm, move_revisit, revisit, due_on=due_on, reason=" ")


def test_it_is_given_to_who_may_make_it(firm: Firm) -> None:
    revisit = due_revisit(firm)
    step(firm, assign_revisit, revisit, owner_id=firm.hotline.staff_id)
    assert [row.number for row in list_due_revisits(firm.session, firm.hotline, only_own=True)] == [revisit.number]
    with pytest.raises(RuleBroken):
        step(firm, assign_revisit, revisit, owner_id=firm.technician.staff_id)
    with pytest.raises(NotFound):
        step(firm, assign_revisit, revisit, owner_id=999_999)
    seen = revisit.version
    with pytest.raises(ChangedMeanwhile):
        step(firm, assign_revisit, revisit, owner_id=firm.office.staff_id, expected_version=seen - 1)


def test_a_request_that_follows_is_linked_both_ways_once(firm: Firm) -> None:
    revisit = step(firm, finish_revisit, due_revisit(firm), heard=HEARD)
    request = firm.register(kind=Kind.SUGGESTION, sign_id=None, customer_id=firm.customer.id)
    step(firm, link_request, revisit, request_id=request.id)
    view = get_revisit_view(firm.session, firm.office, revisit.number)
    assert view.request_number == request.number
    other = firm.register(kind=Kind.INQUIRY)
    with pytest.raises(RuleBroken):
        step(firm, link_request, revisit, request_id=other.id)


def test_another_regions_office_neither_sees_nor_makes_it(firm: Firm) -> None:
    revisit, elsewhere = due_revisit(firm), replace(firm.office, only_region="华南")
    assert list_due_revisits(firm.session, elsewhere) == []
    with pytest.raises(NotFound):
        get_revisit_view(firm.session, elsewhere, revisit.number)
    with pytest.raises(NotAllowed):
        finish_revisit(firm.session, actor=elsewhere, now=NOON, revisit_id=revisit.id or 0, heard=HEARD)
    near = replace(firm.office, only_region="华东")
    finish_revisit(firm.session, actor=near, now=NOON, revisit_id=revisit.id or 0, heard=HEARD)


def test_feedback_is_summed_by_region(firm: Firm) -> None:
    plan(firm, K.WARRANTY_ENDS)
    plan(firm, K.TYPHOON_SEASON)
    first, second, _ = [due_revisit(firm), *produced(firm)[:2]]
    step(firm, finish_revisit, first, heard=HEARD)
    step(firm, finish_revisit, second, heard=Heard(way=RevisitWay.VISIT, heard_from="李科长", mark=2))
    (region,) = feedback_by_region(firm.session, firm.leadership, from_at=NOON, before_at=NOON + DAY)
    assert (region.region, region.made, region.marks, region.satisfied, region.waiting) == (
        ("华东", "East"), 2, 7, 1, 1
    )  # fmt: skip
    assert region.mean == 3.5
    (before,) = feedback_by_region(firm.session, firm.leadership, from_at=NOON - DAY, before_at=NOON)
    assert (before.made, before.mean) == (0, None)
    assert len(list_ended_revisits(firm.session, firm.leadership, region="华东")) == 2
    assert list_ended_revisits(firm.session, firm.leadership, region="华南") == []


def test_today_shows_ones_own_and_the_manager_what_is_late(firm: Firm) -> None:
    revisit = due_revisit(firm)

    def seen(actor: Any, at: datetime) -> list[str]:
        return [row.number for row in list_due_records(firm.session, actor, now=at).rows]

    ends = revisit.due_at
    assert seen(firm.office, NOON) == [revisit.number]
    assert seen(firm.hotline, NOON) == seen(firm.leadership, NOON) == []
    assert seen(firm.manager, ends) == []
    assert seen(firm.manager, ends + timedelta(seconds=1)) == [revisit.number]
    step(firm, finish_revisit, revisit, heard=HEARD)
    assert seen(firm.office, NOON) == []
