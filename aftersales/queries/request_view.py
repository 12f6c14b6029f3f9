"""Everything of one request, for its page: the rows, the decisions replayed, and the steps as this person has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from aftersales.errors import NotAllowed, NotFound
from aftersales.models import Agreement, Customer, Office, Project, ServiceRequest, Sign, SignType, Staff, Team
from aftersales.queries.request_parts import (
    CostSum,
    LinkedRequest,
    PhotoView,
    QuoteView,
    RequestTimes,
    SurveyState,
    VisitView,
    list_cost_sums,
    list_photos,
    list_quotes,
    list_visits,
    load_times,
    survey_state,
)
from aftersales.rules.agreement import AgreementState
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.workflow import Offer
from aftersales.services.clocks import replay
from aftersales.services.decisions import Place, Promises
from aftersales.services.facts import facts_of
from aftersales.services.rows import rows_by
from aftersales.services.steps import ensure_own_job

MOST_LINKED = 40
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
    decided: Promises
    times: RequestTimes
    visits: tuple[VisitView, ...]
    quotes: tuple[QuoteView, ...]
    survey: SurveyState
    photos: tuple[PhotoView, ...]
    linked: tuple[LinkedRequest, ...]
    offers: tuple[Offer[RequestState], ...]
    sees_quotes: bool
    sees_survey: bool  # the answer isn't the technician's to read
    costs: tuple[CostSum, ...] | None  # None: not this person's to see
    agreement: AgreementMark | None  # the newest one (2b)

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


def get_request_view(session: Session, actor: Actor, number: str, *, now: datetime) -> RequestView:
    """Raises NotFound for a number that was never given, NotAllowed for a job that isn't this person's to see."""
    statement: Any = (
        select(  # type: ignore[call-overload]
            ServiceRequest, Customer, Project, Sign, SignType, Office.name, Office.name_en, Team.name, Team.name_en,
        )
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Project, col(Project.id) == ServiceRequest.project_id)
        .outerjoin(Sign, col(Sign.id) == ServiceRequest.sign_id)
        .outerjoin(SignType, col(SignType.id) == Sign.sign_type_id)
        .outerjoin(Office, col(Office.id) == ServiceRequest.office_id)
        .outerjoin(Team, col(Team.id) == ServiceRequest.team_id)
        .where(ServiceRequest.number == number)
    )  # fmt: skip
    row = session.exec(statement).first()
    if row is None:
        raise NotFound(N_("There is no service request {number}."), number=number[:40])
    request, customer, project, sign, sign_type, office, office_en, team, team_en = row
    ensure_may_see(session, actor, request.id)
    people = _people(session, request.owner_id, request.registered_by_id)
    visits = list_visits(session, request.id)
    sees_costs, sees_survey = may(actor, Action.SEE_COSTS), may(actor, Action.SEE_SURVEYS)
    facts = facts_of(session, request, now)
    return RequestView(
        request=request, customer=customer, project=project, sign=sign, sign_type=sign_type,
        office=(office, office_en) if office else None, team=(team, team_en) if team else None,
        owner=people.get(request.owner_id), registrar=people.get(request.registered_by_id),
        decided=replay(session, request, now=now, place=Place(customer, project, sign)),
        times=load_times(session, request), visits=visits, quotes=list_quotes(session, request.id),
        survey=survey_state(session, request) if sees_survey else SurveyState(),
        photos=list_photos(session, request.id), linked=_linked(session, request),
        offers=tuple(LIFECYCLE.offers(request.state, actor, facts)),
        sees_survey=sees_survey,
        sees_quotes=sees_costs or may(actor, Action.ACCEPT_QUOTE),
        costs=list_cost_sums(session, request.id) if sees_costs else None,
        agreement=_agreement(session, request, is_open_to=sees_costs) if request.needs_agreement else None,
    )  # fmt: skip


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


def _people(session: Session, *ids: int | None) -> dict[int | None, Name]:
    wanted = {id for id in ids if id is not None}
    if not wanted:
        return {}
    rows = session.exec(select(Staff.id, Staff.name, Staff.name_en).where(col(Staff.id).in_(wanted)))
    return {id: (name, name_en) for id, name, name_en in rows}


def _linked(session: Session, request: ServiceRequest) -> tuple[LinkedRequest, ...]:
    """The chain of a recurrence, duplicates merged in or into, and what was split off or from."""
    up = [id for id in (request.repeats_id, request.merged_into_id, request.split_from_id) if id is not None]
    rows: Any = session.exec(
        select(  # type: ignore[call-overload]
            ServiceRequest.id, ServiceRequest.number, ServiceRequest.state, ServiceRequest.fault,
            ServiceRequest.received_at, ServiceRequest.repeats_id, ServiceRequest.merged_into_id,
            ServiceRequest.split_from_id,
        )
        .where(
            or_(
                col(ServiceRequest.id).in_(up),
                ServiceRequest.repeats_id == request.id,
                ServiceRequest.merged_into_id == request.id,
                ServiceRequest.split_from_id == request.id,
            )
        )
        .order_by(col(ServiceRequest.id).desc())
        .limit(MOST_LINKED)
    )  # fmt: skip
    found = []
    for id, number, state, fault, received_at, repeats_id, merged_into_id, split_from_id in rows:
        relations = (
            (id == request.repeats_id, N_("It happened before")),
            (repeats_id == request.id, N_("It happened again")),
            (id == request.merged_into_id, N_("Merged into")),
            (merged_into_id == request.id, N_("Merged in")),
            (id == request.split_from_id, N_("Split from")),
            (split_from_id == request.id, N_("Split off")),
        )
        found += [LinkedRequest(relation, number, state, fault, received_at) for holds, relation in relations if holds]
    return tuple(found)
