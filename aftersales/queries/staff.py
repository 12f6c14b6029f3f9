"""Who works here, as actors."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from aftersales.models import Office, Staff, StaffRole
from aftersales.queries.accounts import in_open_demo
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor, region_bound

# Who an unguarded server on its owner's own machine works as: the first of these that there is.
_OWNER_ROLES = (Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR)


def _find_actors(session: Session, *conditions: Any) -> list[Actor]:
    """Those at work whom the conditions name, each with all their roles, in the order they came; one query."""
    rows = session.exec(
        select(Staff, StaffRole.role, Office.region, Office.sees_region_only)
        .outerjoin(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .outerjoin(Office, col(Office.id) == col(Staff.office_id))
        .where(col(Staff.is_active), *conditions)
        .order_by(col(Staff.id))
    ).all()
    found: list[Actor] = []
    for person, group in groupby(rows, key=lambda row: row[0]):
        held = list(group)
        roles = frozenset(Role(role) for _, role, *_ in held if role is not None)
        found.append(as_actor(person, roles, *held[0][2:]))
    return found


def as_actor(person: Staff, roles: frozenset[Role], region: str | None, sees_region_only: bool | None) -> Actor:
    """The person as the value that services and queries take; `region` and its setting are the office's."""
    return Actor(
        person.id, person.name, roles, person.office_id, person.team_id, name_en=person.name_en,
        department_id=person.department_id, only_region=region_bound(roles, region, sees_region_only),
    )  # fmt: skip


def list_people(session: Session) -> list[Actor]:
    """Everybody who works here now."""
    return _find_actors(session)


def find_actor(session: Session, staff_id: int) -> Actor | None:
    """The person with this number, if they still work here."""
    return next(iter(_find_actors(session, Staff.id == staff_id)), None)


def find_demo_actor(session: Session, staff_id: int) -> Actor | None:
    """The same where anybody may be anyone: nobody in a company of one's own. One query."""
    return next(iter(_find_actors(session, Staff.id == staff_id, in_open_demo())), None)


def find_first_manager(session: Session) -> Actor | None:
    """The first after-sales manager, else the first administrator."""
    for role in _OWNER_ROLES:
        holders = select(StaffRole.staff_id).where(StaffRole.role == role)
        found = _find_actors(session, col(Staff.id).in_(holders))
        if found:
            return found[0]
    return None
