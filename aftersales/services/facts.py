"""What the gates look at, read from the rows once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.models import (
    Agreement,
    OpinionRouting,
    ProductReturn,
    ServiceReport,
    ServiceRequest,
    Survey,
    SurveyAsk,
)
from aftersales.rules.agreement import OPEN_AGREEMENTS, AgreementState
from aftersales.rules.gates import is_survey_settled
from aftersales.rules.kinds import Kind
from aftersales.rules.lifecycle import RequestFacts, RequestState
from aftersales.rules.opinion import OPEN_OPINIONS
from aftersales.rules.report import missing_in_report
from aftersales.rules.visit import VisitState
from aftersales.services.rows import rows_by, visits_of


def has_approved_agreement(session: Session, request: ServiceRequest) -> bool:
    """Whether a supplementary agreement is approved and none is open beside it (2b)."""
    states = [one.state for one in rows_by(session, Agreement, "request_id", request.id)]
    return AgreementState.APPROVED in states and not any(state in OPEN_AGREEMENTS for state in states)


def is_report_complete(session: Session, request: ServiceRequest) -> bool:
    """Whether the visit that finished the work has a report with nothing missing (4(7))."""
    finished = [
        visit
        for visit in visits_of(session, request.id or 0)
        if visit.round == request.round and visit.state is VisitState.FINISHED
    ]
    last = max(finished, key=lambda visit: visit.visit, default=None)
    reports = rows_by(session, ServiceReport, "dispatch_id", last.id) if last else []
    return bool(reports) and not missing_in_report(reports[0].model_dump(), is_final=True)


def survey_settled(session: Session, request: ServiceRequest, now: datetime) -> bool:
    """Answered, refused, or unanswered after two asks a day apart (4(7))."""
    answers = [row for row in rows_by(session, Survey, "request_id", request.id) if row.round == request.round]
    asks = [row.asked_at for row in rows_by(session, SurveyAsk, "request_id", request.id) if row.round == request.round]
    refused = bool(answers) and answers[0].is_refused
    return is_survey_settled(answered=bool(answers) and not refused, refused=refused, asks=asks, now=now)


def has_open_return(session: Session, request: ServiceRequest) -> bool:
    """Whether a return that hangs on it isn't ended (5.1(4))."""
    return any(one.ended_at is None for one in rows_by(session, ProductReturn, "request_id", request.id))


def has_open_opinion(session: Session, request: ServiceRequest) -> bool:
    """Whether a department that was asked about it hasn't answered yet (5.1(3))."""
    return any(one.state in OPEN_OPINIONS for one in rows_by(session, OpinionRouting, "request_id", request.id))


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
        has_accepted_quote=request.quoted_charge is request.charge,
        needs_agreement=request.needs_agreement,
        agreement_approved=request.needs_agreement and has_approved_agreement(session, request),
        report_complete=visits and state is RequestState.DONE and is_report_complete(session, request),
        survey_settled=visits and state is RequestState.DONE and survey_settled(session, request, now),
        is_recurrence=request.repeats_id is not None,
        has_root_cause=bool(request.root_cause),
        has_corrective_action=bool(request.corrective_action),
        outcome_given=bool(request.outcome),
        has_open_opinion=request.kind.is_opinion
        and state is RequestState.ACCEPTED
        and has_open_opinion(session, request),
        has_open_return=request.kind is Kind.RETURN and has_open_return(session, request),
    )
