"""What the public survey page may say: no person, only the number, the place and the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from aftersales.clock import local_day
from aftersales.errors import NotFound
from aftersales.models import Company, ServiceRequest, Sign, Survey
from aftersales.rules.message import N_
from aftersales.services.survey import find_ask


@dataclass(frozen=True, slots=True)
class SurveySubject:
    company: tuple[str, str]  # Chinese and English name
    number: str
    place: str
    served_on: date


def get_survey_subject(session: Session, token: str, now: datetime) -> SurveySubject:
    """The service behind an open link. Raises NotFound for a wrong, used or expired one, all alike."""
    ask = find_ask(session, token, now)
    row = session.exec(
        select(ServiceRequest, Sign.place)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .where(ServiceRequest.id == ask.request_id, ServiceRequest.round == ask.round)
    ).first()
    answered = select(Survey.id).where(Survey.request_id == ask.request_id, Survey.round == ask.round)
    if row is None or session.exec(answered).first() is not None:
        raise NotFound(N_("This link is not valid any more. Please ask us for a new one."))
    request, sign_place = row
    company = session.get(Company, 1)
    served_at = request.finished_at or request.arrived_at or request.received_at
    return SurveySubject(
        company=(company.name, company.name_en) if company else ("", ""),
        number=request.number,
        place=sign_place or request.place,
        served_on=local_day(served_at),
    )
