"""Everything of one request, for its page: the rows, the decisions replayed, and the steps as this person has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy import select as plain_select
from sqlmodel import Session, select

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import Agreement, Base, Customer, Project, ServiceRequest, Sign, SignType
from aftersales.prepared import Prepared
from aftersales.queries.as_seen import as_seen, texts_seen
from aftersales.queries.bills import BillView
from aftersales.queries.cause_analysis import AnalysisView
from aftersales.queries.departments import DepartmentRow
from aftersales.queries.matters import MatterView
from aftersales.queries.request_links import RequestLinks, list_request_links
from aftersales.queries.request_parts import (
    CostSum,
    PhotoView,
    QuoteView,
    RequestRows,
    RequestTimes,
    SurveyState,
    VisitView,
)
from aftersales.rules.agreement import AgreementState
from aftersales.rules.contact_sight import ContactSight, sight_of_request
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.workflow import Offer
from aftersales.services.clocks import replay
from aftersales.services.decisions import Place, Promises
from aftersales.services.facts import facts_of
from aftersales.services.plain_rows import ask, columns_of, objects_of
from aftersales.services.rows import rows_by
from aftersales.services.steps import ensure_own_job

Name = tuple[str, str]  # as written, and in Latin letters


@dataclass(frozen=True, slots=True)
class AgreementMark:
    number: str
    state: AgreementState
    is_open_to: bool  # whether this person may open its page


@dataclass(frozen=True, slots=True)
class RequestView:
    request: ServiceRequest
    customer: Customer
    project: Project | None
    sign: Sign | None
    sign_type: SignType | None
    office: Name | None
    team: Name | None
    owner: Name | None
    registrar: Name | None
    people: Mapping[int, Name]  # those two and the crews
    decided: Promises
    times: RequestTimes
    visits: tuple[VisitView, ...]
    quotes: tuple[QuoteView, ...]
    survey: SurveyState
    photos: tuple[PhotoView, ...]
    links: RequestLinks
    departments: tuple[DepartmentRow, ...]
    matters: tuple[MatterView, ...]
    analysis: AnalysisView | None
    offers: tuple[Offer[RequestState], ...]
    sees_quotes: bool
    sees_survey: bool  # the answer isn't the technician's to read
    costs: tuple[CostSum, ...] | None  # None: not this person's to see
    bills: tuple[BillView, ...] | None  # the same
    agreement: AgreementMark | None  # the newest one (2b)
    has_whole_contact: bool  # else phone, address and the numbers in what was said are masked

    @property
    def id(self) -> int:
        assert self.request.id is not None
        return self.request.id

    @property
    def live_visit(self) -> VisitView | None:
        return next((visit for visit in self.visits if visit.is_live), None)

    @property
    def open_quote(self) -> QuoteView | None:
        return next((quote for quote in self.quotes if quote.is_open and quote.round == self.request.round), None)


_T = Base.metadata.tables
_R, _C, _P, _S, _K, _O, _M = (
    _T[name] for name in ("service_request", "customer", "project", "sign", "sign_type", "office", "team")
)
_PAGE_KINDS = (ServiceRequest, Customer, Project, Sign, SignType)
_PAGE = Prepared(
    plain_select(*columns_of(*_PAGE_KINDS), _O.c.name, _O.c.name_en, _M.c.name, _M.c.name_en)
    .select_from(
        _R.join(_C, _C.c.id == _R.c.customer_id)
        .outerjoin(_P, _P.c.id == _R.c.project_id)
        .outerjoin(_S, _S.c.id == _R.c.sign_id)
        .outerjoin(_K, _K.c.id == _S.c.sign_type_id)
        .outerjoin(_O, _O.c.id == _R.c.office_id)
        .outerjoin(_M, _M.c.id == _R.c.team_id)
    )
    .where(_R.c.number == bindparam("number"))
)


def get_request_view(session: Session, actor: Actor, number: str, *, now: datetime) -> RequestView:
    """Raises NotFound for a number that was never given, NotAllowed for a job that isn't this person's to see."""
    found = ask(session, _PAGE, number=number)
    if not found:
        raise NotFound(N_("There is no service request {number}."), number=number[:40])
    request, customer, project, sign, sign_type = objects_of(found[0], *_PAGE_KINDS)
    office, office_en, team, team_en = found[0][-4:]
    rows = RequestRows(session, request)
    ensure_may_see(session, actor, request.id)
    visits = rows.visits()
    sees_costs, sees_survey = may(actor, Action.SEE_COSTS), may(actor, Action.SEE_SURVEYS)
    facts = facts_of(session, request, now)
    sight = sight_of_request(
        actor, office_id=request.office_id, registered_by_id=request.registered_by_id, state=request.state,
        is_own_job=any(one.staff_id == actor.staff_id for visit in visits for one in visit.crew),
    )  # fmt: skip
    return RequestView(
        request=as_seen(sight, request), customer=as_seen(sight, customer),
        project=as_seen(sight, project, city=customer.city) if project else None,
        sign=as_seen(sight, sign) if sign else None, sign_type=sign_type,
        has_whole_contact=sight.is_whole,
        office=(office, office_en) if office else None, team=(team, team_en) if team else None,
        owner=rows.name_of(request.owner_id), registrar=rows.name_of(request.registered_by_id),
        people=rows.people,
        decided=replay(session, request, now=now, place=Place(customer, project, sign)),
        times=_times_seen(sight, rows.times()),
        visits=tuple(_visit_seen(sight, visit) for visit in visits),
        quotes=tuple(texts_seen(sight, quote, "note") for quote in rows.quotes()),
        survey=_survey_seen(sight, rows.survey()) if sees_survey else SurveyState(),
        photos=tuple(texts_seen(sight, one, "name") for one in rows.photos()),
        links=list_request_links(session, actor, request), departments=rows.departments(),
        matters=rows.matters(actor, sight), analysis=rows.analysis(sight),
        offers=tuple(LIFECYCLE.offers(request.state, actor, facts)),
        sees_survey=sees_survey,
        sees_quotes=sees_costs or may(actor, Action.ACCEPT_QUOTE),
        costs=rows.cost_sums() if sees_costs else None,
        bills=tuple(texts_seen(sight, bill, "reason", "withdrawn_reason") for bill in rows.bills())
        if sees_costs
        else None,
        agreement=_agreement(session, request, is_open_to=sees_costs) if request.needs_agreement else None,
    )  # fmt: skip


def _visit_seen(sight: ContactSight, visit: VisitView) -> VisitView:
    crew = tuple(texts_seen(sight, one, "refusal") for one in visit.crew)
    return texts_seen(sight, replace(visit, crew=crew), "note", "needs", "end_reason")


def _times_seen(sight: ContactSight, times: RequestTimes) -> RequestTimes:
    return replace(
        times, stops=tuple(as_seen(sight, stop) for stop in times.stops),
        rounds=tuple(as_seen(sight, one) for one in times.rounds),
    )  # fmt: skip


def _survey_seen(sight: ContactSight, survey: SurveyState) -> SurveyState:
    return replace(survey, answer=as_seen(sight, survey.answer) if survey.answer else None)


def _agreement(session: Session, request: ServiceRequest, *, is_open_to: bool) -> AgreementMark | None:
    all_of_them = rows_by(session, Agreement, "request_id", request.id)
    return AgreementMark(all_of_them[-1].number, all_of_them[-1].state, is_open_to) if all_of_them else None


def ensure_may_see(session: Session, actor: Actor, request_id: int) -> None:
    """Everybody's for who sees requests (an office's its region's, where so set), a technician's own jobs.

    Raises NotAllowed.
    """
    if not may(actor, Action.SEE_REQUESTS) and not may(actor, Action.SEE_OWN_JOBS):
        raise NotAllowed(N_("Your role does not see service requests."))
    ensure_own_job(session, actor, request_id)


def find_version(session: Session, request_id: int) -> int | None:
    """How often this request has changed: cheap to ask again and again."""
    return session.exec(select(ServiceRequest.version).where(ServiceRequest.id == request_id)).first()
