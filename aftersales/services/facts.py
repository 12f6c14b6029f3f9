"""What the gates look at, read from the rows once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.models import Dispatch, Quote, QuoteState, ServiceReport, ServiceRequest, Survey, SurveyAsk
from aftersales.rules.gates import is_survey_settled
from aftersales.rules.kinds import Kind
from aftersales.rules.lifecycle import RequestFacts, RequestState
from aftersales.rules.report import missing_in_report
from aftersales.rules.visit import VisitState


def has_accepted_quote(session: Session, request: ServiceRequest) -> bool:
    """Whether the customer accepted a quote for the charge as it is decided now."""
    statement = select(Quote.id).where(
        Quote.request_id == request.id,
        Quote.round == request.round,
        Quote.state == QuoteState.ACCEPTED,
        Quote.charge == request.charge,
    )
    return session.exec(statement).first() is not None


def is_report_complete(session: Session, request: ServiceRequest) -> bool:
    """Whether the visit that finished the work has a report with nothing missing (4(7))."""
    report = session.exec(
        select(ServiceReport)
        .join(Dispatch, col(Dispatch.id) == ServiceReport.dispatch_id)
        .where(Dispatch.request_id == request.id, Dispatch.round == request.round)
        .where(Dispatch.state == VisitState.FINISHED)
        .order_by(col(Dispatch.visit).desc())
    ).first()
    return report is not None and not missing_in_report(report.model_dump(), is_final=True)


def survey_settled(session: Session, request: ServiceRequest, now: datetime) -> bool:
    """Answered, refused, or unanswered after two asks a day apart (4(7))."""
    answer = session.exec(
        select(Survey.is_refused).where(Survey.request_id == request.id, Survey.round == request.round)
    ).first()
    asks = session.exec(
        select(SurveyAsk.asked_at).where(SurveyAsk.request_id == request.id, SurveyAsk.round == request.round)
    ).all()
    return is_survey_settled(answered=answer is False, refused=answer is True, asks=asks, now=now)


def facts_of(session: Session, request: ServiceRequest, now: datetime) -> RequestFacts:
    """The facts of one request. What its state can't need is not asked for."""
    state, visits = request.state, request.kind.needs_visit
    return RequestFacts(
        kind=Kind(request.kind),
        severity=request.severity,
        charge=request.charge,
        responded=request.responded_at is not None,
        made_safe=request.made_safe_at is not None,
        cause_found=request.cause_found is not None,
        has_accepted_quote=state is RequestState.ON_SITE and has_accepted_quote(session, request),
        needs_agreement=request.needs_agreement,
        report_complete=visits and state is RequestState.DONE and is_report_complete(session, request),
        survey_settled=visits and state is RequestState.DONE and survey_settled(session, request, now),
        is_recurrence=request.repeats_id is not None,
        has_root_cause=bool(request.root_cause),
        has_corrective_action=bool(request.corrective_action),
        outcome_given=bool(request.outcome),
    )
