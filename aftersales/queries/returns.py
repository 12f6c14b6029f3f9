"""Returns and exchanges to look at: the list by state, and one of them with its lines, photos and history (5.1(4))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy import select as plain_select
from sqlalchemy import text as sql
from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import (
    Attachment,
    Customer,
    Event,
    EventWords,
    Office,
    ProductReturn,
    Project,
    ReturnLine,
    ServiceRequest,
    Sign,
    Staff,
)
from aftersales.models.returns import OPEN_RETURN_SQL
from aftersales.queries.as_seen import as_seen, words_seen
from aftersales.queries.letterhead import Letterhead, get_letterhead
from aftersales.queries.visible import requests_seen, returns_seen
from aftersales.rules.contact_sight import ContactSight, sight_of_request
from aftersales.rules.message import N_
from aftersales.rules.product_return import RETURN, ReturnState, Whereabouts
from aftersales.rules.return_decision import ReturnDecision
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.workflow import Offer
from aftersales.services.return_lines import decision_of, line_facts

MOST_SHOWN = 200
MOST_EVENTS = 300
PHOTOS = "return_line"  # the owner of a line's photos
Name = tuple[str, str]  # as written, and in Latin letters


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """`due_at` is the nearest of its lines', None where all of them are ended."""

    number: str
    state: ReturnState
    office: Name
    customer: str
    goods: tuple[tuple[str, int], ...]  # product and pieces
    whereabouts: tuple[Whereabouts, ...]
    requested_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineView:
    line: ReturnLine
    sign_code: str
    decision: ReturnDecision | None
    offers: tuple[Offer[ReturnState], ...]
    photos: tuple[tuple[int, str], ...]  # id and hash

    @property
    def id(self) -> int:
        assert self.line.id is not None
        return self.line.id


@dataclass(frozen=True, slots=True)
class ReturnEvent:
    """`line` is the line's number; empty for what was said of the whole."""

    at: datetime
    actor: Name | None
    name: str
    line: str
    data: dict[str, Any]
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReturnView:
    head: ProductReturn
    office: Name
    customer: str
    project: Project | None
    request_number: str
    requested_by: Name | None
    company: Letterhead
    lines: tuple[LineView, ...]
    history: tuple[ReturnEvent, ...]


def count_returns(session: Session, actor: Actor) -> dict[ReturnState, int]:
    """How many returns stand in each state; states without any are left out."""
    ensure_may(actor, Action.SEE_REQUESTS)
    counted = plain_select(col(ProductReturn.state), func.count()).where(*returns_seen(actor))
    return {state: count for state, count in session.execute(counted.group_by(col(ProductReturn.state)))}


def list_returns(session: Session, actor: Actor, *, state: ReturnState | None = None) -> list[ReturnRow]:
    """Those in one state, or all open ones: the longest waiting first; ended ones newest first. Two queries."""
    ensure_may(actor, Action.SEE_REQUESTS)
    columns: tuple[Any, ...] = (
        ProductReturn.id, ProductReturn.number, ProductReturn.state, Office.name, Office.name_en, Customer.name,
        ProductReturn.requested_at,
    )  # fmt: skip
    statement = (
        plain_select(*columns)
        .select_from(ProductReturn)
        .outerjoin(Office, col(Office.id) == col(ProductReturn.office_id))
        .outerjoin(Customer, col(Customer.id) == col(ProductReturn.customer_id))
        .where(*returns_seen(actor))
    )
    if state is None:
        statement = statement.where(sql(f"product_return.{OPEN_RETURN_SQL}"))
        statement = statement.order_by(col(ProductReturn.requested_at), col(ProductReturn.id))
    else:
        newest = (col(ProductReturn.requested_at).desc(), col(ProductReturn.id).desc())
        statement = statement.where(col(ProductReturn.state) == state).order_by(
            *(newest if state in RETURN.final else (col(ProductReturn.requested_at), col(ProductReturn.id)))
        )
    found = session.execute(statement.limit(MOST_SHOWN)).all()
    lines = _goods(session, [row[0] for row in found])
    rows = []
    for id_, number, stands, office, office_en, customer, requested_at in found:
        mine = lines[id_]
        dues = [due_at for _, _, _, due_at in mine if due_at is not None]
        rows.append(
            ReturnRow(
                number, stands, (office or "", office_en or ""), customer or "",
                tuple((product, quantity) for product, quantity, _, _ in mine),
                tuple(dict.fromkeys(place for _, _, place, _ in mine)), requested_at, min(dues, default=None),
            )
        )  # fmt: skip
    return rows


