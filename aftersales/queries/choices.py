"""Lists to choose from when the register is added to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import String, literal, null, type_coerce, union_all
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from aftersales.models import Department, Office, SignType, Staff, StaffRole
from aftersales.rules.kinds import Role


def list_offices(session: Session) -> list[Office]:
    """All offices, by age: the head office comes first."""
    return list(session.exec(select(Office).order_by(col(Office.id))))


def list_sign_types(session: Session) -> list[SignType]:
    """All sign types by name."""
    return list(session.exec(select(SignType).order_by(col(SignType.name))))


def list_people(session: Session, *roles: Role) -> list[tuple[int, str, str]]:
    """Who works here, of any of the roles (none given: everybody): id, name, name in Latin letters."""
    statement = select(Staff.id, Staff.name, Staff.name_en).where(col(Staff.is_active)).order_by(col(Staff.name))
    if roles:
        of_role = select(StaffRole.staff_id).where(col(StaffRole.role).in_(roles))
        statement = statement.where(col(Staff.id).in_(of_role))
    return [(id_ or 0, name, name_en) for id_, name, name_en in session.exec(statement)]


@dataclass(frozen=True, slots=True)
class StaffChoice:
    id: int
    name: str
    name_en: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class UnitsAndStaff:
    """Departments (id and both names) in the order they were made, staff who work here by name."""

    departments: tuple[tuple[int, str, str], ...]
    staff: tuple[StaffChoice, ...]


def list_units_and_staff(session: Session) -> UnitsAndStaff:
    """For forms that ask for a department and for people of several roles; one query."""
    no_role: Any = null()
    units = plain_select(
        literal("unit").label("what"), col(Department.id), col(Department.name), col(Department.name_en),
        type_coerce(no_role, String).label("role"),
    )  # fmt: skip
    staff = (
        plain_select(
            literal("staff"), col(Staff.id), col(Staff.name), col(Staff.name_en), type_coerce(StaffRole.role, String)
        )
        .outerjoin(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(col(Staff.is_active))
    )
    rows = session.connection().execute(union_all(units, staff)).all()
    departments = sorted((row.id or 0, row.name, row.name_en) for row in rows if row.what == "unit")
    people = sorted((row for row in rows if row.what == "staff"), key=lambda row: (row.name, row.id))
    return UnitsAndStaff(
        tuple(departments),
        tuple(
            StaffChoice(id_, name, name_en, frozenset(Role(row.role) for row in own if row.role is not None))
            for (id_, name, name_en), own in groupby(people, key=lambda row: (row.id, row.name, row.name_en))
        ),
    )
