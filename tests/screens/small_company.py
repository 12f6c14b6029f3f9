"""A company of one person a role: quick to make, for screens whose contents don't matter."""

from __future__ import annotations

from sqlmodel import select

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import Company, Department, Office, Staff, StaffRole
from aftersales.rules.kinds import Role
from aftersales.services.company import DEPARTMENTS
from aftersales.services.departments import department_of_roles

NAMES = {
    Role.HOTLINE: "王芳",
    Role.DISPATCHER: "李强",
    Role.TECHNICIAN: "张伟",
    Role.PROJECT_DEPARTMENT: "刘洋",
    Role.BUSINESS_DEPARTMENT: "陈静",
    Role.AFTER_SALES_MANAGER: "杨帆",
    Role.DEPARTMENT: "冯涛",
    Role.OFFICE: "赵磊",
    Role.LEADERSHIP: "黄敏",
    Role.ADMINISTRATOR: "周杰",
}


def build_small_company(url: str, *, is_demo: bool = True) -> dict[Role, int]:
    """Make it at `url`; gives each role's staff number."""
    store = Store.open(url)
    store.migrate(backed_up=True)
    staff_ids = {}
    with store.unit_of_work() as session:
        session.add(Company(id=1, name="示范标识有限公司", is_demo=is_demo, is_loaded=True, founded_at=utc_now()))
        office = Office(name="总部", name_en="Head office", region="华东", region_en="East")
        session.add(office)
        for code, chinese, english in DEPARTMENTS:
            session.add(Department(code=code, name=chinese, name_en=english))
        session.flush()
        quality = session.exec(select(Department.id).where(Department.code == "quality")).one()
        for role, name in NAMES.items():
            department_id = quality if role is Role.DEPARTMENT else department_of_roles(session, (role,))
            person = Staff(name=name, office_id=office.id, department_id=department_id)
            session.add(person)
            session.flush()
            session.add(StaffRole(staff_id=person.id, role=role))
            staff_ids[role] = person.id
    store.close()
    return staff_ids
