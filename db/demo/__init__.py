"""The demo company: generated, repeatable, made through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aftersales.database import Store
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.company import NewStaff, add_office, add_staff, found_company

PEOPLE = {
    Role.HOTLINE: ("王芳", "Wang Fang"),
    Role.DISPATCHER: ("李强", "Li Qiang"),
    Role.TECHNICIAN: ("张伟", "Zhang Wei"),
    Role.PROJECT_DEPARTMENT: ("刘洋", "Liu Yang"),
    Role.BUSINESS_DEPARTMENT: ("陈静", "Chen Jing"),
    Role.AFTER_SALES_MANAGER: ("杨帆", "Yang Fan"),
    Role.OFFICE: ("赵磊", "Zhao Lei"),
    Role.LEADERSHIP: ("黄敏", "Huang Min"),
    Role.ADMINISTRATOR: ("周杰", "Zhou Jie"),
}


def load_demo(store: Store, *, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Make the demo company in an empty, migrated `store`, its story ending `now`.

    `progress(done, total)` is told how far it is. The company counts as loaded only at the end.
    """
    with store.unit_of_work() as session:
        company = found_company(
            session, now=now, name="明远标识有限公司", name_en="Mingyuan Signs", is_demo=True, is_loaded=False
        )
        office = add_office(
            session, actor=SYSTEM, now=now, name="总部", name_en="Head office", region="华东", region_en="East China"
        )
        for role, (name, name_en) in PEOPLE.items():
            new = NewStaff(name=name, name_en=name_en, roles=(role,), office_id=office.id)
            add_staff(session, actor=SYSTEM, now=now, new=new)
    progress(1, 1)
    with store.unit_of_work() as session:
        session.merge(company).is_loaded = True
