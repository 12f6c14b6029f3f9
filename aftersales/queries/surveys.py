"""What customers answered: the figures by month and office in one query, and the answers themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, select
from sqlmodel import Session, col

from aftersales.database import adapter_of
from aftersales.documents.survey_questions import SCORES
from aftersales.models import Customer, ServiceRequest, Sign, Survey, SurveyWay
from aftersales.queries.reports import MOST_COUNTED, MOST_FOUND
from aftersales.queries.visible import requests_seen
from aftersales.rules.contact_sight import sees_all_contacts, sight_of_request
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.words import query_words

NAMES = tuple(SCORES)
LOW = 3


@dataclass(frozen=True, slots=True)
class Marks:
    """Sums of one group of answers, so that groups can be added up."""

    answered: int = 0
    refused: int = 0
    sums: tuple[int, ...] = (0,) * len(NAMES)
    counts: tuple[int, ...] = (0,) * len(NAMES)
    recommends: int = 0
    recommends_of: int = 0

    def __add__(self, other: Marks) -> Marks:
        return Marks(
            self.answered + other.answered, self.refused + other.refused,
            tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)),
            tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)),
            self.recommends + other.recommends, self.recommends_of + other.recommends_of,
        )  # fmt: skip

    def average(self, name: str = "overall") -> float | None:
        """The mean mark of one question; None without an answer."""
        place = NAMES.index(name)
        return self.sums[place] / self.counts[place] if self.counts[place] else None


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """By period (in the order of the starts that were asked for) and by office (None: without one)."""

    total: Marks
    periods: tuple[Marks, ...]
    offices: dict[int | None, Marks]


@dataclass(frozen=True, slots=True)
class SurveyRow:
    survey_id: int
    number: str
    customer: str
    sign_code: str | None
    place: str
    answered_at: datetime
    way: SurveyWay
    is_refused: bool
    refusal: str
    overall: int | None
    recommends: bool | None
    words: str
    marks: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class SurveyFilter:
    """`answered_from` inclusive, `answered_before` exclusive. `low` marks: three and less."""

    office_id: int | None = None
    answered_from: datetime | None = None
    answered_before: datetime | None = None
    only_low: bool = False
    only_words: bool = False
    typed: str = ""


def get_survey_figures(
    session: Session, actor: Actor, *, starts: Sequence[datetime], before: datetime, office_id: int | None = None
) -> SurveyFigures:
    """All sums in one query. `starts` are the beginnings of the periods, oldest first, one at least."""
    ensure_may(actor, Action.SEE_SURVEYS)
    ends = [(Survey.answered_at < end, place) for place, end in enumerate(starts[1:])]
    period = (case(*ends, else_=len(starts) - 1) if ends else literal(0)).label("period")  # type: ignore[arg-type]
    marks = [getattr(Survey, name) for name in NAMES]
    inner = (
        select(
            period, col(ServiceRequest.office_id).label("office"), Survey.is_refused, Survey.recommends,  # type: ignore[call-overload]
            *marks,
        )
        .join(ServiceRequest, col(ServiceRequest.id) == col(Survey.request_id))
        .where(Survey.answered_at >= starts[0], Survey.answered_at < before, *requests_seen(actor))
    )  # fmt: skip
    if office_id is not None:
        inner = inner.where(ServiceRequest.office_id == office_id)
    rows = inner.subquery()
    statement = select(
        rows.c.period, rows.c.office,
        func.sum(case((rows.c.is_refused, 0), else_=1)), func.sum(case((rows.c.is_refused, 1), else_=0)),
        *(func.coalesce(func.sum(rows.c[name]), 0) for name in NAMES), *(func.count(rows.c[name]) for name in NAMES),
        func.sum(case((rows.c.recommends, 1), else_=0)), func.count(rows.c.recommends),
    ).group_by(rows.c.period, rows.c.office)  # fmt: skip
    size = len(NAMES)
    total, periods, offices = Marks(), [Marks()] * len(starts), dict[int | None, Marks]()
    for place, office, answered, refused, *numbers in session.execute(statement):
        found = Marks(
            answered, refused, tuple(map(int, numbers[:size])), tuple(numbers[size : 2 * size]), *numbers[2 * size :]
        )
        total += found
        periods[place] = periods[place] + found
        offices[office] = offices.get(office, Marks()) + found
    return SurveyFigures(total, tuple(periods), offices)


def _narrowed(session: Session, actor: Actor, statement: Any, wanted: SurveyFilter) -> Any:
    statement = statement.where(*requests_seen(actor))
    if wanted.office_id is not None:
        statement = statement.where(ServiceRequest.office_id == wanted.office_id)
    if wanted.answered_from is not None:
        statement = statement.where(Survey.answered_at >= wanted.answered_from)
    if wanted.answered_before is not None:
        statement = statement.where(Survey.answered_at < wanted.answered_before)
    if wanted.only_low:
        statement = statement.where(col(Survey.overall) <= LOW)
    if wanted.only_words:
        statement = statement.where(Survey.words != "")
    words = query_words(wanted.typed[:200], phones=sees_all_contacts(actor))
    if words:
        ids = adapter_of(session).search_ids(session, "request_words", words, None, MOST_FOUND)
        statement = statement.where(col(Survey.request_id).in_(ids))
    return statement


def count_surveys(session: Session, actor: Actor, wanted: SurveyFilter) -> int:
    """How many answers and refusals fit, counted up to a thousand."""
    ensure_may(actor, Action.SEE_SURVEYS)
    inner = select(Survey.id).join(ServiceRequest, col(ServiceRequest.id) == col(Survey.request_id))  # type: ignore[call-overload]
    limited = _narrowed(session, actor, inner, wanted).limit(MOST_COUNTED).subquery()
    return int(session.execute(select(func.count()).select_from(limited)).scalar_one())


def list_surveys(
    session: Session, actor: Actor, wanted: SurveyFilter, *, limit: int = 20, offset: int = 0
) -> list[SurveyRow]:
    """Answers and refusals, the newest first. One query."""
    ensure_may(actor, Action.SEE_SURVEYS)
    statement = (
        select(
            Survey.id, ServiceRequest.number, Customer.name, Sign.code, ServiceRequest.place, Sign.place,  # type: ignore[call-overload]
            Survey.answered_at, Survey.way, Survey.is_refused, Survey.refusal, Survey.recommends, Survey.words,
            ServiceRequest.office_id, ServiceRequest.registered_by_id, ServiceRequest.state,
            *(getattr(Survey, name) for name in NAMES),
        )
        .join(ServiceRequest, col(ServiceRequest.id) == col(Survey.request_id))
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .outerjoin(Sign, col(Sign.id) == col(ServiceRequest.sign_id))
        .order_by(col(Survey.answered_at).desc(), col(Survey.id).desc())
        .limit(min(limit, 200))
        .offset(min(offset, MOST_COUNTED))
    )  # fmt: skip
    found = []
    for row in session.execute(_narrowed(session, actor, statement, wanted)):
        (survey_id, number, customer, code, place, sign_place, at, way, refused, refusal, recommends, words,
         office_id, registered_by_id, state, *marks) = row  # fmt: skip
        sight = sight_of_request(actor, office_id=office_id, registered_by_id=registered_by_id, state=state)
        named_marks = dict(zip(NAMES, marks, strict=True))
        found.append(
            SurveyRow(
                survey_id, number, customer, code, sight.text(place or sign_place or ""), at, way, refused,
                sight.text(refusal), named_marks["overall"], recommends, sight.text(words), named_marks,
            )
        )  # fmt: skip
    return found
