"""The parts of one request's page: visits with their crews, quotes, survey, photos, and the times of its rounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlmodel import Session

from aftersales.models import (
    Agreement,
    Assignment,
    Attachment,
    Bearer,
    ContractTerm,
    CostLine,
    Department,
    DepartmentLead,
    Dispatch,
    Escalation,
    OpinionRouting,
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
from aftersales.queries.cause_analysis import AnalysisView, analysis_of
from aftersales.queries.departments import DepartmentRow
from aftersales.queries.matters import MatterView, matters_of
from aftersales.queries.request_tables import MOST_VISITS, REQUEST_TABLES
from aftersales.rules.contact_sight import ContactSight
from aftersales.rules.kinds import Charge, CostKind, FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.visit import LIVE_VISITS, VisitState
from aftersales.services.rows import keep_rows

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


# What each link is called where the other request points here, and where this one points there.
_LINKS = (
    ("repeats_id", N_("It happened again"), N_("It happened before")),
    ("merged_into_id", N_("Merged in"), N_("Merged into")),
    ("split_from_id", N_("Split off"), N_("Split from")),
)


class RequestRows:
    """Every row of one request, read by one statement, from which each part of its page is made.

    What steps and clocks look up meanwhile in this session is answered from them too. For looking only.
    """

    def __init__(self, session: Session, request: ServiceRequest) -> None:
        self._request = request
        self._rows = REQUEST_TABLES.rows(session, {"id": request.id})
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
                quote.answered_at, quote.answered_by, tuple(lines.get(quote.id, ())),
            )
            for quote in reversed(self._rows[Quote])
        )  # fmt: skip

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

    def linked(self) -> tuple[LinkedRequest, ...]:
        """The chain of a recurrence, duplicates merged in or into, and what was split off or from; newest first."""
        own, found = self._request, list[LinkedRequest]()
        for row in reversed(self._rows[ServiceRequest]):
            for column, from_there, from_here in _LINKS:
                for holds, relation in (
                    (row.id == getattr(own, column), from_here),
                    (getattr(row, column) == own.id, from_there),
                ):
                    if holds:
                        found.append(LinkedRequest(relation, row.number, row.state, row.fault, row.received_at))
        return tuple(found)

    def numbers(self) -> dict[int, str]:
        """Of the linked requests, by id."""
        return {row.id: row.number for row in self._rows[ServiceRequest]}

    def departments(self) -> tuple[DepartmentRow, ...]:
        """All of them with who leads them now, in the order they were made."""
        leads = {row.department_id: row.staff_id for row in self._rows[DepartmentLead]}
        at_work = {row.id: row for row in self._rows[Staff] if row.is_active}
        rows = []
        for one in self._rows[Department]:
            lead = at_work.get(leads.get(one.id))
            named = (lead.id, lead.name, lead.name_en) if lead is not None else (None, "", "")
            rows.append(DepartmentRow(one.id, one.code, one.name, one.name_en, *named))
        return tuple(rows)

    def matters(self, actor: Actor, sight: ContactSight) -> tuple[MatterView, ...]:
        """Which departments were asked about it, the newest first."""
        asked = [*self._rows[Escalation], *(self._rows[OpinionRouting] if self._request.kind.is_opinion else ())]
        departments = {row.id: (row.name, row.name_en) for row in self._rows[Department]}
        return matters_of(actor, sight, asked, departments, self.people)

    def analysis(self, sight: ContactSight) -> AnalysisView | None:
        """How its root cause was looked for, and what answers it (4(6))."""
        return analysis_of(self._rows, sight)
