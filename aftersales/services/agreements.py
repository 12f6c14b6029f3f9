"""Supplementary agreements (2b): the business department negotiates, the after-sales department decides."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.errors import RuleBroken
from aftersales.models import Agreement, ServiceRequest
from aftersales.rules.agreement import AGREEMENT, OPEN_AGREEMENTS, AgreementFacts
from aftersales.rules.lifecycle import BEFORE_WORK
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.agreement_stops import go_on_after, stop_for
from aftersales.services.events import record_event
from aftersales.services.input import MOST_FEN, MOST_NOTE, MOST_REASON, Input, ensure_text, needed_text
from aftersales.services.numbers import AGREEMENT as NUMBER
from aftersales.services.numbers import next_number
from aftersales.services.once import result_of, use_up
from aftersales.services.rows import rows_by
from aftersales.services.steps import load_request
from aftersales.services.workflow_steps import StepWork, taking_step


class AgreementTerms(Input):
    """What is done beyond the contract, and for how much (0: for nothing)."""

    terms: needed_text(2000)
    price_fen: int = Field(ge=0, le=MOST_FEN)


def agreement_facts(agreement: Agreement, actor: Actor) -> AgreementFacts:
    return AgreementFacts(
        has_terms=bool(agreement.terms) and agreement.price_fen is not None,
        is_own=actor.staff_id is not None and actor.staff_id in agreement.negotiator_ids,
    )


def start_agreement(
    session: Session, *, actor: Actor, now: datetime, request_id: int, subject: str, once: str | None = None
) -> Agreement:
    """Begin a draft for a request that needs one; its arrival clock stands still until this ends.

    Raises RuleBroken for a request that needs none, that isn't waiting, or that has one open.
    """
    ensure_may(actor, Action.NEGOTIATE)
    subject = ensure_text(subject, 200, field="subject", is_needed=True)
    made = result_of(session, once)
    if made is not None:
        return session.get_one(Agreement, made)
    request = load_request(session, request_id)
    if not request.needs_agreement:
        raise RuleBroken(
            N_("{number} isn't marked as special or out of contract; the desk classifies it first."),
            clause="2b", number=request.number,
        )  # fmt: skip
    if request.state not in BEFORE_WORK:
        raise RuleBroken(N_("{number} isn't waiting for work any more."), clause="2b", number=request.number)
    earlier = rows_by(session, Agreement, "request_id", request_id)
    is_open = next((one for one in earlier if one.state in OPEN_AGREEMENTS), None)
    if is_open is not None:
        raise RuleBroken(N_("{number} is open for this request already."), clause="2b", number=is_open.number)
    agreement = Agreement(
        number=next_number(session, NUMBER, now), request_id=request_id, state=AGREEMENT.initial, subject=subject,
        negotiator_ids=[actor.staff_id] if actor.staff_id else [], started_at=now, started_by_id=actor.staff_id,
    )  # fmt: skip
    session.add(agreement)
    session.flush()
    assert agreement.id is not None
    use_up(session, once, now=now, result_id=agreement.id)
    record_event(
        session, actor=actor, now=now, name="begin", subject="agreement", subject_id=agreement.id,
        data={"number": agreement.number, "request": request_id}, words={"subject": subject},
    )  # fmt: skip
    stop_for(session, request, agreement, actor=actor, now=now)
    return agreement


def _negotiated(work: StepWork[Agreement]) -> None:
    """Whoever takes a step of the negotiation can't approve it later."""
    ids, staff_id = work.row.negotiator_ids, work.actor.staff_id
    if staff_id is not None and staff_id not in ids:
        work.row.negotiator_ids = [*ids, staff_id]


def write_terms(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    new: AgreementTerms,
    expected_version: int | None = None,
) -> Agreement:
    """Terms and price; an acceptance of earlier ones falls away."""
    with taking_step(
        session, AGREEMENT, Agreement, agreement_id, "write_terms", actor=actor, now=now,
        expected_version=expected_version,
    ) as work:  # fmt: skip
        _negotiated(work)
        work.row.terms, work.row.price_fen = new.terms, new.price_fen
        work.row.customer_side, work.row.accepted_at = "", None
        work.data["price_fen"] = new.price_fen
        work.words["terms"] = new.terms
        return work.row


def note_talk(
    session: Session, *, actor: Actor, now: datetime, agreement_id: int, note: str, expected_version: int | None = None
) -> Agreement:
    """What was said in the negotiation."""
    note = ensure_text(note, MOST_NOTE, field="note", is_needed=True)
    with taking_step(
        session, AGREEMENT, Agreement, agreement_id, "note_talk", actor=actor, now=now,
        expected_version=expected_version,
    ) as work:  # fmt: skip
        _negotiated(work)
        work.words["note"] = note
        return work.row


def accept_agreement(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    answered_by: str,
    expected_version: int | None = None,
) -> Agreement:
    """The customer's acceptance of the terms and the price, by whom."""
    answered_by = ensure_text(answered_by, 80, field="answered_by", is_needed=True)
    with taking_step(
        session, AGREEMENT, Agreement, agreement_id, "accept", actor=actor, now=now,
        facts=lambda row: agreement_facts(row, actor), expected_version=expected_version,
    ) as work:  # fmt: skip
        _negotiated(work)
        work.row.customer_side, work.row.accepted_at = answered_by, now
        work.data["price_fen"] = work.row.price_fen
        work.words["answered_by"] = answered_by
        return work.row


def submit_agreement(
    session: Session, *, actor: Actor, now: datetime, agreement_id: int, expected_version: int | None = None
) -> Agreement:
    """To the after-sales department."""
    with taking_step(
        session, AGREEMENT, Agreement, agreement_id, "submit", actor=actor, now=now, expected_version=expected_version
    ) as work:
        _negotiated(work)
        work.row.submitted_at = now
        return work.row


def approve_agreement(
    session: Session, *, actor: Actor, now: datetime, agreement_id: int, expected_version: int | None = None
) -> Agreement:
    """By somebody who didn't negotiate it; the clock goes on and the crew may be sent."""
    return _end(session, "approve", actor, now, agreement_id, expected_version, "")


def refuse_agreement(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Agreement:
    """With reasons; dispatch stays refused until another one is approved."""
    return _end(session, "refuse", actor, now, agreement_id, expected_version, reason)


def withdraw_agreement(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Agreement:
    """The negotiation came to nothing."""
    return _end(session, "withdraw", actor, now, agreement_id, expected_version, reason)


def _end(
    session: Session, name: str, actor: Actor, now: datetime, agreement_id: int, version: int | None, reason: str
) -> Agreement:
    reason = ensure_text(reason, MOST_REASON, field="reason")
    known = session.get(Agreement, agreement_id)
    # The request is locked first, as everywhere, so that two steps can't wait for each other.
    request: ServiceRequest | None = load_request(session, known.request_id) if known else None
    with taking_step(
        session, AGREEMENT, Agreement, agreement_id, name, actor=actor, now=now,
        facts=lambda row: agreement_facts(row, actor), expected_version=version, reason=reason,
    ) as work:  # fmt: skip
        work.row.reason, work.row.ended_at, work.row.ended_by_id = reason, now, actor.staff_id
        agreement = work.row
    assert request is not None
    go_on_after(session, request, agreement, f"{name}_agreement", actor=actor, now=now, reason=reason)
    return agreement
