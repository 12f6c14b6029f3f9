"""Whose survey is still open: done work without an answer, and when asking again counts (4(7))."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlmodel import Session, col

from aftersales.models import Customer, ServiceRequest, Sign, Survey, SurveyAsk, SurveyWay
from aftersales.queries.cards import IS_OPEN
from aftersales.queries.visible import requests_seen
from aftersales.rules.contact_sight import sight_of_request
from aftersales.rules.gates import BETWEEN_ASKS, SURVEY_ASKS, counted_asks
from aftersales.rules.kinds import FaultCategory, Kind
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import Action, Actor, ensure_may

_VISIT_KINDS = tuple(kind for kind in Kind if kind.needs_visit)


@dataclass(frozen=True, slots=True)
class ToAsk:
    """One customer to be asked. `again_from_at`: when the next ask counts; None: it was never asked."""

    request_id: int
    number: str
    version: int
    customer: str
    contact_name: str
    contact_phone: str
    place: str
    fault: FaultCategory
    finished_at: datetime | None
    asks: tuple[tuple[datetime, SurveyWay], ...]
    counted: int
    again_from_at: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Whether asking now counts."""
        return self.counted < SURVEY_ASKS and (self.again_from_at is None or self.again_from_at <= now)

    def is_settled(self, now: datetime) -> bool:
        """Asked often enough, long enough ago: recorded as unanswered."""
        return self.counted >= SURVEY_ASKS and self.again_from_at is not None and self.again_from_at <= now


def list_to_ask(
    session: Session, actor: Actor, *, now: datetime, office_id: int | None = None, limit: int = 200
) -> list[ToAsk]:
    """Those to be asked now come first, then those that wait for their day, then those asked often enough.

    Two queries over the few open requests.
    """
    ensure_may(actor, Action.SEE_SURVEYS)
    answered = select(Survey.id).where(  # type: ignore[call-overload]
        col(Survey.request_id) == col(ServiceRequest.id), col(Survey.round) == col(ServiceRequest.round)
    )
    statement = (
        select(
            ServiceRequest.id, ServiceRequest.number, ServiceRequest.version, ServiceRequest.round, Customer.name,  # type: ignore[call-overload]
            ServiceRequest.contact_name, ServiceRequest.contact_phone, ServiceRequest.place, Sign.place,
            ServiceRequest.fault, ServiceRequest.finished_at, ServiceRequest.office_id, ServiceRequest.registered_by_id,
        )
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .outerjoin(Sign, col(Sign.id) == col(ServiceRequest.sign_id))
        .where(
            # Done work has no clock running: this finds it in the index of the open requests.
            IS_OPEN, col(ServiceRequest.due_at).is_(None), col(ServiceRequest.state) == RequestState.DONE,
            col(ServiceRequest.kind).in_(_VISIT_KINDS), ~exists(answered), *requests_seen(actor),
        )
        .order_by(col(ServiceRequest.finished_at).desc())
        .limit(min(limit, 500))
    )  # fmt: skip
    if office_id is not None:
        statement = statement.where(ServiceRequest.office_id == office_id)
    rows = session.execute(statement).all()
    asks = _asks(session, {row[0]: row[3] for row in rows})
    found = []
    for *head, _, customer, name, phone, place, sign_place, fault, finished_at, office_id, registered_by_id in rows:
        sight = sight_of_request(
            actor, office_id=office_id, registered_by_id=registered_by_id, state=RequestState.DONE
        )  # fmt: skip
        found.append(
            _to_ask(
                (head[0], head[1], head[2]), customer, name, sight.phone(phone),
                sight.text(place or sign_place or ""), fault, finished_at, asks[head[0]],
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (not each.is_due(now), each.is_settled(now), each.finished_at or now))


def _to_ask(
    head: tuple[int, str, int], customer: str, name: str, phone: str, place: str, fault: FaultCategory,
    finished_at: datetime | None, asks: list[tuple[datetime, SurveyWay]],
) -> ToAsk:  # fmt: skip
    counted = counted_asks([at for at, _ in asks])
    again = counted[-1] + BETWEEN_ASKS if counted else None
    return ToAsk(*head, customer, name, phone, place, fault, finished_at, tuple(asks), len(counted), again)


def _asks(session: Session, rounds: dict[int, int]) -> dict[int, list[tuple[datetime, SurveyWay]]]:
    found: dict[int, list[tuple[datetime, SurveyWay]]] = defaultdict(list)
    if rounds:
        statement = (
            select(SurveyAsk.request_id, SurveyAsk.round, SurveyAsk.asked_at, SurveyAsk.way)  # type: ignore[call-overload]
            .where(col(SurveyAsk.request_id).in_(rounds))
            .order_by(col(SurveyAsk.asked_at))
        )
        for request_id, round_, asked_at, way in session.execute(statement):
            if rounds[request_id] == round_:
                found[request_id].append((asked_at, way))
    return found
