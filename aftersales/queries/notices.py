"""What one person was told, unread first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from aftersales.models import Customer, Notice, NoticeKind, ServiceRequest
from aftersales.rules.roles import Actor

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


def list_notices(session: Session, actor: Actor, *, limit: int = MOST_NOTICES) -> list[Told]:
    """The actor's own: unread first, each part newest first."""
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Notice.id, Notice.kind, func.coalesce(ServiceRequest.number, Notice.number),
            func.coalesce(Customer.name, Notice.about), func.coalesce(ServiceRequest.place, ""), Notice.page,
            Notice.about_at, Notice.made_at, Notice.read_at,
        )
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == col(Notice.request_id))
        .outerjoin(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(col(Notice.staff_id) == actor.staff_id)
        .order_by(col(Notice.read_at).is_not(None), col(Notice.made_at).desc(), col(Notice.id).desc())
        .limit(limit)
    )  # fmt: skip
    return [Told(*row) for row in rows]


def count_unread(session: Session, actor: Actor) -> int:
    """How many the actor has not read, counted up to a hundred."""
    unread = (
        select(Notice.id)  # type: ignore[call-overload]
        .where(col(Notice.staff_id) == actor.staff_id, col(Notice.read_at).is_(None))
        .limit(MOST_COUNTED)
        .subquery()
    )
    return int(session.execute(select(func.count()).select_from(unread)).scalar_one())
