"""Changing who works here: name, roles, office, and leaving."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from sqlalchemy import delete
from sqlmodel import Session, col, select

from aftersales.database import adapter_of
from aftersales.errors import ChangedMeanwhile, InvalidInput, NotFound, RuleBroken
from aftersales.models import Staff, StaffRole
from aftersales.rules.kinds import Role
from aftersales.rules.message import N_
from aftersales.rules.roles import MAY, Action, Actor, ensure_may
from aftersales.services.departments import department_of_roles
from aftersales.services.events import record_event
from aftersales.services.input import Input, needed_text, text
from aftersales.services.rows import forget
from aftersales.services.sessions import end_all_sessions


class StaffChange(Input):
    name: needed_text(80)
    name_en: text(80) = ""
    email: text(200) = ""
    phone: text(40) = ""
    roles: tuple[Role, ...] = Field(min_length=1)
    office_id: int | None = None
    department_id: int | None = None  # none: the one that the roles stand for
    team_id: int | None = None
    is_active: bool = True


def change_staff(
    session: Session, *, actor: Actor, now: datetime, staff_id: int, expected_version: int, change: StaffChange
) -> Staff:
    """Take the change. Somebody who manages staff has to remain; who leaves is signed out everywhere at once."""
    ensure_may(actor, Action.MANAGE_STAFF)
    if Role.SYSTEM in change.roles:
        raise InvalidInput(N_("No person has the system's role."), field="roles")
    adapter_of(session).lock_staff(session, [*_managers(session), staff_id])
    person = session.exec(select(Staff).where(Staff.id == staff_id).with_for_update()).first()
    if person is None:
        raise NotFound(N_("Nobody with this number works here."))
    if person.version != expected_version:
        raise ChangedMeanwhile(N_("Somebody else changed this person meanwhile. Look again."))
    stays = change.is_active and not MAY[Action.MANAGE_STAFF].isdisjoint(change.roles)
    if not stays and set(_managers(session)) <= {staff_id}:
        raise RuleBroken(N_("Somebody who manages the staff has to remain."))
    email = change.email.lower() or None
    taken = select(Staff.id).where(Staff.email == email, Staff.id != staff_id)
    if email and session.exec(taken).first() is not None:
        raise InvalidInput(N_("There is somebody with the address {email} already."), field="email", email=email)
    left = person.is_active and not change.is_active
    for name, value in change.model_dump(exclude={"roles", "email"}).items():
        setattr(person, name, value)
    person.department_id = change.department_id or department_of_roles(session, change.roles)
    person.email, person.version = email, person.version + 1
    session.add(person)
    session.exec(delete(StaffRole).where(col(StaffRole.staff_id) == staff_id))
    for role in dict.fromkeys(change.roles):
        session.add(StaffRole(staff_id=staff_id, role=role))
    session.flush()
    forget(session)
    record_event(
        session, actor=actor, now=now, name="change_staff", subject="staff", subject_id=staff_id,
        data={"roles": sorted(change.roles), "office": change.office_id, "team": change.team_id,
              "department": person.department_id, "is_active": change.is_active},
        words={"name": change.name, "email": change.email, "phone": change.phone},
    )  # fmt: skip
    if left:
        end_all_sessions(session, actor=actor, now=now, staff_id=staff_id)
    return person


def _managers(session: Session) -> list[int]:
    """Those at work who manage the staff."""
    holders = (
        select(StaffRole.staff_id)
        .join(Staff, col(Staff.id) == col(StaffRole.staff_id))
        .where(col(StaffRole.role).in_(sorted(MAY[Action.MANAGE_STAFF])), col(Staff.is_active))
        .distinct()
    )
    return list(session.exec(holders))
