"""Merging and splitting lose nothing of the history."""

import pytest
from sqlmodel import select

from aftersales.errors import InvalidInput, RuleBroken
from aftersales.models import Customer, Event
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.services.close import cancel_request
from aftersales.services.merge import merge_request, split_request
from aftersales.services.register_place import NewCustomer, add_customer
from tests.builders import HOUR, NOON, Firm, new_sign


def _merge(firm: Firm, request, into):
    return merge_request(
        firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id, into_id=into.id, reason="同一问题"
    )


def test_a_duplicate_keeps_its_number_and_trail_and_points_to_the_other(firm: Firm) -> None:
    kept, duplicate = firm.accepted(), firm.register()
    _merge(firm, duplicate, kept)
    assert (duplicate.state, duplicate.merged_into_id, duplicate.due_at) == (RequestState.MERGED, kept.id, None)
    told = firm.session.exec(select(Event).where(Event.name == "take_in")).one()
    assert (told.subject_id, told.data["number"]) == (kept.id, duplicate.number)
    assert firm.session.exec(select(Event).where(Event.subject_id == duplicate.id, Event.name == "register")).one()


def test_the_promise_counts_from_the_first_time_we_were_told(firm: Firm) -> None:
    first, second = firm.register(), firm.register(at=NOON + HOUR)
    merge_request(
        firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=first.id, into_id=second.id, reason="重复"
    )
    assert (second.received_at, second.arrive_due_at) == (NOON, NOON + 12 * HOUR)
    told = firm.session.exec(select(Event).where(Event.name == "take_in")).one()
    assert "arrive_due_at" in told.data["clocks"]


def test_a_request_is_not_merged_into_itself_an_ended_one_or_another_customers(firm: Firm) -> None:
    request = firm.register()
    with pytest.raises(InvalidInput):
        _merge(firm, request, request)
    ended = firm.register()
    cancel_request(firm.session, actor=firm.hotline, now=NOON, request_id=ended.id, reason="误报")
    with pytest.raises(RuleBroken):
        _merge(firm, request, ended)
    other: Customer = add_customer(
        firm.session, actor=firm.hotline, now=NOON, new=NewCustomer(name="别的客户", office_id=firm.office_id)
    )
    stranger = firm.register(sign_id=None, customer_id=other.id)
    with pytest.raises(RuleBroken):
        _merge(firm, request, stranger)


def test_after_the_crew_has_left_it_is_not_merged(firm: Firm) -> None:
    kept, request = firm.accepted(), firm.on_site(sign_id=new_sign(firm.session, firm).id)
    with pytest.raises(RuleBroken):
        _merge(firm, request, kept)


def test_a_second_need_gets_a_request_of_its_own_with_the_same_receipt(firm: Firm) -> None:
    request = firm.accepted()
    sign = new_sign(firm.session, firm)
    split = {
        "actor": firm.hotline, "now": NOON + HOUR, "request_id": request.id, "description": "索引牌倾斜",
        "fault": FaultCategory.LOOSE, "reason": "一个电话两件事", "sign_id": sign.id, "once": "s-1",
    }  # fmt: skip
    new = split_request(firm.session, **split)
    assert (new.number, new.split_from_id, new.sign_id) == ("FW20260310-0002", request.id, sign.id)
    assert (new.received_at, new.responded_at) == (request.received_at, request.responded_at)
    assert (new.state, new.arrive_due_at) == (RequestState.ACCEPTED, NOON + 12 * HOUR)
    assert split_request(firm.session, **split).id == new.id
