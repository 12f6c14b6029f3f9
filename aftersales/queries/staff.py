"""Who works here, as actors."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from aftersales.models import Staff, StaffRole
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor

# Who an unguarded server on its owner's own machine works as: the first of these that there is.
_OWNER_ROLES = (Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR)


def _find_actors(session: Session, *conditions: Any) -> list[Actor]:
    """Those at work whom the conditions name, each with all their roles, in the order they came; one query."""
    rows = session.exec(
        select(Staff, StaffRole.role)
        .outerjoin(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(col(Staff.is_active), *conditions)
        .order_by(col(Staff.id))
    ).all()
    found: list[Actor] = []
    for person, held in groupby(rows, key=lambda row: row[0]):
        roles = frozenset(Role(role) for _, role in held if role is not None)
        found.append(Actor(person.id, person.name, roles, person.office_id, person.team_id, name_en=person.name_en))
    return found


def list_people(session: Session) -> list[Actor]:
    """Everybody who works here now."""
    return _find_actors(session)


def find_actor(session: Session, staff_id: int) -> Actor | None:
    """The person with this number, if they still work here."""
    return next(iter(_find_actors(session, Staff.id == staff_id)), None)


def find_first_manager(session: Session) -> Actor | None:
    """The first after-sales manager, else the first administrator."""
    for role in _OWNER_ROLES:
        holders = select(StaffRole.staff_id).where(StaffRole.role == role)
        found = _find_actors(session, col(Staff.id).in_(holders))
        if found:
            return found[0]
    return None
