"""One request at a glance, for a drawer: who, what, when, and whether it can be dispatched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, select

from aftersales.errors import NotFound
from aftersales.models import Base, Customer, Project, ServiceRequest, Sign
from aftersales.prepared import Prepared
from aftersales.queries.as_seen import as_seen
from aftersales.queries.cards import Card, list_cards, with_names
from aftersales.queries.own_jobs import only_seen_by
from aftersales.queries.request_sight import find_request_sight
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.workflow import Offer
from aftersales.services.facts import facts_of

_R = Base.metadata.tables["service_request"]
_CARD = Prepared(with_names(_R).where(_R.c.id == bindparam("id")))


@dataclass(frozen=True, slots=True)
class Look:
    """`dispatch` is the step as this person has it now; None where it isn't theirs or the state doesn't know it."""

    card: Card
    request: ServiceRequest
    sign: Sign | None
    project: Project | None
    customer: Customer
    has_whole_contact: bool
    dispatch: Offer[RequestState] | None


def get_look(session: Session, actor: Actor, request_id: int, *, now: datetime) -> Look:
    """Raises NotFound where it isn't there, or isn't there for this person."""
    request = session.exec(
        select(ServiceRequest).where(ServiceRequest.id == request_id, *only_seen_by(actor, request_id))
    ).first()
    if request is None:
        raise NotFound(N_("This service request does not exist."))
    offers = LIFECYCLE.offers(request.state, actor, facts_of(session, request, now))
    sight = find_request_sight(session, actor, request_id)
    ((_, card),) = list_cards(session, _CARD, {"id": request_id}, sight)
    sign = session.get(Sign, request.sign_id) if request.sign_id else None
    project = session.get(Project, request.project_id) if request.project_id else None
    customer = session.get_one(Customer, request.customer_id)
    return Look(
        card=card,
        request=as_seen(sight, request),
        sign=as_seen(sight, sign) if sign else None,
        project=as_seen(sight, project, city=customer.city) if project else None,
        customer=as_seen(sight, customer),
        has_whole_contact=sight.is_whole,
        dispatch=next((offer for offer in offers if offer.step.name == "dispatch"), None),
    )
