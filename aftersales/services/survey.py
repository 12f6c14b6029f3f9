"""Ask for the satisfaction survey and record its answer or refusal (4(7), 4(1), 4(5))."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from aftersales.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from aftersales.models import ServiceRequest, Survey, SurveyAsk, SurveyWay
from aftersales.rules.message import N_
from aftersales.rules.roles import SYSTEM, Actor
from aftersales.services.events import record_event
from aftersales.services.input import MOST_REASON, Input, ensure_text, text
from aftersales.services.rows import assignments_of, rows_by
from aftersales.services.steps import Work, load_request, taking
from aftersales.services.survey_complaints import open_complaints

LINK_LIVES = timedelta(days=14)
Score = Annotated[int, Field(ge=1, le=5)]


class Answers(Input):
    """One to five each; what the customer left out stays empty, but the overall mark is needed.

    Whether anything was asked for outside the agreed charge is kept nowhere but in the integrity complaint that a yes
    opens, and so are the words beside a yes: many read surveys (*Opinions about people*).
    """

    reply: Score | None = None
    arrival: Score | None = None
    skill: Score | None = None
    explained: Score | None = None
    manners: Score | None = None
    overall: Score
    asked_extra: bool | None = None
    recommends: bool | None = None
    words: text(1000) = ""


def hash_of(token: str) -> str:
    """What is stored of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def ask_survey(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    way: SurveyWay = SurveyWay.LINK,
    expected_version: int | None = None,
) -> tuple[SurveyAsk, str | None]:
    """Ask once more. For a link also its token: random, expiring, good for one answer, stored as a hash only.

    An ask less than a day after the one before is written down but does not count as another.
    """
    with taking(
        session, "ask_survey", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        if _answer_of(session, work.request) is not None:
            raise RuleBroken(N_("The customer has already answered."))
        token = secrets.token_urlsafe(24) if way is SurveyWay.LINK else None
        ask = SurveyAsk(
            request_id=request_id, round=work.request.round, way=way, asked_at=now, asked_by_id=actor.staff_id,
            token_hash=hash_of(token) if token else None, expires_at=now + LINK_LIVES if token else None,
        )  # fmt: skip
        session.add(ask)
        session.flush()
        work.data |= {"way": way, "ask": ask.id}
        return ask, token


def _answer_of(session: Session, request: ServiceRequest) -> Survey | None:
    answers = rows_by(session, Survey, "request_id", request.id)
    return next((answer for answer in answers if answer.round == request.round), None)


def find_ask(session: Session, token: str, now: datetime) -> SurveyAsk:
    """The ask behind a public link. Raises NotFound for a wrong, used or expired one, without saying which is which."""
    ask = next(iter(rows_by(session, SurveyAsk, "token_hash", hash_of(token))), None)
    if ask is None or ask.used_at is not None or ask.expires_at is None or ask.expires_at <= now:
        raise NotFound(N_("This link is not valid any more. Please ask us for a new one."))
    return ask


def answer_by_link(session: Session, *, now: datetime, token: str, answers: Answers) -> Survey:
    """The customer answers without signing in. Every link to this request is used up with it."""
    ask = find_ask(session, token, now)
    request = load_request(session, ask.request_id)
    session.refresh(ask, with_for_update=True)
    if ask.used_at is not None or ask.round != request.round or _answer_of(session, request) is not None:
        raise NotFound(N_("This link is not valid any more. Please ask us for a new one."))
    survey = _write(session, request, now, SurveyWay.LINK, None, answers)
    _use_links(session, request, now)
    record_event(
        session, actor=SYSTEM, now=now, name="answer_survey", subject="request", subject_id=request.id or 0,
        data={"survey": survey.id, "way": SurveyWay.LINK, "overall": answers.overall}, words=_spoken(answers),
    )  # fmt: skip
    open_complaints(session, request, survey, answers, now=now)
    return survey


def _use_links(session: Session, request: ServiceRequest, now: datetime) -> None:
    for ask in rows_by(session, SurveyAsk, "request_id", request.id):
        if ask.used_at is None:
            ask.used_at = now
            session.add(ask)
    request.version += 1
    session.add(request)
    session.flush()


def _write(
    session: Session, request: ServiceRequest, now: datetime, way: SurveyWay, staff_id: int | None, answers: Answers
) -> Survey:
    survey = Survey(
        request_id=request.id or 0, round=request.round, way=way, answered_at=now, recorded_by_id=staff_id,
        words=_spoken(answers)["words"], **answers.model_dump(exclude={"asked_extra", "words"}),
    )  # fmt: skip
    session.add(survey)
    session.flush()
    return survey


def _spoken(answers: Answers) -> dict[str, str]:
    """What many may read: no words that may tell what was asked for."""
    return {"words": "" if answers.asked_extra else answers.words}


def _ensure_not_the_crew(work: Work) -> None:
    """Nobody records the mark of their own work."""
    crews = assignments_of(work.session, work.request_id)
    if any(member.staff_id == work.actor.staff_id for member in crews):
        raise NotAllowed(N_("Who did the job can't record its survey."), clause="4(7)")


def record_survey(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    way: SurveyWay,
    answers: Answers,
    expected_version: int | None = None,
) -> Survey:
    """Staff write down an answer given on paper or by telephone; never the technician of that job."""
    if way is SurveyWay.LINK:
        raise InvalidInput(N_("An answer by link is given by the customer."), field="way")
    with taking(
        session, "record_survey", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        _ensure_not_the_crew(work)
        if _answer_of(session, work.request) is not None:
            raise RuleBroken(N_("The customer has already answered."))
        survey = _write(session, work.request, now, way, actor.staff_id, answers)
        work.data |= {"survey": survey.id, "way": way, "overall": answers.overall}
        work.words |= _spoken(answers)
    open_complaints(session, session.get_one(ServiceRequest, request_id), survey, answers, now=now)
    return survey


def refuse_survey(
    session: Session, *, actor: Actor, now: datetime, request_id: int, reason: str, expected_version: int | None = None
) -> Survey:
    """The customer does not want to answer, in their own words."""
    reason = ensure_text(reason, MOST_REASON, field="reason")
    if not reason:
        raise InvalidInput(N_("Write down how the customer refused."), field="reason", clause="4(7)")
    with taking(
        session, "record_survey", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        _ensure_not_the_crew(work)
        if _answer_of(session, work.request) is not None:
            raise RuleBroken(N_("The customer has already answered."))
        survey = Survey(
            request_id=request_id, round=work.request.round, way=SurveyWay.TELEPHONE, answered_at=now,
            recorded_by_id=actor.staff_id, is_refused=True, refusal=reason,
        )  # fmt: skip
        session.add(survey)
        session.flush()
        work.data |= {"survey": survey.id, "refused": True}
        work.words["refusal"] = survey.refusal
        return survey
