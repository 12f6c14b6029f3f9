"""Lists to choose from when the register is added to."""

from __future__ import annotations

from sqlalchemy import true
from sqlmodel import Session, col, select

from aftersales.models import Office, SignType, Staff, StaffRole
from aftersales.rules.kinds import Role


def list_offices(session: Session) -> list[Office]:
    """All offices, by age: the head office comes first."""
    return list(session.exec(select(Office).order_by(col(Office.id))))


def list_sign_types(session: Session) -> list[SignType]:
    """All sign types by name."""
    return list(session.exec(select(SignType).order_by(col(SignType.name))))


def list_people_marked(session: Session, *roles: Role) -> list[tuple[int, str, str, bool]]:
    """Everybody who works here, and whether they have one of the roles (none given: all do). One query."""
    of_role = col(Staff.id).in_(select(StaffRole.staff_id).where(col(StaffRole.role).in_(roles))) if roles else true()
    statement = select(Staff.id, Staff.name, Staff.name_en, of_role).where(col(Staff.is_active))
    rows = session.exec(statement.order_by(col(Staff.name)))
    return [(id_ or 0, name, name_en, bool(is_one)) for id_, name, name_en, is_one in rows]


def list_people(session: Session, *roles: Role) -> list[tuple[int, str, str]]:
    """Who works here, of any of the roles (none given: everybody): id, name, name in Latin letters."""
    statement = select(Staff.id, Staff.name, Staff.name_en).where(col(Staff.is_active)).order_by(col(Staff.name))
    if roles:
        of_role = select(StaffRole.staff_id).where(col(StaffRole.role).in_(roles))
        statement = statement.where(col(Staff.id).in_(of_role))
    return [(id_ or 0, name, name_en) for id_, name, name_en in session.exec(statement)]
