"""The parts of one request's page: visits with their crews, quotes, survey, photos, and the times of its rounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, select, union
from sqlmodel import Session

from aftersales.models import (
    Agreement,
    Assignment,
    Attachment,
    Base,
    Bearer,
    Bill,
    ContractTerm,
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
from aftersales.queries.bills import BillView, bills_shown
from aftersales.queries.together import Together
from aftersales.rules.kinds import Charge, CostKind, FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.visit import LIVE_VISITS, VisitState
from aftersales.services.rows import keep_rows

MOST_VISITS = 60
MOST_LINES = 400
MOST_PHOTOS = 120
MOST_ASKS = 20


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
    bill_id: int | None = None  # the bill that covers it
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


def _of(kind: type[Base]) -> Any:
    return select(*_T[str(kind.__tablename__)].columns)


def _by_request(kind: type[Base]) -> tuple[type[Base], Any]:
    return kind, _of(kind).where(_T[str(kind.__tablename__)].c.request_id == _ID)


_T = Base.metadata.tables
_ID: Any = bindparam("id")
_REQUEST, _VISIT, _CREW, _STAFF = (_T[name].c for name in ("service_request", "dispatch", "assignment", "staff"))
_OWN_VISITS = select(_VISIT.id).where(_VISIT.request_id == _ID)
_OWN_QUOTES = select(_T["quote"].c.id).where(_T["quote"].c.request_id == _ID)
_OWN_REPORTS = select(_T["service_report"].c.id).where(_T["service_report"].c.request_id == _ID)
_PEOPLE = union(
    *(select(column).where(_REQUEST.id == _ID) for column in (_REQUEST.owner_id, _REQUEST.registered_by_id)),
    select(_CREW.staff_id).where(_CREW.dispatch_id.in_(_OWN_VISITS)),
)
_ALL = Together(
    *(
        _by_request(kind)
        for kind in (
            Dispatch, ServiceReport, Quote, Bill, Agreement, Survey, SurveyAsk, RequestPromise, RequestStop,
            RequestRound,
        )
    ),
    (Assignment, _of(Assignment).where(_CREW.dispatch_id.in_(_OWN_VISITS))),
    (QuoteLine, _of(QuoteLine).where(_T["quote_line"].c.quote_id.in_(_OWN_QUOTES)).limit(MOST_LINES)),
    (CostLine, _of(CostLine).where(_T["cost_line"].c.report_id.in_(_OWN_REPORTS)).limit(MOST_LINES)),
    (
        Attachment,
        _of(Attachment)
        .where(_T["attachment"].c.owner == "request", _T["attachment"].c.owner_id == _ID)
        .order_by(_T["attachment"].c.id)
        .limit(MOST_PHOTOS),
    ),
    (
        ContractTerm,
        _of(ContractTerm).where(
            _T["contract_term"].c.project_id == select(_REQUEST.project_id).where(_REQUEST.id == _ID).scalar_subquery()
        ),
    ),
    (Staff, _of(Staff).where(_STAFF.id.in_(_PEOPLE))),
)  # fmt: skip


class RequestRows:
    """Every row of one request, read by one statement, from which each part of its page is made.

    What steps and clocks look up meanwhile in this session is answered from them too. For looking only.
    """

    def __init__(self, session: Session, request: ServiceRequest) -> None:
        self._request = request
        self._rows = _ALL.rows(session, {"id": request.id})
        for kind in (Dispatch, ServiceReport, Quote, Agreement, Survey, SurveyAsk, RequestPromise, RequestStop):
            keep_rows(session, kind, "request_id", request.id, self._rows[kind])
        for visit in self._rows[Dispatch]:
            for of_visit in (Assignment, ServiceReport):
                own = [row for row in self._rows[of_visit] if row.dispatch_id == visit.id]
                keep_rows(session, of_visit, "dispatch_id", visit.id, own)
        if request.project_id is not None:
            keep_rows(session, ContractTerm, "project_id", request.project_id, self._rows[ContractTerm])
        self.people = {row.id: (row.name, row.name_en) for row in self._rows[Staff]}

    def _of_round(self, kind: Any, moment: str) -> Any:
        """Rows of the present round, oldest first."""
        own = [row for row in self._rows[kind] if row.round == self._request.round]
        return tuple(sorted(own, key=attrgetter(moment)))

    def name_of(self, staff_id: int | None) -> tuple[str, str] | None:
        """Of the crews, the owner or who wrote it down."""
        return self.people.get(staff_id) if staff_id is not None else None

    def visits(self) -> tuple[VisitView, ...]:
        """Newest first, each with its whole crew: those who refused too."""
        reports = {row.dispatch_id: row.id for row in self._rows[ServiceReport]}
        newest_first = sorted(self._rows[Dispatch], key=lambda visit: -visit.visit)[:MOST_VISITS]
        return tuple(
            VisitView(
                visit.id, visit.number, visit.round, visit.visit, visit.state, visit.starts_at, visit.minutes,
                visit.asked_at, visit.promised_at, visit.dispatched_at, visit.departed_at, visit.arrived_at,
                visit.ended_at, visit.note, visit.needs, visit.end_reason, reports.get(visit.id), self._crew(visit.id),
            )
            for visit in newest_first
        )  # fmt: skip

    def _crew(self, visit_id: int) -> tuple[CrewMember, ...]:
        return tuple(
            CrewMember(
                one.staff_id, *self.people.get(one.staff_id, ("", "")), one.is_live, one.accepted_at, one.refused_at,
                one.refusal,
            )
            for one in self._rows[Assignment]
            if one.dispatch_id == visit_id
        )  # fmt: skip

    def quotes(self) -> tuple[QuoteView, ...]:
        """Newest first, with their lines."""
        lines: dict[int, list[LineView]] = {}
        for line in self._rows[QuoteLine]:
            view = LineView(line.name, line.quantity_milli, line.unit, line.unit_fen, line.total_fen)
            lines.setdefault(line.quote_id, []).append(view)
        return tuple(
            QuoteView(
                quote.id, quote.round, quote.state, quote.charge, quote.total_fen, quote.note, quote.made_at,
                quote.answered_at, quote.answered_by, quote.bill_id, tuple(lines.get(quote.id, ())),
            )
            for quote in reversed(self._rows[Quote])
        )  # fmt: skip

    def bills(self) -> tuple[BillView, ...]:
        return bills_shown(self._rows[Bill])

    def survey(self) -> SurveyState:
        """Only once the work is done can it have been asked for."""
        if self._request.state not in (RequestState.DONE, RequestState.CLOSED):
            return SurveyState()
        answers = [row for row in self._rows[Survey] if row.round == self._request.round]
        return SurveyState(answers[0] if answers else None, self._of_round(SurveyAsk, "asked_at")[:MOST_ASKS])

    def times(self) -> RequestTimes:
        return RequestTimes(
            self._of_round(RequestPromise, "at"),
            self._of_round(RequestStop, "from_at"),
            tuple(sorted(self._rows[RequestRound], key=attrgetter("round"))),
        )

    def photos(self) -> tuple[PhotoView, ...]:
        """Oldest first: before, then after."""
        found = self._rows[Attachment]
        return tuple(PhotoView(row.id, row.purpose, row.name, row.added_at, row.sha256) for row in found)

    def cost_sums(self) -> tuple[CostSum, ...]:
        """By bearer and kind (4(9)); for who may see costs."""
        sums: dict[tuple[Any, Any], int] = {}
        for line in self._rows[CostLine]:
            sums[line.bearer, line.kind] = sums.get((line.bearer, line.kind), 0) + line.total_fen
        return tuple(CostSum(kind, bearer, total) for (bearer, kind), total in sorted(sums.items()))
