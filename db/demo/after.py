"""After the work: the satisfaction survey, answered, refused or never answered (4(7))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from aftersales.models import ServiceRequest, SurveyWay
from aftersales.services.survey import Answers, answer_by_link, ask_survey, record_survey, refuse_survey
from db.demo import words
from db.demo.complaints import begun_by_survey
from db.demo.desk import Desk, by_day
from db.demo.story import Plan


def settle_survey(desk: Desk, chance: Random, plan: Plan, request_id: int) -> Iterator[datetime]:
    """Ask until there is an answer, a refusal, or two asks a day apart."""
    clerk = desk.clerk(chance)
    fate = 0.0 if plan.calm else chance.random()
    yield by_day(desk.now + timedelta(minutes=chance.randint(20, 3600)))
    if fate < 0.42:
        way = SurveyWay.PAPER if fate < 0.08 else SurveyWay.TELEPHONE
        answers = draw_answers(desk, chance, request_id)
        begun_by_survey(desk, desk.take(record_survey, clerk, request_id, way=way, answers=answers).id)
        return
    if fate < 0.47:
        desk.take(refuse_survey, clerk, request_id, reason=chance.choice(words.SURVEY_NO))
        return
    _, token = desk.take(ask_survey, clerk, request_id, way=SurveyWay.LINK)
    if fate < 0.75 and token is not None:
        yield desk.now + timedelta(minutes=chance.randint(5, 2600))
        answers = draw_answers(desk, chance, request_id)
        begun_by_survey(desk, answer_by_link(desk.session, now=desk.now, token=token, answers=answers).id)
        return
    yield by_day(desk.now + timedelta(days=chance.randint(1, 4), minutes=chance.randint(1, 200)))
    desk.take(ask_survey, clerk, request_id, way=SurveyWay.TELEPHONE)
    yield by_day(desk.now + timedelta(days=1, minutes=chance.randint(1, 300)))


def draw_answers(desk: Desk, chance: Random, request_id: int) -> Answers:
    """Mostly content; less so when we came late or twice."""
    request = desk.session.get_one(ServiceRequest, request_id)
    due, arrived = request.arrive_due_at, request.arrived_at
    was_late = due is not None and arrived is not None and arrived > due
    repeated = request.repeats_id is not None
    level = (0.66, 0.27, 0.05, 0.01, 0.01)
    if was_late or repeated:
        level = (0.2, 0.38, 0.27, 0.1, 0.05)
    overall = chance.choices((5, 4, 3, 2, 1), level)[0]

    def near(shift: int = 0) -> int | None:
        if chance.random() < 0.06:
            return None
        return max(1, min(5, overall + shift + chance.choice((-1, 0, 0, 0, 1))))

    said = chance.choice(words.PRAISE if overall >= 4 else words.GRUMBLES)
    return Answers(
        reply=near(), arrival=near(-2 if was_late else 0), skill=near(), explained=near(), manners=near(1),
        overall=overall, asked_extra=chance.random() < 0.003, recommends=overall >= 4 or chance.random() < 0.2,
        words=said,
    )  # fmt: skip
