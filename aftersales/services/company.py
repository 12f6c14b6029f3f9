"""Found the company, and keep its offices, departments, teams, staff and prices."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from sqlmodel import Session, select

from aftersales.errors import InvalidInput, NotFound, RuleBroken
from aftersales.models import Company, Department, Office, PriceItem, SignType, Staff, StaffRole, Team
from aftersales.queries.staff import find_actor
from aftersales.rules.kinds import CostKind, Role
from aftersales.rules.message import N_
from aftersales.rules.roles import SYSTEM, Action, Actor, ensure_may
from aftersales.services.departments import department_of_roles
from aftersales.services.events import record_event
from aftersales.services.input import MOST_FEN, Input, ensure_text, needed_text, text
from aftersales.services.rows import forget

DEPARTMENTS = (
    ("after_sales", "售后服务部", "After-sales department"),
    ("business", "项目经营部", "Business department"),
    ("project", "项目部", "Project department"),
    ("quality", "质量部", "Quality department"),
    ("production", "生产部", "Production department"),
    ("design", "设计部", "Design department"),
    ("purchasing", "采购部", "Purchasing department"),
)


class NewStaff(Input):
    name: needed_text(80)
    name_en: text(80) = ""
    email: text(200) = ""
    phone: text(40) = ""
    roles: tuple[Role, ...] = Field(min_length=1)
    office_id: int | None = None
    department_id: int | None = None
    team_id: int | None = None


def found_company(
    session: Session, *, now: datetime, name: str, name_en: str = "", hotline: str = "", is_demo: bool = False,
    is_loaded: bool = True,
) -> Company:  # fmt: skip
    """The company's one row, its departments and head office. Refused where there is one already."""
    if session.get(Company, 1) is not None:
        raise RuleBroken(N_("This database already holds a company."))
    company = Company(
        id=1, name=name, name_en=name_en, hotline=hotline, is_demo=is_demo, is_loaded=is_loaded, founded_at=now
    )
    session.add(company)
    for code, chinese, english in DEPARTMENTS:
        session.add(Department(code=code, name=chinese, name_en=english))
    session.flush()
    record_event(
        session, actor=SYSTEM, now=now, name="found_company", subject="company", subject_id=1,
        data={"name": name, "is_demo": is_demo},
    )  # fmt: skip
    return company


def add_office(
    session: Session, *, actor: Actor, now: datetime, name: str, region: str, name_en: str = "", region_en: str = ""
) -> Office:
    ensure_may(actor, Action.MANAGE_STAFF)
    name = ensure_text(name, 80, field="name", is_needed=True)
    region = ensure_text(region, 40, field="region", is_needed=True)
    name_en = ensure_text(name_en, 80, field="name_en")
    region_en = ensure_text(region_en, 40, field="region_en")
    if session.exec(select(Office.id).where(Office.name == name)).first() is not None:
        raise InvalidInput(N_("There is an office “{name}” already."), field="name", name=name)
    office = Office(name=name, name_en=name_en, region=region, region_en=region_en)
    session.add(office)
    session.flush()
    assert office.id is not None
    record_event(
        session, actor=actor, now=now, name="add_office", subject="office", subject_id=office.id,
        data={"name": name, "region": region},
    )  # fmt: skip
    return office


def add_team(session: Session, *, actor: Actor, now: datetime, name: str, office_id: int, name_en: str = "") -> Team:
    """A maintenance team of the project department at an office."""
    ensure_may(actor, Action.MANAGE_STAFF)
    name = ensure_text(name, 80, field="name", is_needed=True)
    name_en = ensure_text(name_en, 80, field="name_en")
    department = session.exec(select(Department).where(Department.code == "project")).first()
    team = Team(name=name, name_en=name_en, office_id=office_id, department_id=department.id if department else None)
    session.add(team)
    session.flush()
    assert team.id is not None
    record_event(
        session, actor=actor, now=now, name="add_team", subject="team", subject_id=team.id,
        data={"name": name, "office": office_id},
    )  # fmt: skip
    return team


def add_staff(session: Session, *, actor: Actor, now: datetime, new: NewStaff) -> Staff:
    """A person with one role or more."""
    ensure_may(actor, Action.MANAGE_STAFF)
    if Role.SYSTEM in new.roles:
        raise InvalidInput(N_("No person has the system's role."), field="roles")
    email = new.email.lower() or None
    if email and session.exec(select(Staff.id).where(Staff.email == email)).first() is not None:
        raise InvalidInput(N_("There is somebody with the address {email} already."), field="email", email=email)
    person = Staff(**new.model_dump(exclude={"roles", "email"}), email=email)
    person.department_id = new.department_id or department_of_roles(session, new.roles)
    session.add(person)
    session.flush()
    assert person.id is not None
    for role in dict.fromkeys(new.roles):
        session.add(StaffRole(staff_id=person.id, role=role))
    session.flush()
    forget(session)
    record_event(
        session, actor=actor, now=now, name="add_staff", subject="staff", subject_id=person.id,
        data={"roles": sorted(new.roles), "office": new.office_id, "team": new.team_id,
              "department": person.department_id},
        words={"name": new.name, "email": new.email, "phone": new.phone},
    )  # fmt: skip
    return person


def get_actor(session: Session, staff_id: int) -> Actor:
    """A person at work, as the value that services take. Raises NotFound."""
    found = find_actor(session, staff_id)
    if found is None or not found.roles:
        raise NotFound(N_("Nobody with this number works here."))
    return found


def add_sign_type(
    session: Session, *, actor: Actor, now: datetime, name: str, name_en: str = "", is_main: bool = False
) -> SignType:
    """A kind of sign; main ones get a handbook (1.5)."""
    ensure_may(actor, Action.KEEP_REGISTER)
    name = ensure_text(name, 80, field="name", is_needed=True)
    name_en = ensure_text(name_en, 80, field="name_en")
    if session.exec(select(SignType.id).where(SignType.name == name)).first() is not None:
        raise InvalidInput(N_("There is a sign type “{name}” already."), field="name", name=name)
    kind = SignType(name=name, name_en=name_en, is_main=is_main)
    session.add(kind)
    session.flush()
    assert kind.id is not None
    record_event(
        session, actor=actor, now=now, name="add_sign_type", subject="sign_type", subject_id=kind.id,
        data={"name": name, "is_main": is_main},
    )  # fmt: skip
    return kind


class NewPrice(Input):
    code: needed_text(32)
    name: needed_text(80)
    name_en: text(80) = ""
    unit: needed_text(16)
    unit_en: text(16) = ""
    kind: CostKind = CostKind.PARTS
    price_fen: int = Field(ge=0, le=MOST_FEN)
    cost_fen: int = Field(ge=0, le=MOST_FEN)


def add_price(session: Session, *, actor: Actor, now: datetime, new: NewPrice) -> PriceItem:
    """One line of the price list, with its cost for work at cost."""
    ensure_may(actor, Action.MANAGE_PRICES)
    item = PriceItem(**new.model_dump())
    session.add(item)
    session.flush()
    assert item.id is not None
    record_event(
        session, actor=actor, now=now, name="add_price", subject="price_item", subject_id=item.id, data=new.model_dump()
    )
    return item
