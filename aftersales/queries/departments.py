"""The departments that a matter can go to, and who leads them (2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from aftersales.models import Department, DepartmentLead, Staff


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """`lead_id` is None where nobody is named: then everybody of it is told."""

    id: int
    code: str
    name: str
    name_en: str
    lead_id: int | None
    lead: str
    lead_en: str


def list_departments(session: Session) -> list[DepartmentRow]:
    """All of them, in the order they were made; one query."""
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Department.id, Department.code, Department.name, Department.name_en, Staff.id, Staff.name, Staff.name_en
        )
        .outerjoin(DepartmentLead, col(DepartmentLead.department_id) == col(Department.id))
        .outerjoin(Staff, (col(Staff.id) == col(DepartmentLead.staff_id)) & col(Staff.is_active))
        .order_by(col(Department.id))
        .limit(200)
    )
    return [
        DepartmentRow(id_, code, name, name_en, lead_id, lead or "", lead_en or "")
        for id_, code, name, name_en, lead_id, lead, lead_en in rows
    ]


def department_rows(
    departments: Iterable[Department], leads: Iterable[DepartmentLead], people: Iterable[Staff]
) -> tuple[DepartmentRow, ...]:
    """The same of rows that were read together with others; `people` holds whoever leads one."""
    active = {one.id: one for one in people if one.is_active}
    lead_of = {lead.department_id: active.get(lead.staff_id) for lead in leads}
    found = []
    for row in departments:
        lead = lead_of.get(row.id or 0)
        who = (lead.id, lead.name, lead.name_en) if lead else (None, "", "")
        found.append(DepartmentRow(row.id or 0, row.code, row.name, row.name_en, *who))
    return tuple(found)
