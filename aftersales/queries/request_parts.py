"""The parts of one request's page: visits with their crews, quotes, survey, photos, and the times of its rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlmodel import Session

from aftersales.models import (
    Assignment,
    Attachment,
    Bearer,
    Bill,
    CauseAnalysis,
    CauseLine,
    CorrectiveAction,
    CostLine,
    Department,
    DepartmentLead,
    Dispatch,
    Escalation,
    OpinionRouting,
    PriceItem,
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
from aftersales.queries.cause_analysis import AnalysisView, analysis_of
from aftersales.queries.departments import DepartmentRow, department_rows
from aftersales.queries.matters import MatterView, matters_of
from aftersales.queries.price_words import price_words_of
from aftersales.queries.request_rows import read_request_rows
from aftersales.rules.contact_sight import ContactSight
from aftersales.rules.kinds import Charge, CostKind
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import Actor
from aftersales.rules.visit import LIVE_VISITS, VisitState

MOST_VISITS = 60
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
    name_en: str = ""  # of the price list; what was typed in own words has none
    unit_en: str = ""


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


class RequestRows:
    """Every row of one request, read by one statement, from which each part of its page is made. For looking only."""

    def __init__(self, session: Session, request: ServiceRequest) -> None:
        self._request = request
        self._rows = read_request_rows(session, request)
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
        words = price_words_of(sorted(self._rows[PriceItem], key=attrgetter("id")))
        for line in self._rows[QuoteLine]:
            (name, name_en), (unit, unit_en) = words.name(line.name), words.unit(line.unit)
            view = LineView(name, line.quantity_milli, unit, line.unit_fen, line.total_fen, name_en, unit_en)
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

    def departments(self) -> tuple[DepartmentRow, ...]:
        """All that a matter can go to, in the order they were made."""
        return department_rows(self._rows[Department], self._rows[DepartmentLead], self._rows[Staff])

    def matters(self, actor: Actor, sight: ContactSight) -> tuple[MatterView, ...]:
        """Which departments were asked about it, the newest first."""
        names = {row.id: (row.name, row.name_en) for row in self._rows[Department]}
        rows = (*self._rows[Escalation], *self._rows[OpinionRouting])
        return matters_of(actor, sight, rows, names, self.people)

    def analysis(self, sight: ContactSight) -> AnalysisView | None:
        """How its root cause was looked for (4(6))."""
        found, actions = self._rows[CauseAnalysis], self._rows[CorrectiveAction]
        if not found:
            return None
        return analysis_of(found[0], self._rows[CauseLine], actions[0] if actions else None, self.people, sight)
