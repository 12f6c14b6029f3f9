"""Returns and exchanges: requested, received, inspected, decided, shipped, closed; each piece its own way (5.1(4))."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import Event, ProductReturn, ReturnLine, ServiceRequest
from aftersales.rules.kinds import Cause, Charge, Kind, Role, WarrantyStatus
from aftersales.rules.product_return import LIMITS, Outcome, ReturnState, Whereabouts, Wish
from aftersales.services.classify import Classification, classify_request
from aftersales.services.close import close_request
from aftersales.services.respond import resolve
from aftersales.services.return_decisions import (
    Repayment,
    ReturnQuote,
    accept_return_quote,
    decline_return_quote,
    except_return_line,
    quote_return_line,
    refund_return_line,
    refuse_return_line,
    repair_return_line,
    replace_return_line,
)
from aftersales.services.return_inspection import Inspection, inspect_return_line
from aftersales.services.return_shipping import (
    Arrival,
    PaidRefund,
    Shipment,
    close_return_line,
    pay_return_refund,
    scrap_return_line,
    send_back_return_line,
)
from aftersales.services.returns import (
    NewReturn,
    ReturnMove,
    move_return_line,
    request_return,
    withdraw_return_line,
)
from tests.builders import DAY, HOUR, NOON, Firm, person
from tests.returns_desk import closed, decided, head_of, inspected, lines_of, new_line, received, requested, shipped

S, W = ReturnState, Whereabouts


def deeds_of(firm: Firm, line: ReturnLine) -> list[str]:
    firm.session.flush()
    found = select(Event.name).where(Event.subject == "return_line", Event.subject_id == line.id)
    return list(firm.session.exec(found.order_by(col(Event.id))))


def whereabouts_of(firm: Firm, line: ReturnLine) -> list[str]:
    firm.session.flush()
    found = select(Event.data).where(Event.subject == "return_line", Event.subject_id == line.id)
    return [data["whereabouts"] for data in firm.session.exec(found.order_by(col(Event.id))) if "whereabouts" in data]


def test_an_exchange_goes_its_whole_way(firm: Firm) -> None:
    line = requested(firm)
    head = head_of(firm, line)
    assert head.number.startswith("TH20260310-")
    assert (head.office_id, head.project_id, head.customer_id) == (firm.office_id, firm.project.id, firm.customer.id)
    move_return_line(
        firm.session, actor=firm.office, now=NOON + HOUR, line_id=line.id or 0,
        new=ReturnMove(whereabouts=W.ON_THE_WAY, carrier_in="德邦", waybill_in="DB1"),
    )  # fmt: skip
    for step, state in ((received, S.RECEIVED), (inspected, S.INSPECTED)):
        step(firm, line)  # type: ignore[operator]
        assert line.state is head.state is state
    assert (line.warranty, line.charge) == (WarrantyStatus.IN, Charge.FREE)
    decided(firm, Outcome.REPLACE, line)
    shipped(firm, line)
    assert head.state is S.SHIPPED
    assert head.ended_at is None
    closed(firm, line)
    assert head.state is S.CLOSED
    assert head.ended_at == line.ended_at == NOON + 8 * DAY
    assert whereabouts_of(firm, line) == ["on_the_way", "at_workshop"]
    scrap_return_line(firm.session, actor=firm.project_department, now=NOON + 9 * DAY, line_id=line.id or 0)
    assert whereabouts_of(firm, line) == ["on_the_way", "at_workshop", "scrapped"]
    assert head.ended_at == NOON + 8 * DAY
    assert deeds_of(firm, line) == ["move", "receive", "inspect", "replace", "ship", "close", "scrap"]


def test_part_of_a_quantity_goes_its_own_way(firm: Firm) -> None:
    line = requested(firm, quantity=5)
    head = head_of(firm, line)
    received(firm, line, pieces=3)
    first, rest = lines_of(firm, head)
    assert (first.quantity, first.state, first.whereabouts) == (3, S.RECEIVED, W.AT_WORKSHOP)
    assert (rest.quantity, rest.state, rest.whereabouts) == (2, S.REQUESTED, W.AT_CUSTOMER)
    assert rest.number == f"{head.number}/2"
    assert head.state is S.REQUESTED  # the hindmost line
    inspected(firm, line)
    replace_return_line(firm.session, actor=firm.manager, now=NOON + 4 * DAY, line_id=line.id or 0, quantity=1)
    third = lines_of(firm, head)[2]
    assert (line.quantity, line.state, third.quantity, third.state) == (1, S.DECIDED, 2, S.INSPECTED)
    refuse_return_line(
        firm.session, actor=firm.manager, now=NOON + 4 * DAY, line_id=third.id or 0, quantity=2, reason="人为损坏"
    )
    assert third.state is S.REFUSED
    assert third.serials == "A1, A2"  # what was recorded before the parting stays with both
    assert sum(one.quantity for one in lines_of(firm, head)) == 5
    assert deeds_of(firm, third)[0] == "split_line"


@pytest.mark.parametrize("quantity", [0, 6])
def test_no_more_pieces_than_there_are(firm: Firm, quantity: int) -> None:
    line = inspected(firm, quantity=5)
    with pytest.raises(InvalidInput):
        replace_return_line(firm.session, actor=firm.manager, now=NOON, line_id=line.id or 0, quantity=quantity)


def test_a_second_click_makes_no_second_return(firm: Firm) -> None:
    first = requested(firm, once="k1")
    again = requested(firm, once="k1")
    assert first.id == again.id
    assert len(list(firm.session.exec(select(ProductReturn)))) == 1


def test_an_old_version_overwrites_nothing(firm: Firm) -> None:
    line = inspected(firm)
    with pytest.raises(ChangedMeanwhile):
        replace_return_line(
            firm.session, actor=firm.manager, now=NOON, line_id=line.id or 0, quantity=5, expected_version=1
        )


# --- what is free, and what needs a quote or an exception (3(1), 1.4, 3(2)) --------------------------------------


@pytest.mark.parametrize(
    ("cause", "outcome", "is_free"),
    [
        (Cause.MATERIAL, Outcome.REPAIR, True),
        (Cause.MATERIAL, Outcome.REPLACE, True),
        (Cause.MATERIAL, Outcome.REFUND, False),
        (Cause.CONSTRUCTION, Outcome.REPAIR, True),
        (Cause.CONSTRUCTION, Outcome.REPLACE, False),
        (Cause.CUSTOMER_USE, Outcome.REPAIR, False),
        (Cause.UNKNOWN, Outcome.REPAIR, False),
    ],
)
def test_free_only_where_the_decision_says_so(firm: Firm, cause: Cause, outcome: Outcome, is_free: bool) -> None:
    line = inspected(firm, cause=cause)
    known = {"actor": firm.manager, "now": NOON + 4 * DAY, "line_id": line.id or 0}

    def decide() -> None:
        if outcome is Outcome.REFUND:
            new = Repayment(quantity=5, refund_fen=100)
            refund_return_line(firm.session, new=new, **known)  # type: ignore[arg-type]
        else:
            deed = repair_return_line if outcome is Outcome.REPAIR else replace_return_line
            deed(firm.session, quantity=5, **known)  # type: ignore[operator]

    if not is_free:
        with pytest.raises(RuleBroken) as refusal:
            decide()
        assert refusal.value.clause == "3(1)"
        except_return_line(firm.session, outcome=outcome, reason="重点客户，领导同意", **known)  # type: ignore[arg-type]
    decide()
    assert line.state is S.DECIDED
    assert line.outcome is outcome
    assert bool(line.exception_reason) is not is_free


def test_what_is_not_free_goes_on_once_the_customer_accepts_the_quote(firm: Firm) -> None:
    line = inspected(firm, cause=Cause.CUSTOMER_USE)
    known = {"now": NOON + 4 * DAY, "line_id": line.id or 0}
    assert line.charge is Charge.AT_COST
    quote = ReturnQuote(outcome_for=Outcome.REPLACE, price_fen=80_000)
    quote_return_line(firm.session, actor=firm.dispatcher, new=quote, **known)  # type: ignore[arg-type]
    assert line.state is S.QUOTED
    with pytest.raises(RuleBroken):
        replace_return_line(firm.session, actor=firm.manager, quantity=5, **known)  # type: ignore[arg-type]
    accept_return_quote(firm.session, actor=firm.office, answered_by="王芳", **known)  # type: ignore[arg-type]
    with pytest.raises(RuleBroken):  # accepted for the new one, not for the repair
        repair_return_line(firm.session, actor=firm.manager, quantity=5, **known)  # type: ignore[arg-type]
    replace_return_line(firm.session, actor=firm.dispatcher, quantity=5, **known)  # type: ignore[arg-type]
    assert line.state is S.DECIDED


def test_a_declined_quote_leaves_it_to_be_decided_otherwise(firm: Firm) -> None:
    line = inspected(firm, cause=Cause.WEAR)
    known = {"now": NOON + 4 * DAY, "line_id": line.id or 0}
    quote = ReturnQuote(outcome_for=Outcome.REPAIR, price_fen=1)
    quote_return_line(firm.session, actor=firm.dispatcher, new=quote, **known)  # type: ignore[arg-type]
    decline_return_quote(firm.session, actor=firm.office, reason="太贵", **known)  # type: ignore[arg-type]
    assert (line.state, line.quote_for) == (S.INSPECTED, None)
    with pytest.raises(RuleBroken):
        repair_return_line(firm.session, actor=firm.manager, quantity=5, **known)  # type: ignore[arg-type]


def test_what_is_free_is_not_quoted(firm: Firm) -> None:
    line = inspected(firm)
    with pytest.raises(RuleBroken) as refusal:
        quote_return_line(
            firm.session, actor=firm.manager, now=NOON, line_id=line.id or 0,
            new=ReturnQuote(outcome_for=Outcome.REPLACE, price_fen=1),
        )  # fmt: skip
    assert refusal.value.clause == "3(1)"


def test_while_nobody_knows_who_pays_only_the_manager_quotes(firm: Firm) -> None:
    line = inspected(firm, cause=Cause.UNKNOWN)
    new = ReturnQuote(outcome_for=Outcome.REPAIR, price_fen=1)
    with pytest.raises(RuleBroken):
        quote_return_line(firm.session, actor=firm.dispatcher, now=NOON, line_id=line.id or 0, new=new)
    quote_return_line(firm.session, actor=firm.manager, now=NOON, line_id=line.id or 0, new=new)


@pytest.mark.parametrize(("days", "status"), [(-1, WarrantyStatus.IN), (0, WarrantyStatus.IN), (1, WarrantyStatus.OUT)])
def test_the_warranty_of_the_day_it_was_asked_for_counts(firm: Firm, days: int, status: WarrantyStatus) -> None:
    firm.sign.handover_on = (NOON - 365 * DAY).date()
    firm.sign.warranty_months = 12
    firm.session.add(firm.sign)
    firm.session.flush()
    last = firm.sign.handover_on + timedelta(days=365)  # 12 months later
    new = NewReturn(lines=(new_line(firm),))
    at = NOON + (last - NOON.date()) + days * DAY
    head = request_return(firm.session, actor=firm.office, now=at, new=new)
    line = lines_of(firm, head)[0]
    from aftersales.services.return_inspection import Receipt, receive_return_line

    receive_return_line(
        firm.session, actor=firm.manager, now=at + 30 * DAY, line_id=line.id or 0,
        new=Receipt(quantity=5, condition="好"),
    )  # fmt: skip
    inspect_return_line(
        firm.session, actor=firm.manager, now=at + 30 * DAY, line_id=line.id or 0,
        new=Inspection(quantity=5, finding="x", cause=Cause.MATERIAL),
    )  # fmt: skip
    assert line.warranty is status
    assert line.charge is (Charge.PAID if status is WarrantyStatus.OUT else Charge.FREE)


def test_inspected_anew_an_exception_before_counts_no_more(firm: Firm) -> None:
    line = inspected(firm, cause=Cause.WEAR)
    known = {"actor": firm.manager, "now": NOON + 4 * DAY, "line_id": line.id or 0}
    except_return_line(firm.session, outcome=Outcome.REPAIR, reason="x", **known)  # type: ignore[arg-type]
    inspected(firm, line, cause=Cause.CUSTOMER_USE)
    with pytest.raises(RuleBroken):
        repair_return_line(firm.session, quantity=5, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.OFFICE, Role.PROJECT_DEPARTMENT, Role.LEADERSHIP])
def test_only_the_manager_makes_an_exception(firm: Firm, role: Role) -> None:
    line = inspected(firm)
    someone = person(firm.session, role, name="某人", office_id=firm.office_id)
    with pytest.raises(NotAllowed):
        except_return_line(
            firm.session, actor=someone, now=NOON, line_id=line.id or 0, outcome=Outcome.REFUND, reason="x"
        )


# --- how it ends --------------------------------------------------------------------------------------------------


def test_a_repaired_one_goes_back_to_the_customer(firm: Firm) -> None:
    line = closed(firm, shipped(firm, outcome=Outcome.REPAIR))
    assert whereabouts_of(firm, line) == ["at_workshop", "shipped_back", "at_customer"]
    with pytest.raises(RuleBroken):  # it is the customer's
        scrap_return_line(firm.session, actor=firm.manager, now=NOON + 9 * DAY, line_id=line.id or 0)


def test_a_refused_one_goes_back_as_it_came(firm: Firm) -> None:
    line = decided(firm, Outcome.REFUSE)
    assert line.refusal == "人为损坏"
    new = Shipment(carrier="顺丰", waybill="SF9", shipped_on=(NOON + 5 * DAY).date())
    send_back_return_line(
        firm.session, actor=firm.project_department, now=NOON + 5 * DAY, line_id=line.id or 0, new=new
    )
    arrival = Arrival(arrived_on=(NOON + 6 * DAY).date(), whereabouts=W.AT_OFFICE)
    close_return_line(firm.session, actor=firm.office, now=NOON + 6 * DAY, line_id=line.id or 0, new=arrival)
    assert (line.state, line.whereabouts) == (S.CLOSED, W.AT_OFFICE)


def test_a_refund_is_paid_not_shipped(firm: Firm) -> None:
    line = decided(firm, Outcome.REFUND)
    with pytest.raises(RuleBroken):
        shipped(firm, line)
    paid = PaidRefund(refunded_on=(NOON + 5 * DAY).date(), voucher="FK-1")
    with pytest.raises(NotAllowed):
        pay_return_refund(firm.session, actor=firm.dispatcher, now=NOON + 5 * DAY, line_id=line.id or 0, new=paid)
    pay_return_refund(firm.session, actor=firm.business, now=NOON + 5 * DAY, line_id=line.id or 0, new=paid)
    assert (line.state, line.refund_fen, line.whereabouts) == (S.REFUNDED, 50_000, W.AT_WORKSHOP)


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (1, True)])
def test_days_lie_between_the_step_before_and_today(firm: Firm, days: int, is_refused: bool) -> None:
    line = shipped(firm)  # on NOON + 5 days
    new = Arrival(arrived_on=(NOON + (5 + days) * DAY).date())
    deed = {"actor": firm.office, "now": NOON + 5 * DAY, "line_id": line.id or 0}
    if is_refused:
        with pytest.raises(InvalidInput) as refusal:
            close_return_line(firm.session, new=new, **deed)  # type: ignore[arg-type]
        assert refusal.value.field == "arrived_on"
    else:
        close_return_line(firm.session, new=new, **deed)  # type: ignore[arg-type]


def test_a_withdrawn_return_is_ended(firm: Firm) -> None:
    line = requested(firm, whereabouts=W.ON_THE_WAY)
    with pytest.raises(InvalidInput):
        withdraw_return_line(firm.session, actor=firm.office, now=NOON, line_id=line.id or 0, reason=" ")
    withdraw_return_line(firm.session, actor=firm.office, now=NOON, line_id=line.id or 0, reason="客户不退了")
    assert (line.state, line.whereabouts, head_of(firm, line).state) == (S.WITHDRAWN, W.AT_OFFICE, S.WITHDRAWN)


def test_each_step_has_a_day_by_which_the_next_is_due(firm: Firm) -> None:
    line = requested(firm)
    assert line.due_at == NOON + LIMITS[S.REQUESTED]
    move = ReturnMove(whereabouts=W.AT_OFFICE)
    move_return_line(firm.session, actor=firm.office, now=NOON + DAY, line_id=line.id or 0, new=move)
    assert line.due_at == NOON + LIMITS[S.REQUESTED]  # nothing came nearer
    received(firm, line)
    assert line.due_at == NOON + 2 * DAY + LIMITS[S.RECEIVED]
    closed(firm, shipped(firm, decided(firm, Outcome.REPAIR, inspected(firm, line))))
    assert line.due_at is None


# --- whose it is --------------------------------------------------------------------------------------------------


def test_an_office_has_its_own_returns_only(firm: Firm) -> None:
    line = requested(firm)
    from aftersales.services.company import add_office

    north = add_office(firm.session, actor=firm.manager, now=NOON, name="北京办事处", region="华北")
    other = person(firm.session, Role.OFFICE, name="外地", office_id=north.id)
    with pytest.raises(NotFound):
        withdraw_return_line(firm.session, actor=other, now=NOON, line_id=line.id or 0, reason="x")
    theirs = requested(firm, actor=other)
    assert head_of(firm, theirs).office_id == north.id
    with pytest.raises(NotFound):
        withdraw_return_line(firm.session, actor=firm.office, now=NOON, line_id=theirs.id or 0, reason="x")


def test_a_whole_sign_is_one_piece(firm: Firm) -> None:
    with pytest.raises(InvalidInput) as refusal:
        requested(firm, is_whole=True, quantity=2)
    assert refusal.value.field == "quantity"
    with pytest.raises(InvalidInput):
        requested(firm, is_whole=True, sign_id=None)


# --- registered as a call or letter -------------------------------------------------------------------------------


def returns_of(firm: Firm, request: ServiceRequest) -> list[ProductReturn]:
    firm.session.flush()
    return list(firm.session.exec(select(ProductReturn).where(ProductReturn.request_id == request.id)))


def test_a_call_about_a_return_lands_among_the_returns(firm: Firm) -> None:
    request = firm.register(kind=Kind.RETURN)
    (head,) = returns_of(firm, request)
    (line,) = lines_of(firm, head)
    assert (head.state, head.office_id, head.requested_at) == (S.REQUESTED, firm.office_id, request.received_at)
    assert (line.sign_id, line.product, line.wish) == (firm.sign.id, firm.sign_type.name, Wish.NOT_SAID)
    assert line.reason == request.description
    assert request.arrive_due_at is None
    assert request.respond_due_at is not None


def test_a_call_classified_as_a_return_lands_there_once(firm: Firm) -> None:
    request = firm.accepted(kind=Kind.INQUIRY)
    assert returns_of(firm, request) == []
    for _ in range(2):
        classify_request(
            firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id or 0,
            change=Classification(kind=Kind.RETURN),
        )  # fmt: skip
    assert len(returns_of(firm, request)) == 1


def test_the_request_is_closed_only_after_its_return(firm: Firm) -> None:
    request = firm.accepted(kind=Kind.RETURN)
    (head,) = returns_of(firm, request)
    (line,) = lines_of(firm, head)
    resolve(firm.session, actor=firm.hotline, now=NOON + HOUR, request_id=request.id or 0, outcome="已告知寄回")
    with pytest.raises(RuleBroken) as refusal:
        close_request(firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=request.id or 0)
    assert refusal.value.clause == "5.1(4)"
    withdraw_return_line(firm.session, actor=firm.hotline, now=NOON + DAY, line_id=line.id or 0, reason="客户不退了")
    close_request(firm.session, actor=firm.hotline, now=NOON + 2 * DAY, request_id=request.id or 0)
