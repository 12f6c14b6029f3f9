"""Supplementary agreements: who may, what is refused until one is approved, and the clock that waits for it (2b)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from aftersales.errors import ChangedMeanwhile, InvalidInput, NotAllowed, RuleBroken
from aftersales.models import Agreement, Event, RequestStop, ServiceRequest
from aftersales.rules.agreement import AGREEMENT, AgreementState
from aftersales.rules.kinds import Role, Severity, StopReason
from aftersales.rules.lifecycle import RequestState
from aftersales.services.agreements import (
    AgreementTerms,
    accept_agreement,
    approve_agreement,
    note_talk,
    refuse_agreement,
    start_agreement,
    submit_agreement,
    withdraw_agreement,
    write_terms,
)
from aftersales.services.classify import Classification, classify_request
from aftersales.services.clocks import replay
from aftersales.services.close import cancel_request
from aftersales.services.hold import hold_request, resume_request
from tests.builders import DAY, HOUR, NOON, Firm, person

TERMS = AgreementTerms(terms="更换为不锈钢立体字，夜间施工", price_fen=680_000)


def special(firm: Firm) -> ServiceRequest:
    return firm.accepted(needs_agreement=True)


def begun(firm: Firm, request: ServiceRequest | None = None) -> Agreement:
    request = request or special(firm)
    return start_agreement(
        firm.session, actor=firm.business, now=NOON + HOUR, request_id=request.id or 0, subject="加装夜间照明"
    )


def submitted(firm: Firm, request: ServiceRequest | None = None) -> Agreement:
    agreement = begun(firm, request)
    known = {"actor": firm.business, "agreement_id": agreement.id or 0}
    write_terms(firm.session, now=NOON + 2 * HOUR, new=TERMS, **known)  # type: ignore[arg-type]
    accept_agreement(firm.session, now=NOON + 3 * HOUR, answered_by="王芳", **known)  # type: ignore[arg-type]
    return submit_agreement(firm.session, now=NOON + 4 * HOUR, **known)  # type: ignore[arg-type]


def test_dispatch_is_refused_until_it_is_approved(firm: Firm) -> None:
    request = special(firm)
    agreement = submitted(firm, request)
    with pytest.raises(RuleBroken) as refusal:
        firm.dispatch(request, at=NOON + 5 * HOUR)
    assert refusal.value.clause == "2b"
    approve_agreement(firm.session, actor=firm.manager, now=NOON + 5 * HOUR, agreement_id=agreement.id or 0)
    firm.dispatch(request, at=NOON + 6 * HOUR)
    assert request.state is RequestState.DISPATCHED
    assert (agreement.state, agreement.number) == (AgreementState.APPROVED, "BC20260310-0001")


def test_the_clock_waits_for_the_agreement_by_itself_and_goes_on_after_it(firm: Firm) -> None:
    request = special(firm)
    due = request.hours_due_at
    assert due is not None
    agreement = submitted(firm, request)
    assert (request.hours_due_at, request.state) == (None, RequestState.ACCEPTED)
    approve_agreement(firm.session, actor=firm.manager, now=NOON + 9 * HOUR, agreement_id=agreement.id or 0)
    stop = firm.session.exec(select(RequestStop)).one()
    assert (stop.reason, stop.from_at, stop.to_at) == (StopReason.AGREEMENT, NOON + HOUR, NOON + 9 * HOUR)
    assert request.hours_due_at == due + 8 * HOUR
    decided = replay(firm.session, request, now=NOON + 9 * HOUR)
    assert decided.arrival is not None
    assert decided.arrival.by_hours_at == request.hours_due_at
    told = firm.session.exec(select(Event).where(Event.name == "approve_agreement")).one()
    assert (told.subject, told.subject_id, told.data["stopped_seconds"]) == ("request", request.id, 8 * 3600)


def test_a_refusal_has_its_reasons_and_leaves_the_gate_closed(firm: Firm) -> None:
    request = special(firm)
    agreement = submitted(firm, request)
    known = {"actor": firm.manager, "agreement_id": agreement.id or 0}
    with pytest.raises(InvalidInput):
        refuse_agreement(firm.session, now=NOON + 5 * HOUR, reason=" ", **known)  # type: ignore[arg-type]
    refuse_agreement(firm.session, now=NOON + 5 * HOUR, reason="价格低于成本", **known)  # type: ignore[arg-type]
    assert (agreement.state, agreement.reason) == (AgreementState.REFUSED, "价格低于成本")
    assert request.hours_due_at is not None
    with pytest.raises(RuleBroken):
        firm.dispatch(request, at=NOON + 6 * HOUR)
    again = begun(firm, request)
    assert again.number == "BC20260310-0002"
    assert request.hours_due_at is None


def test_who_negotiated_it_does_not_approve_it(firm: Firm) -> None:
    both = person(firm.session, Role.BUSINESS_DEPARTMENT, Role.AFTER_SALES_MANAGER, name="何平")
    agreement = begun(firm)
    known = {"agreement_id": agreement.id or 0}
    write_terms(firm.session, actor=both, now=NOON + 2 * HOUR, new=TERMS, **known)
    accept_agreement(firm.session, actor=firm.business, now=NOON + 3 * HOUR, answered_by="王芳", **known)
    submit_agreement(firm.session, actor=firm.business, now=NOON + 3 * HOUR, **known)
    with pytest.raises(RuleBroken) as refusal:
        approve_agreement(firm.session, actor=both, now=NOON + 4 * HOUR, **known)
    assert refusal.value.clause == "2b"
    with pytest.raises(RuleBroken):
        refuse_agreement(firm.session, actor=both, now=NOON + 4 * HOUR, reason="x", **known)
    with pytest.raises(NotAllowed):
        approve_agreement(firm.session, actor=firm.business, now=NOON + 4 * HOUR, **known)
    approve_agreement(firm.session, actor=firm.manager, now=NOON + 4 * HOUR, **known)


def test_the_customer_accepts_only_what_is_written_down(firm: Firm) -> None:
    agreement = begun(firm)
    known = {"actor": firm.business, "agreement_id": agreement.id or 0}
    note_talk(firm.session, now=NOON + 2 * HOUR, note="客户要求夜间施工", **known)  # type: ignore[arg-type]
    with pytest.raises(RuleBroken):
        accept_agreement(firm.session, now=NOON + 2 * HOUR, answered_by="王芳", **known)  # type: ignore[arg-type]
    write_terms(firm.session, now=NOON + 2 * HOUR, new=TERMS, **known)  # type: ignore[arg-type]
    accept_agreement(firm.session, now=NOON + 3 * HOUR, answered_by="王芳", **known)  # type: ignore[arg-type]
    dearer = AgreementTerms(terms=TERMS.terms, price_fen=TERMS.price_fen + 1)
    write_terms(firm.session, now=NOON + 4 * HOUR, new=dearer, **known)  # type: ignore[arg-type]
    assert (agreement.state, agreement.customer_side) == (AgreementState.NEGOTIATING, "")
    with pytest.raises(RuleBroken):
        submit_agreement(firm.session, now=NOON + 5 * HOUR, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("price_fen", [-1, None])
def test_a_price_is_needed_and_never_below_nothing(price_fen: int | None) -> None:
    with pytest.raises(InvalidInput):
        AgreementTerms(terms="x", price_fen=price_fen)
    assert AgreementTerms(terms="x", price_fen=0).price_fen == 0


def test_one_is_open_at_a_time_and_only_where_one_is_needed(firm: Firm) -> None:
    request = special(firm)
    first = begun(firm, request)
    with pytest.raises(RuleBroken):
        begun(firm, request)
    withdraw_agreement(
        firm.session, actor=firm.business, now=NOON + 2 * HOUR, agreement_id=first.id or 0, reason="客户不需要了"
    )
    begun(firm, request)
    with pytest.raises(RuleBroken):
        begun(firm, firm.accepted())


def test_the_double_click_begins_one(firm: Firm) -> None:
    request = special(firm)
    values = {"actor": firm.business, "now": NOON + HOUR, "request_id": request.id or 0, "once": "a-1"}
    first = start_agreement(firm.session, subject="x", **values)  # type: ignore[arg-type]
    assert start_agreement(firm.session, subject="x", **values).id == first.id  # type: ignore[arg-type]


def test_who_edits_second_is_told(firm: Firm) -> None:
    agreement = begun(firm)
    seen = agreement.version
    values = {"actor": firm.business, "now": NOON + 2 * HOUR, "agreement_id": agreement.id or 0, "new": TERMS}
    write_terms(firm.session, expected_version=seen, **values)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        write_terms(firm.session, expected_version=seen, **values)  # type: ignore[arg-type]


def test_a_danger_never_waits_for_an_agreement(firm: Firm) -> None:
    request = special(firm)
    begun(firm, request)
    classify_request(
        firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=request.id or 0,
        change=Classification(severity=Severity.DANGER),
    )  # fmt: skip
    assert request.hours_due_at is not None
    firm.dispatch(request, at=NOON + 3 * HOUR)
    assert request.state is RequestState.DISPATCHED


def test_a_request_that_needs_none_any_more_takes_it_back(firm: Firm) -> None:
    request = special(firm)
    agreement = begun(firm, request)
    classify_request(
        firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=request.id or 0,
        change=Classification(needs_agreement=False),
    )  # fmt: skip
    assert agreement.state is AgreementState.WITHDRAWN
    assert request.hours_due_at is not None


def test_a_cancelled_request_takes_its_agreement_back(firm: Firm) -> None:
    request = special(firm)
    agreement = begun(firm, request)
    cancel_request(firm.session, actor=firm.hotline, now=NOON + 2 * HOUR, request_id=request.id or 0, reason="客户撤销")
    assert (agreement.state, agreement.reason) == (AgreementState.WITHDRAWN, "客户撤销")
    assert firm.session.exec(select(RequestStop)).one().to_at == NOON + 2 * HOUR


def test_going_on_after_the_customer_does_not_end_the_agreements_stop(firm: Firm) -> None:
    request = special(firm)
    begun(firm, request)
    known = {"actor": firm.hotline, "request_id": request.id or 0}
    hold_request(
        firm.session, now=NOON + 2 * HOUR, reason=StopReason.CUSTOMER, note="出差", ask_again_on=(NOON + DAY).date(),
        **known,  # type: ignore[arg-type]
    )  # fmt: skip
    resume_request(firm.session, now=NOON + 3 * HOUR, **known)  # type: ignore[arg-type]
    assert request.hours_due_at is None


def test_the_diagram_comes_from_the_declaration() -> None:
    drawn = AGREEMENT.mermaid(lambda key: key)
    assert "submitted --> approved: Approve" in drawn
    assert "submitted --> refused: Refuse" in drawn
