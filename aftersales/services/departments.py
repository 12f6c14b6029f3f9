"""Departments: whose a person is by their roles, who leads one, and who of it is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.errors import InvalidInput, NotFound
from aftersales.models import Department, DepartmentLead, Staff, StaffRole
from aftersales.rules.kinds import Role
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.rows import forget, remembered

# The role that makes somebody a member where nothing else is said.
_CODES = {
    Role.AFTER_SALES_MANAGER: "after_sales",
    Role.HOTLINE: "after_sales",
    Role.DISPATCHER: "after_sales",
    Role.BUSINESS_DEPARTMENT: "business",
    Role.PROJECT_DEPARTMENT: "project",
    Role.TECHNICIAN: "project",
}


def department_of_roles(session: Session, roles: Iterable[Role]) -> int | None:
    """The department that the first of these roles stands for; None for leadership, offices and the like."""
    held = set(roles)
    code = next((code for role, code in _CODES.items() if role in held), None)
    if code is None:
        return None
    return remembered(
        session,
        ("department", code),
        lambda: session.exec(select(Department.id).where(Department.code == code)).first(),
    )


def set_department_lead(
    session: Session, *, actor: Actor, now: datetime, department_id: int, staff_id: int | None
) -> Department:
    """Who gets the department's notices from now on; None: everybody of it.

    Raises NotAllowed, NotFound, InvalidInput.
    """
    ensure_may(actor, Action.MANAGE_STAFF)
    department = session.get(Department, department_id)
    if department is None:
        raise NotFound(N_("There is no such department."))
    person = session.get(Staff, staff_id) if staff_id is not None else None
    if staff_id is not None and (person is None or not person.is_active):
        raise InvalidInput(N_("Nobody with this number works here."), field="staff_id")
    kept = session.get(DepartmentLead, department_id)
    if (kept.staff_id if kept else None) == staff_id:
        return department
    if kept is None:
        assert staff_id is not None  # no lead before, and none now: nothing changed
        session.add(DepartmentLead(department_id=department_id, staff_id=staff_id))
    elif staff_id is None:
        session.delete(kept)
    else:
        kept.staff_id = staff_id
        session.add(kept)
    session.flush()
    forget(session)
    record_event(
        session, actor=actor, now=now, name="set_department_lead", subject="department", subject_id=department_id,
        data={"lead": staff_id},
    )  # fmt: skip
    return department


def department_recipients(session: Session, department_id: int) -> list[int]:
    """Whom to tell: its lead, else all of it, else the after-sales managers; those at work, by staff number."""
    return remembered(session, ("department_told", department_id), lambda: _find_recipients(session, department_id))


def _find_recipients(session: Session, department_id: int) -> list[int]:
    lead = select(Staff.id).join(DepartmentLead, col(DepartmentLead.staff_id) == col(Staff.id))
    everybody = select(Staff.id).where(Staff.department_id == department_id)
    managers = select(Staff.id).join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
    for found in (
        lead.where(DepartmentLead.department_id == department_id),
        everybody,
        managers.where(StaffRole.role == Role.AFTER_SALES_MANAGER),
    ):
        ids = session.exec(found.where(col(Staff.is_active)).order_by(col(Staff.id))).all()
        if ids:
            return [staff_id for staff_id in ids if staff_id is not None]
    return []
