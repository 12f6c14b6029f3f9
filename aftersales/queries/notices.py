"""What one person was told, unread first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, false, func, select, true, union_all
from sqlmodel import Session, col

from aftersales.models import Customer, IntegrityComplaint, Notice, NoticeKind, ServiceRequest
from aftersales.prepared import Prepared
from aftersales.queries.complaint_sight import integrity_seen
from aftersales.rules.complaint import INTEGRITY
from aftersales.rules.contact_sight import sight_of_lists
from aftersales.rules.roles import Actor
from aftersales.services.plain_rows import ask

MOST_NOTICES = 100
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Told:
    id: int
    kind: NoticeKind
    number: str
    customer: str
    place: str
    page: str  # the file of its page; empty: a request's
    about_at: datetime
    made_at: datetime
    read_at: datetime | None


def _theirs(actor: Actor) -> list[ColumnElement[bool]]:
    """The actor's own. What they were told of an integrity complaint that isn't theirs to see any more is gone too."""
    seen = integrity_seen(actor)
    sealed = select(col(IntegrityComplaint.id)).where(false() if seen is None else true(), *(seen or ()))
    return [
        col(Notice.staff_id) == actor.staff_id,
        (col(Notice.subject) != INTEGRITY.name) | col(Notice.subject_id).in_(sealed),
    ]


def list_notices(session: Session, actor: Actor, *, limit: int = MOST_NOTICES) -> list[Told]:
    """The actor's own: unread first, each part newest first."""
    sight = sight_of_lists(actor)
    return [
        Told(id, kind, number, sight.text(about), sight.text(place), *rest)
        for id, kind, number, about, place, *rest in ask(session, _listed(actor), most=limit)
    ]


@lru_cache(maxsize=512)
def _listed(actor: Actor) -> Prepared:
    """Kept by the person. Both parts are bounded before they are put together, so that each follows its own index."""
    parts = [
        select(col(Notice.id))
        .where(*_theirs(actor), condition)
        .order_by(col(Notice.made_at).desc(), col(Notice.id).desc())
        .limit(bindparam("most", type_=Integer()))
        .subquery()
        for condition in (col(Notice.read_at).is_(None), col(Notice.read_at).is_not(None))
    ]
    columns: tuple[Any, ...] = (
        Notice.id, Notice.kind, func.coalesce(ServiceRequest.number, Notice.number),
        func.coalesce(Customer.name, Notice.about), func.coalesce(ServiceRequest.place, ""), Notice.page,
        Notice.about_at, Notice.made_at, Notice.read_at,
    )  # fmt: skip
    return Prepared(
        select(*columns)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == col(Notice.request_id))
        .outerjoin(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(col(Notice.id).in_(union_all(*(select(part.c.id) for part in parts))))
        .order_by(col(Notice.read_at).is_not(None), col(Notice.made_at).desc(), col(Notice.id).desc())
        .limit(bindparam("most", type_=Integer()))
    )


def count_unread(session: Session, actor: Actor) -> int:
    """How many the actor has not read, counted up to a hundred."""
    return int(ask(session, _unread(actor))[0][0])


@lru_cache(maxsize=512)
def _unread(actor: Actor) -> Prepared:
    """Kept by the person: every page asks it at every click."""
    unread = select(col(Notice.id)).where(*_theirs(actor), col(Notice.read_at).is_(None)).limit(MOST_COUNTED).subquery()
    return Prepared(select(func.count()).select_from(unread))
