"""What stands on a printed survey (售后服务满意度调查表): blank for paper, or as it was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from aftersales.clock import local_day
from aftersales.documents.survey_questions import SCORES
from aftersales.errors import NotFound
from aftersales.models import Customer, Dispatch, ServiceRequest, Sign, Survey, SurveyWay
from aftersales.queries.letterhead import Letterhead, get_letterhead
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.reports import crews_of
from aftersales.queries.visible import requests_seen
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may


@dataclass(frozen=True, slots=True)
class SurveySheet:
    """`answers` is empty on a blank form."""

    company: Letterhead
    number: str
    customer: str
    place: str
    sign_code: str
    served_on: date
    crew: tuple[tuple[str, str], ...]
    answers: dict[str, int | bool | None] = field(default_factory=dict)
    words: str = ""
    answered_at: datetime | None = None
    way: SurveyWay | None = None


def get_blank_sheet(session: Session, actor: Actor, number: str) -> SurveySheet:
    """The form of one request, to be filled in by hand. Raises NotFound, also for a job of others."""
    row = session.exec(
        select(ServiceRequest, Customer, Sign)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .where(ServiceRequest.number == number, *only_seen_by(actor, col(ServiceRequest.id)))
    ).first()
    if row is None:
        raise NotFound(N_("There is no service request {number} among those you may see."), number=number)
    return _sheet(session, actor, *row)


def get_answered_sheet(session: Session, actor: Actor, survey_id: int) -> SurveySheet:
    """One answer. Raises NotFound, also outside one's region; a refusal has no sheet."""
    ensure_may(actor, Action.SEE_SURVEYS)
    row = session.exec(
        select(Survey, ServiceRequest, Customer, Sign)
        .join(ServiceRequest, col(ServiceRequest.id) == Survey.request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .where(Survey.id == survey_id, col(Survey.is_refused).is_(False), *requests_seen(actor))
    ).first()
    if row is None:
        raise NotFound(N_("This answer does not exist."))
    survey, request, customer, sign = row
    return _sheet(session, actor, request, customer, sign, survey)


def _sheet(
    session: Session,
    actor: Actor,
    request: ServiceRequest,
    customer: Customer,
    sign: Sign | None,
    survey: Survey | None = None,
) -> SurveySheet:
    last = session.exec(
        select(Dispatch.id)
        .where(Dispatch.request_id == request.id, col(Dispatch.arrived_at).is_not(None))
        .order_by(col(Dispatch.visit).desc())
    ).first()
    sight = sight_of_request(
        actor, office_id=request.office_id, registered_by_id=request.registered_by_id, state=request.state
    )
    served_at = request.finished_at or request.arrived_at or request.received_at
    return SurveySheet(
        company=get_letterhead(session),
        number=request.number,
        customer=customer.name,
        place=sight.text(request.place or (sign.place if sign else "")),
        sign_code=sign.code if sign else "",
        served_on=local_day(served_at),
        crew=crews_of(session, [last]).get(last, ()) if last else (),
        answers={name: getattr(survey, name) for name in (*SCORES, "recommends")} if survey else {},
        words=sight.text(survey.words) if survey else "",
        answered_at=survey.answered_at if survey else None,
        way=survey.way if survey else None,
    )
