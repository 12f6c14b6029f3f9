"""What the product itself can answer of an audit's checklist, from the request's own rows (5.2(3)).

Nothing about anybody's integrity is read here: audits are seen by many.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.models import Attachment, Quote, QuoteState, RequestRound, ServiceRequest, Survey, SurveyAsk
from aftersales.rules.audit import BAD_MANNERS, AuditAnswer, AuditCheck
from aftersales.rules.kinds import Charge
from aftersales.services.clocks import replay
from aftersales.services.facts import facts_of, is_report_complete
from aftersales.services.rows import rows_by

K, Y, N, X = AuditCheck, AuditAnswer.YES, AuditAnswer.NO, AuditAnswer.NOT_APPLICABLE
Found = AuditAnswer | None
GOOD_MANNERS = 4  # a mark of so much or more


def answers_from_facts(session: Session, request: ServiceRequest, *, now: datetime) -> dict[AuditCheck, Found]:
    """An answer to each question that the rows give one to; None is left to the auditor."""
    visits = request.kind.needs_visit
    facts = facts_of(session, request, now)
    return {
        K.ANSWERED_IN_TIME: _answered_in_time(session, request),
        K.ARRIVED_AS_PROMISED: _arrived(session, request) if visits else X,
        K.RECORDED_WHOLE: _said(_is_recorded_whole(request)),
        K.REPORT_COMPLETE: _said(is_report_complete(session, request)) if visits else X,
        K.PHOTOS: _said(_has_photos(session, request)) if visits else X,
        K.CHARGED_BY_RULES: _charged(session, request, now) if visits else X,
        K.QUOTE_BEFORE_REPAIR: _quoted(session, request) if visits else X,
        K.SURVEY_ASKED: _said(_was_asked(session, request)) if visits else X,
        K.MANNER: _manner(session, request),
        K.CAUSE_ANALYSED: _said(facts.has_root_cause and facts.has_corrective_action) if facts.is_recurrence else X,
        K.WORDS_UNDERSTANDABLE: None,
    }


def _said(is_so: bool) -> AuditAnswer:
    return Y if is_so else N


def _rounds(session: Session, request: ServiceRequest) -> list[RequestRound | ServiceRequest]:
    """The present round and those before: a request opened again doesn't wash away what was late."""
    return [*(rows_by(session, RequestRound, "request_id", request.id) if request.round > 1 else ()), request]


def _answered_in_time(session: Session, request: ServiceRequest) -> AuditAnswer:
    return _said(
        all(
            one.responded_at is not None and one.responded_at <= one.respond_due_at for one in _rounds(session, request)
        )
    )


def _arrived(session: Session, request: ServiceRequest) -> Found:
    """None where no promise was left to be kept: a stop that never ended, say."""
    kept = [
        one.arrived_at <= due
        for one in _rounds(session, request)
        if one.arrived_at is not None and (due := one.promised_at or one.hours_due_at or one.arrive_due_at) is not None
    ]
    return _said(all(kept)) if kept else None


def _is_recorded_whole(request: ServiceRequest) -> bool:
    needed: list[object] = [request.contact_name, request.contact_phone, request.description, request.owner_id]
    if request.kind.needs_visit:
        needed += [request.sign_id, request.cause_found, request.fault_found, request.arrived_at, request.finished_at]
    return all(needed)


def _has_photos(session: Session, request: ServiceRequest) -> bool:
    purposes = {
        one.purpose for one in rows_by(session, Attachment, "owner_id", request.id) if one.owner == "request"
    }  # fmt: skip
    return {"photo_before", "photo_after"} <= purposes


def _charged(session: Session, request: ServiceRequest, now: datetime) -> Found:
    """A charge set by hand has its reasons: those are for the auditor to judge."""
    if request.charge_by_hand:
        return None
    return _said(replay(session, request, now=now).charge.result is request.charge)


def _quoted(session: Session, request: ServiceRequest) -> AuditAnswer:
    if request.charge not in (Charge.PAID, Charge.AT_COST) or request.finished_at is None:
        return X
    finished_at = request.finished_at
    return _said(
        any(
            quote.state is QuoteState.ACCEPTED and quote.answered_at is not None and quote.answered_at <= finished_at
            for quote in rows_by(session, Quote, "request_id", request.id)
        )
    )


def _was_asked(session: Session, request: ServiceRequest) -> bool:
    return bool(
        rows_by(session, SurveyAsk, "request_id", request.id) or rows_by(session, Survey, "request_id", request.id)
    )


def _manner(session: Session, request: ServiceRequest) -> Found:
    marks = [one.manners for one in rows_by(session, Survey, "request_id", request.id) if one.manners is not None]
    if not marks:
        return None
    worst = min(marks)
    return N if worst <= BAD_MANNERS else Y if worst >= GOOD_MANNERS else None
