"""The parts of one request's page: visits with their crews, quotes, survey, photos, and the times of its rounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, func, select

from aftersales.models import (
    Assignment,
    Attachment,
    Bearer,
    CostLine,
    Dispatch,
    Quote,
    QuoteLine,
    QuoteState,
    RequestPromise,
    RequestRound,
    RequestStop,
    ServiceReport,
    ServiceRequest,
    Staff,
    Survey,
    SurveyAsk,
)
from aftersales.rules.kinds import Charge, CostKind, FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.visit import LIVE_VISITS, VisitState

MOST_VISITS = 60
MOST_LINES = 400
MOST_PHOTOS = 120


@dataclass(frozen=True, slots=True)
class CrewMember:
    staff_id: int
    name: str
    name_en: str
    is_live: bool
    accepted_at: datetime | None
    refused_at: datetime | None
    refusal: str


@dataclass(frozen=True, slots=True)
class VisitView:
    id: int
    number: str | None
    round: int
    visit: int
    state: VisitState
    starts_at: datetime | None
    minutes: int
    asked_at: datetime | None
    promised_at: datetime | None
    dispatched_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    note: str
    needs: str
    end_reason: str
    report_id: int | None
    crew: tuple[CrewMember, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_VISITS


@dataclass(frozen=True, slots=True)
class LineView:
    name: str
    quantity_milli: int
    unit: str
    unit_fen: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class QuoteView:
    id: int
    round: int
    state: QuoteState
    charge: Charge
    total_fen: int
    note: str
    made_at: datetime
    answered_at: datetime | None
    answered_by: str
    lines: tuple[LineView, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state is QuoteState.SENT


@dataclass(frozen=True, slots=True)
class CostSum:
    """What one kind of cost came to over all reports of the request."""

    kind: CostKind
    bearer: Bearer
    total_fen: int


@dataclass(frozen=True, slots=True)
class SurveyState:
    """Of the present round: the answer or refusal, and when it was asked for."""

    answer: Survey | None = None
    asks: tuple[SurveyAsk, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestTimes:
    """Promises and stops of the present round, oldest first, and what earlier rounds came to."""

    promises: tuple[RequestPromise, ...] = ()
    stops: tuple[RequestStop, ...] = ()
    rounds: tuple[RequestRound, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoView:
    id: int
    purpose: str
    name: str
    added_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class LinkedRequest:
    relation: str  # a catalog key
    number: str
    state: RequestState
    fault: FaultCategory
    received_at: datetime = field(repr=False)


def _columns(*columns: Any) -> Select[Any]:
    """More columns than the typed `select` counts up to."""
    return plain_select(*columns)


def list_visits(session: Session, request_id: int) -> tuple[VisitView, ...]:
    """Newest first, each with its whole crew: those who refused too."""
    rows: Any = session.execute(
        _columns(
            Dispatch.id, Dispatch.number, Dispatch.round, Dispatch.visit, Dispatch.state, Dispatch.starts_at,
            Dispatch.minutes, Dispatch.asked_at, Dispatch.promised_at, Dispatch.dispatched_at, Dispatch.departed_at,
            Dispatch.arrived_at, Dispatch.ended_at, Dispatch.note, Dispatch.needs, Dispatch.end_reason,
            ServiceReport.id, Staff.id, Staff.name, Staff.name_en, Assignment.is_live, Assignment.accepted_at,
            Assignment.refused_at, Assignment.refusal,
        )
        .outerjoin(ServiceReport, col(ServiceReport.dispatch_id) == col(Dispatch.id))
        .outerjoin(Assignment, col(Assignment.dispatch_id) == col(Dispatch.id))
        .outerjoin(Staff, col(Staff.id) == Assignment.staff_id)
        .where(col(Dispatch.request_id) == request_id)
        .order_by(col(Dispatch.visit).desc(), col(Assignment.id))
        .limit(MOST_VISITS * 12)
    )  # fmt: skip
    visits: dict[int, VisitView] = {}
    for row in rows:
        plain, member = row[:17], row[17:]
        known = visits.get(plain[0]) or VisitView(*plain)
        crew = (*known.crew, CrewMember(*member)) if member[0] is not None else known.crew
        visits[plain[0]] = replace(known, crew=crew)
    return tuple(visits.values())


def list_quotes(session: Session, request_id: int) -> tuple[QuoteView, ...]:
    """Newest first, with their lines."""
    rows: Any = session.exec(
        select(  # type: ignore[call-overload]
            Quote.id, Quote.round, Quote.state, Quote.charge, Quote.total_fen, Quote.note, Quote.made_at,
            Quote.answered_at, Quote.answered_by, QuoteLine.name, QuoteLine.quantity_milli, QuoteLine.unit,
            QuoteLine.unit_fen, QuoteLine.total_fen,
        )
        .join(QuoteLine, col(QuoteLine.quote_id) == Quote.id)
        .where(Quote.request_id == request_id)
        .order_by(col(Quote.id).desc(), col(QuoteLine.id))
        .limit(MOST_LINES)
    )  # fmt: skip
    quotes: dict[int, QuoteView] = {}
    for row in rows:
        known = quotes.get(row[0]) or QuoteView(*row[:9])
        quotes[row[0]] = replace(known, lines=(*known.lines, LineView(*row[9:])))
    return tuple(quotes.values())


def survey_state(session: Session, request: ServiceRequest) -> SurveyState:
    """Only once the work is done can it have been asked for."""
    if request.state not in (RequestState.DONE, RequestState.CLOSED):
        return SurveyState()
    answer = session.exec(select(Survey).where(Survey.request_id == request.id, Survey.round == request.round)).first()
    asks = session.exec(
        select(SurveyAsk)
        .where(SurveyAsk.request_id == request.id, SurveyAsk.round == request.round)
        .order_by(col(SurveyAsk.asked_at))
        .limit(20)
    ).all()
    return SurveyState(answer, tuple(asks))


def load_times(session: Session, request: ServiceRequest) -> RequestTimes:
    """Rounds are asked for only where there was more than one."""
    promises = session.exec(
        select(RequestPromise)
        .where(RequestPromise.request_id == request.id, RequestPromise.round == request.round)
        .order_by(col(RequestPromise.at), col(RequestPromise.id))
    ).all()
    stops = session.exec(
        select(RequestStop)
        .where(RequestStop.request_id == request.id, RequestStop.round == request.round)
        .order_by(col(RequestStop.from_at))
    ).all()
    rounds = []
    if request.round > 1:
        statement = select(RequestRound).where(RequestRound.request_id == request.id)
        rounds = list(session.exec(statement.order_by(col(RequestRound.round))))
    return RequestTimes(tuple(promises), tuple(stops), tuple(rounds))


def list_photos(session: Session, request_id: int) -> tuple[PhotoView, ...]:
    """Oldest first: before, then after."""
    rows: Any = session.exec(
        select(Attachment.id, Attachment.purpose, Attachment.name, Attachment.added_at, Attachment.sha256)  # type: ignore[call-overload]
        .where(Attachment.owner == "request", Attachment.owner_id == request_id)
        .order_by(col(Attachment.id))
        .limit(MOST_PHOTOS)
    )
    return tuple(PhotoView(*row) for row in rows)


def list_cost_sums(session: Session, request_id: int) -> tuple[CostSum, ...]:
    """By kind and bearer (4(9)); call it for who may see costs."""
    rows: Any = session.exec(
        select(CostLine.kind, CostLine.bearer, func.sum(CostLine.total_fen))
        .join(ServiceReport, col(ServiceReport.id) == CostLine.report_id)
        .where(ServiceReport.request_id == request_id)
        .group_by(col(CostLine.kind), col(CostLine.bearer))
        .order_by(col(CostLine.bearer), col(CostLine.kind))
    )
    return tuple(CostSum(kind, bearer, int(total)) for kind, bearer, total in rows)
