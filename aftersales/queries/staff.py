"""Who works here, as actors."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from aftersales.models import Staff, StaffRole
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor

# Who an unguarded server on its owner's own machine works as: the first of these that there is.
_OWNER_ROLES = (Role.AFTER_SALES_MANAGER, Role.ADMINISTRATOR)


def _actors(session: Session, staff: Sequence[Staff]) -> list[Actor]:
    roles: dict[int, set[Role]] = {}
    held = select(StaffRole).where(col(StaffRole.staff_id).in_([person.id for person in staff]))
    for row in session.exec(held):
        roles.setdefault(row.staff_id, set()).add(row.role)
    return [
        Actor(
            staff_id=person.id,
            name=person.name,
            roles=frozenset(roles.get(person.id or 0, ())),
            office_id=person.office_id,
            team_id=person.team_id,
            name_en=person.name_en,
        )
        for person in staff
    ]


def list_people(session: Session) -> list[Actor]:
    """Everybody who works here now, in the order they came."""
    return _actors(session, session.exec(select(Staff).where(Staff.is_active).order_by(col(Staff.id))).all())


def find_actor(session: Session, staff_id: int) -> Actor | None:
    """The person with this number, if they still work here."""
    person = session.get(Staff, staff_id)
    return _actors(session, [person])[0] if person and person.is_active else None


def find_first_manager(session: Session) -> Actor | None:
    """The first after-sales manager, else the first administrator."""
    for role in _OWNER_ROLES:
        found = session.exec(
            select(Staff)
            .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
            .where(Staff.is_active, StaffRole.role == role)
            .order_by(col(Staff.id))
            .limit(1)
        ).first()
        if found:
            return _actors(session, [found])[0]
    return None
