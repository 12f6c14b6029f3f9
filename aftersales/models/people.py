"""Who works here: offices, departments, teams and staff with their roles."""

from __future__ import annotations

from sqlmodel import Field

from aftersales.models.base import Base, Word
from aftersales.rules.kinds import Role


class Office(Base, table=True):
    """A regional branch; the head office is one too."""

    __tablename__ = "office"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    name_en: str = Field(default="", max_length=80)
    region: str = Field(max_length=40, index=True)
    region_en: str = Field(default="", max_length=40)
    sees_region_only: bool = Field(default=False)  # no requests of others


class Department(Base, table=True):
    """After-sales, business, project and the others that a matter can be routed to (2)."""

    __tablename__ = "department"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32, unique=True)
    name: str = Field(max_length=80)
    name_en: str = Field(default="", max_length=80)


class DepartmentLead(Base, table=True):
    """Who gets the department's notices. A table of its own: staff belong to departments, so neither could be first."""

    __tablename__ = "department_lead"

    department_id: int = Field(foreign_key="department.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    staff_id: int = Field(foreign_key="staff.id")


class Team(Base, table=True):
    """A maintenance team of the project department, at one office."""

    __tablename__ = "team"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    name_en: str = Field(default="", max_length=80)
    office_id: int = Field(foreign_key="office.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id")


class Staff(Base, table=True):
    """A person who works here."""

    __tablename__ = "staff"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    name_en: str = Field(default="", max_length=80)
    email: str | None = Field(default=None, max_length=200, unique=True)
    phone: str = Field(default="", max_length=40)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    is_active: bool = Field(default=True)
    version: int = Field(default=1)


class StaffRole(Base, table=True):
    """One role of one person."""

    __tablename__ = "staff_role"

    staff_id: int = Field(foreign_key="staff.id", primary_key=True)
    role: Role = Field(sa_type=Word(Role), primary_key=True)
