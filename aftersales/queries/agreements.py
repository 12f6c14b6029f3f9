"""Supplementary agreements to look at: the list, one of them with its history, and who still waits for one (2b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import Agreement, Customer, Event, EventWords, Office, Project, ServiceRequest, Staff
from aftersales.prepared import Prepared
from aftersales.queries.as_seen import as_seen, words_seen
from aftersales.queries.cards import CAME_IN, IS_OPEN
from aftersales.queries.letterhead import Letterhead, get_letterhead
from aftersales.queries.visible import requests_seen
from aftersales.rules.agreement import AGREEMENT, OPEN_AGREEMENTS, AgreementState
from aftersales.rules.contact_sight import ContactSight, sight_of_lists, sight_of_request
from aftersales.rules.lifecycle import BEFORE_WORK
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.workflow import Offer
from aftersales.services.agreements import agreement_facts
from aftersales.services.plain_rows import ask

MOST_SHOWN = 200
MOST_EVENTS = 100
Name = tuple[str, str]  # as written, and in Latin letters


@dataclass(frozen=True, slots=True)
class AgreementRow:
    number: str
    state: AgreementState
    subject: str
    customer: str
    request_number: str
    price_fen: int | None
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request that needs an agreement and has none under way."""

    id: int
    number: str
    customer: str
    description: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AgreementEvent:
    at: datetime
    actor: Name | None
    name: str
    price_fen: int | None
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AgreementView:
    agreement: Agreement
    request: ServiceRequest
    customer: Customer
    project: Project | None
    office: Name
    company: Letterhead
    approver: Name | None  # who approved or refused it
    offers: tuple[Offer[AgreementState], ...]
    history: tuple[AgreementEvent, ...]
    has_whole_contact: bool  # else phone, address and the numbers in what was said are masked

    @property
    def id(self) -> int:
        assert self.agreement.id is not None
        return self.agreement.id


def list_agreements(session: Session, actor: Actor, *, only_open: bool) -> list[AgreementRow]:
    """Open ones by how long they wait; all of them newest first."""
    ensure_may(actor, Action.SEE_COSTS)
    sight = sight_of_lists(actor)
    return [
        AgreementRow(number, state, sight.text(subject), *rest)
        for number, state, subject, *rest in ask(session, _listed(actor, only_open))
    ]


@lru_cache(maxsize=256)
def _listed(actor: Actor, only_open: bool) -> Prepared:
    """Kept by the person, whose sight is in it."""
    columns: tuple[Any, ...] = (
        Agreement.number, Agreement.state, Agreement.subject, Customer.name, ServiceRequest.number,
        Agreement.price_fen, Agreement.started_at, Agreement.ended_at,
    )  # fmt: skip
    statement = (
        plain_select(*columns)
        .join(ServiceRequest, col(ServiceRequest.id) == col(Agreement.request_id))
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(*requests_seen(actor))
    )
    if only_open:
        statement = statement.where(col(Agreement.state).in_(OPEN_AGREEMENTS)).order_by(col(Agreement.started_at))
    else:
        statement = statement.order_by(col(Agreement.id).desc())
    return Prepared(statement.limit(MOST_SHOWN))


def list_waiting_requests(session: Session, actor: Actor) -> list[WaitingRequest]:
    """The longest waiting first."""
    ensure_may(actor, Action.SEE_COSTS)
    found = []
    for id_, number, customer, said, received_at, office_id, registered_by_id, state in ask(session, _waiting(actor)):
        sight = sight_of_request(actor, office_id=office_id, registered_by_id=registered_by_id, state=state)
        found.append(WaitingRequest(id_, number, customer, sight.text(said), received_at))
    return found


@lru_cache(maxsize=256)
def _waiting(actor: Actor) -> Prepared:
    """Kept by the person, whose sight is in it."""
    has_one = plain_select(col(Agreement.id)).where(
        col(Agreement.request_id) == ServiceRequest.id,
        col(Agreement.state).in_((*OPEN_AGREEMENTS, AgreementState.APPROVED)),
    )
    columns: tuple[Any, ...] = (
        ServiceRequest.id, ServiceRequest.number, Customer.name, ServiceRequest.description, ServiceRequest.received_at,
        ServiceRequest.office_id, ServiceRequest.registered_by_id, ServiceRequest.state,
    )  # fmt: skip
    return Prepared(
        plain_select(*columns)
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(IS_OPEN, col(ServiceRequest.needs_agreement).is_(True), col(ServiceRequest.state).in_(BEFORE_WORK))
        .where(~has_one.exists(), *requests_seen(actor))
        .order_by(CAME_IN)
        .limit(MOST_SHOWN)
    )


def get_agreement_view(session: Session, actor: Actor, number: str) -> AgreementView:
    """Raises NotFound for a number that isn't there or not this person's to see, NotAllowed for the role."""
    ensure_may(actor, Action.SEE_COSTS)
    statement: Any = (
        select(Agreement, ServiceRequest, Customer, Project, Office, Staff)  # type: ignore[call-overload]
        .join(ServiceRequest, col(ServiceRequest.id) == Agreement.request_id)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .outerjoin(Project, col(Project.id) == ServiceRequest.project_id)
        .outerjoin(Office, col(Office.id) == ServiceRequest.office_id)
        .outerjoin(Staff, col(Staff.id) == Agreement.ended_by_id)
        .where(Agreement.number == number, *requests_seen(actor))
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotFound(N_("There is no supplementary agreement {number}."), number=number[:40])
    agreement, request, customer, project, office, staff = row
    sight = sight_of_request(
        actor, office_id=request.office_id, registered_by_id=request.registered_by_id, state=request.state
    )  # fmt: skip
    return AgreementView(
        agreement=as_seen(sight, agreement), request=as_seen(sight, request), customer=as_seen(sight, customer),
        project=as_seen(sight, project, city=customer.city) if project else None,
        office=(office.name, office.name_en) if office else ("", ""),
        company=get_letterhead(session),
        approver=(staff.name, staff.name_en) if staff else None,
        offers=tuple(AGREEMENT.offers(agreement.state, actor, agreement_facts(agreement, actor))),
        history=_history(session, agreement.id, sight),
        has_whole_contact=sight.is_whole,
    )  # fmt: skip


def find_agreement_version(session: Session, agreement_id: int) -> int | None:
    """How often it has changed."""
    return session.exec(select(Agreement.version).where(Agreement.id == agreement_id)).first()


def _history(session: Session, agreement_id: int, sight: ContactSight) -> tuple[AgreementEvent, ...]:
    rows: Any = session.exec(
        select(Event.at, Event.name, Event.data, EventWords.words, Staff.name, Staff.name_en)  # type: ignore[call-overload]
        .outerjoin(EventWords, col(EventWords.event_id) == Event.id)
        .outerjoin(Staff, col(Staff.id) == Event.actor_id)
        .where(Event.subject == "agreement", Event.subject_id == agreement_id)
        .order_by(col(Event.id).desc())
        .limit(MOST_EVENTS)
    )
    return tuple(
        AgreementEvent(
            at, (name, name_en or "") if name else None, step, data.get("price_fen"), words_seen(sight, words or {})
        )
        for at, step, data, words, name, name_en in rows
    )