def _goods(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, int, Whereabouts, datetime | None]]]:
    if not ids:
        return {}
    columns: tuple[Any, ...] = (
        ReturnLine.return_id, ReturnLine.product, ReturnLine.quantity, ReturnLine.whereabouts, ReturnLine.due_at,
    )  # fmt: skip
    found: dict[int, list[tuple[str, int, Whereabouts, datetime | None]]] = defaultdict(list)
    statement = plain_select(*columns).where(col(ReturnLine.return_id).in_(ids)).order_by(col(ReturnLine.id))
    for return_id, *rest in session.execute(statement):
        found[return_id].append(tuple(rest))
    return found


def get_return_view(session: Session, actor: Actor, number: str) -> ReturnView:
    """Raises NotFound for a number that isn't there or not this person's to see, NotAllowed for the role."""
    ensure_may(actor, Action.SEE_REQUESTS)
    statement: Any = (
        select(ProductReturn, Office, Customer, Project, ServiceRequest.number, Staff)  # type: ignore[call-overload]
        .outerjoin(Office, col(Office.id) == ProductReturn.office_id)
        .outerjoin(Customer, col(Customer.id) == ProductReturn.customer_id)
        .outerjoin(Project, col(Project.id) == ProductReturn.project_id)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == ProductReturn.request_id)
        .outerjoin(Staff, col(Staff.id) == ProductReturn.requested_by_id)
        .where(ProductReturn.number == number, *returns_seen(actor))
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotFound(N_("There is no return {number}."), number=number[:40])
    head, office, customer, project, request_number, staff = row
    sight = sight_of_request(
        actor, office_id=head.office_id, registered_by_id=head.requested_by_id, state=None
    )  # fmt: skip
    lines = _lines(session, actor, head, sight)
    place = as_seen(sight, project, city=customer.city if customer else "") if project else None
    return ReturnView(
        head=as_seen(sight, head), office=(office.name, office.name_en) if office else ("", ""),
        customer=customer.name if customer else "", project=place, request_number=request_number or "",
        requested_by=(staff.name, staff.name_en) if staff else None, company=get_letterhead(session), lines=lines,
        history=_history(session, head, {line.id: line.line.number for line in lines}, sight),
    )  # fmt: skip


def _lines(session: Session, actor: Actor, head: ProductReturn, sight: ContactSight) -> tuple[LineView, ...]:
    statement: Any = (
        select(ReturnLine, Sign.code)
        .outerjoin(Sign, col(Sign.id) == ReturnLine.sign_id)
        .where(ReturnLine.return_id == head.id)
        .order_by(col(ReturnLine.id))
    )
    found = session.exec(statement).all()
    photos: dict[int, list[tuple[int, str]]] = defaultdict(list)
    columns: tuple[Any, ...] = (Attachment.owner_id, Attachment.id, Attachment.sha256)
    ids = [line.id for line, _ in found]
    pictures = plain_select(*columns).where(col(Attachment.owner) == PHOTOS, col(Attachment.owner_id).in_(ids))
    for owner_id, id_, digest in session.execute(pictures.order_by(col(Attachment.id))):
        photos[owner_id].append((id_, digest))
    return tuple(
        LineView(
            as_seen(sight, line), code or "", decision_of(line),
            tuple(RETURN.offers(line.state, actor, line_facts(line, actor))), tuple(photos[line.id]),
        )
        for line, code in found
    )  # fmt: skip


def _history(
    session: Session, head: ProductReturn, lines: dict[int, str], sight: ContactSight
) -> tuple[ReturnEvent, ...]:
    columns: tuple[Any, ...] = (
        Event.at, Event.name, Event.subject, Event.subject_id, Event.data, EventWords.words, Staff.name, Staff.name_en,
    )  # fmt: skip
    statement = (
        plain_select(*columns)
        .outerjoin(EventWords, col(EventWords.event_id) == col(Event.id))
        .outerjoin(Staff, col(Staff.id) == col(Event.actor_id))
        .where(
            or_(
                and_(col(Event.subject) == "return", col(Event.subject_id) == head.id),
                and_(col(Event.subject) == "return_line", col(Event.subject_id).in_(lines)),
            )
        )
        .order_by(col(Event.id).desc())
        .limit(MOST_EVENTS)
    )
    return tuple(
        ReturnEvent(
            at, (who, who_en or "") if who else None, name, lines[id_] if subject == "return_line" else "", data,
            words_seen(sight, words or {}),
        )
        for at, name, subject, id_, data, words, who, who_en in session.execute(statement)
    )  # fmt: skip


def find_line_version(session: Session, line_id: int) -> int | None:
    """How often it has changed."""
    return session.exec(select(ReturnLine.version).where(ReturnLine.id == line_id)).first()


def find_request_of_number(session: Session, actor: Actor, number: str) -> ServiceRequest | None:
    """The request that a return is asked for from; None where there is none of that number to see."""
    return session.exec(select(ServiceRequest).where(ServiceRequest.number == number, *requests_seen(actor))).first()
