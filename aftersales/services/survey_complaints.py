"""What a customer answers in the survey may be a complaint: it opens one by itself (4(1), 4(3), 4(5))."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from aftersales.models import Assignment, Dispatch, ServiceRequest, Survey, SurveyWay
from aftersales.models.complaints import ComplaintRow
from aftersales.rules.complaint import BAD_MANNERS, NO_WORDS, ComplaintKind, feedback_deadline
from aftersales.rules.kinds import Channel
from aftersales.rules.roles import SYSTEM
from aftersales.services.complaint_people import table_of
from aftersales.services.complaints import keep_new
from aftersales.services.rows import rows_by

if TYPE_CHECKING:
    from aftersales.services.survey import Answers

CHANNELS = {SurveyWay.LINK: Channel.WEBSITE, SurveyWay.PAPER: Channel.LETTER, SurveyWay.TELEPHONE: Channel.HOTLINE}


def open_complaints(
    session: Session, request: ServiceRequest, survey: Survey, answers: Answers, *, now: datetime
) -> None:
    """A mark of two and less for manners, and anything that was asked for outside the agreed charge; each once.

    By the system, about the technicians of the last visit. Where something was asked for, the customer's words tell of
    it: they stand in the integrity complaint alone.
    """
    kinds = []
    if answers.manners is not None and answers.manners <= BAD_MANNERS:
        kinds.append(ComplaintKind.CONDUCT)
    if answers.asked_extra:
        kinds.append(ComplaintKind.INTEGRITY)
    if not kinds:
        return
    crew = _crew_of_last_visit(session, request)
    for kind in kinds:
        if not rows_by(session, table_of(kind), "survey_id", survey.id):
            keep_new(session, _complaint(request, survey, answers, kind, now), actor=SYSTEM, now=now, concerned=crew)


def _complaint(
    request: ServiceRequest, survey: Survey, answers: Answers, kind: ComplaintKind, now: datetime
) -> ComplaintRow:
    told = answers.words if kind is ComplaintKind.INTEGRITY or not answers.asked_extra else ""
    said = f"{answers.manners} / 5" if kind is ComplaintKind.CONDUCT else ""
    table: Any = table_of(kind)  # its number and its state come with `keep_new`
    made: ComplaintRow = table(
        kind=kind, channel=CHANNELS[survey.way], request_id=request.id, customer_id=request.customer_id,
        project_id=request.project_id, sign_id=request.sign_id, office_id=request.office_id, survey_id=survey.id,
        words="\n".join(filter(None, (said, told))) or NO_WORDS, contact_name=request.contact_name,
        contact_phone=request.contact_phone, received_at=now, feedback_due_at=feedback_deadline(now),
    )  # fmt: skip
    return made


def _crew_of_last_visit(session: Session, request: ServiceRequest) -> tuple[int, ...]:
    """The technicians who last stood at the sign; those who refused the job didn't."""
    visits = [one for one in rows_by(session, Dispatch, "request_id", request.id) if one.arrived_at is not None]
    if not visits:
        return ()
    last = max(visits, key=lambda one: one.visit)
    crew = rows_by(session, Assignment, "dispatch_id", last.id)
    return tuple(sorted({one.staff_id for one in crew if one.refused_at is None}))
