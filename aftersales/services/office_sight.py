"""Whether an office sees the requests of its own region only."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.errors import NotFound
from aftersales.models import Office
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event


def set_office_sight(
    session: Session, *, actor: Actor, now: datetime, office_id: int, sees_region_only: bool
) -> Office:
    """Holds from the next look on for everybody there who only works as an office. Raises NotAllowed, NotFound."""
    ensure_may(actor, Action.MANAGE_STAFF)
    office = session.get(Office, office_id)
    if office is None:
        raise NotFound(N_("There is no such office."))
    if office.sees_region_only is sees_region_only:
        return office
    office.sees_region_only = sees_region_only
    session.add(office)
    session.flush()
    record_event(
        session, actor=actor, now=now, name="set_office_sight", subject="office", subject_id=office_id,
        data={"sees_region_only": sees_region_only},
    )  # fmt: skip
    return office
