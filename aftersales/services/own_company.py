"""The first start with a company of one's own: there is nothing yet but its owner."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.company import NewStaff, add_office, add_staff, found_company


def begin_own_company(session: Session, *, now: datetime) -> None:
    """An empty company with its head office, and one person in all roles: who starts it owns it."""
    found_company(session, now=now, name="我的公司", name_en="My company")
    office = add_office(
        session, actor=SYSTEM, now=now, name="总部", name_en="Head office", region="总部", region_en="Head office"
    )
    owner = NewStaff(
        name="管理员",
        name_en="Administrator",
        roles=tuple(role for role in Role if role is not Role.SYSTEM),
        office_id=office.id,
    )
    add_staff(session, actor=SYSTEM, now=now, new=owner)
