"""Who is to be told about one request."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select, text
from sqlmodel import Session, col

from aftersales.models import Assignment, Dispatch, Staff, StaffRole
from aftersales.models.dispatches import LIVE_SQL
from aftersales.rules.kinds import Role


@dataclass(slots=True)
class Desk:
    """Who works here now, by role and office; read once for many tellings."""

    by_role: dict[Role, list[tuple[int, int | None]]] = field(default_factory=lambda: defaultdict(list))
    active: set[int] = field(default_factory=set)

    def of_office(self, role: Role, office_id: int | None) -> set[int]:
        """Those of that office; where it has none, all of that role."""
        everybody = self.by_role.get(role, [])
        near = {staff_id for staff_id, office in everybody if office == office_id}
        return near or {staff_id for staff_id, _ in everybody}

    def working(self, *staff_ids: int | None) -> set[int]:
        """Those of the given people who still work here."""
        return {staff_id for staff_id in staff_ids if staff_id in self.active}


def read_desk(session: Session) -> Desk:
    desk = Desk()
    told = [Role.HOTLINE, Role.DISPATCHER, Role.AFTER_SALES_MANAGER]
    people = session.execute(
        select(Staff.id, Staff.office_id, StaffRole.role)  # type: ignore[call-overload]
        .outerjoin(StaffRole, (col(StaffRole.staff_id) == col(Staff.id)) & col(StaffRole.role).in_(told))
        .where(col(Staff.is_active))
        .order_by(col(Staff.id))
    )
    for staff_id, office_id, role in people:
        desk.active.add(staff_id)
        if role is not None:
            desk.by_role[role].append((staff_id, office_id))
    return desk


def crew_sent(session: Session, request_id: int) -> set[int]:
    """The technicians of the visit under way."""
    return set(
        session.execute(
            select(Assignment.staff_id)  # type: ignore[call-overload]
            .join(Dispatch, col(Dispatch.id) == col(Assignment.dispatch_id))
            .where(col(Dispatch.request_id) == request_id, text(f"dispatch.{LIVE_SQL}"), col(Assignment.is_live))
        ).scalars()
    )
