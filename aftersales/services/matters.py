"""What opinions and escalations have in common: a department is asked, told, and answers for itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.errors import NotFound, RuleBroken
from aftersales.models import Department, NoticeKind, ServiceRequest
from aftersales.rules.kinds import Role
from aftersales.rules.lifecycle import OPEN_STATES
from aftersales.rules.message import N_
from aftersales.rules.opinion import MatterFacts
from aftersales.rules.roles import Actor
from aftersales.services.departments import department_recipients
from aftersales.services.notify import notify


def matter_facts(department_id: int, actor: Actor) -> MatterFacts:
    """Who speaks for the department: its people; the after-sales manager writes down what it said."""
    speaks_for_all = not actor.roles.isdisjoint({Role.AFTER_SALES_MANAGER, Role.SYSTEM})
    return MatterFacts(is_member=speaks_for_all or actor.department_id == department_id)


def ensure_department(session: Session, department_id: int) -> Department:
    department = session.get(Department, department_id)
    if department is None:
        raise NotFound(N_("There is no such department."))
    return department


def ensure_open(request: ServiceRequest, clause: str) -> None:
    """Raise RuleBroken for a request that has ended."""
    if request.state not in OPEN_STATES:
        raise RuleBroken(N_("{number} has ended."), clause=clause, number=request.number)


def tell_department(
    session: Session, department_id: int, kind: NoticeKind, request_id: int, *, about_at: datetime, now: datetime
) -> None:
    """Its lead, else everybody of it."""
    for staff_id in department_recipients(session, department_id):
        notify(session, staff_id=staff_id, kind=kind, request_id=request_id, about_at=about_at, now=now)


def tell_asker(session: Session, request: ServiceRequest, asked_by_id: int | None, *, now: datetime) -> None:
    """Whoever asked the department, and whoever looks after the request: it answered, or sent it back."""
    for staff_id in sorted({one for one in (asked_by_id, request.owner_id) if one is not None}):
        notify(
            session, staff_id=staff_id, kind=NoticeKind.MATTER_ANSWERED, request_id=request.id or 0, about_at=now,
            now=now,
        )  # fmt: skip
