"""What stands before the requests: offices, people, customers, projects. Made by the services themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from aftersales.models import Customer, PriceItem, Project, SignType, StaffRole
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM, Actor
from aftersales.services.company import (
    NewPrice,
    NewStaff,
    add_office,
    add_price,
    add_sign_type,
    add_staff,
    add_team,
    found_company,
    get_actor,
)
from aftersales.services.register_place import NewContact, NewCustomer, NewProject, add_customer, add_project

END = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)  # the last request comes in just before
YEARS = 10
BEGIN = END - timedelta(days=365 * YEARS)
SIGNS_A_PROJECT = 40
NEW_MONTHS, OLD_MONTHS = 132, 24  # of warranty: all through the ten years, or over before them
CITIES = ("上海", "杭州", "北京", "广州", "成都", "武汉", "西安", "沈阳")
KINDS = ("人民医院", "实验小学", "购物中心", "科技园", "地铁运营公司", "大酒店", "图书馆", "机场航站楼")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("芳", "敏", "强", "磊", "静", "丽", "军", "洋", "勇", "艳", "杰", "涛")


@dataclass(frozen=True, slots=True)
class Site:
    """One project as the requests need it."""

    id: int
    code: str
    name: str
    address: str
    customer_id: int
    customer: str
    city: str
    office_id: int
    team_id: int
    in_warranty: bool  # all through the ten years, or never


@dataclass(slots=True)
class World:
    """Ids and names of the company, by the numbers that the generator counts with."""

    requests: int
    hotline: list[Actor] = field(default_factory=list)
    dispatchers: list[Actor] = field(default_factory=list)
    technicians: list[Actor] = field(default_factory=list)
    managers: list[Actor] = field(default_factory=list)
    sign_types: list[tuple[int, str, str]] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    price_id: int = 0

    @property
    def signs(self) -> int:
        return max(2 * SIGNS_A_PROJECT, self.requests // 5)

    @property
    def step(self) -> timedelta:
        """From one request to the next: the same ten years, however many there are."""
        return timedelta(seconds=(END - BEGIN) // timedelta(seconds=self.requests + 1))


def person_name(index: int) -> str:
    return SURNAMES[index % len(SURNAMES)] + GIVEN[index // len(SURNAMES) % len(GIVEN)]


def office_index(project: int) -> int:
    """Which office serves the n-th project: its customer's."""
    return (project // 3 + 3) % len(CITIES)


def make_world(session: Session, requests: int) -> World:
    """Found the company; a project for every forty signs, a customer for every three projects."""
    world = World(requests)
    found_company(session, now=BEGIN, name="百万标识有限公司", name_en="Million Signs", hotline="400-800-1234")
    teams = []
    for index, city in enumerate(CITIES):
        office = add_office(session, actor=SYSTEM, now=BEGIN, name=f"{city}办事处", region=f"第{index % 4 + 1}大区")
        team = add_team(session, actor=SYSTEM, now=BEGIN, name=f"{city}一班", office_id=office.id or 0)
        teams.append((office.id or 0, team.id or 0))
        for role, people, count in (
            (Role.HOTLINE, world.hotline, 2),
            (Role.DISPATCHER, world.dispatchers, 1),
            (Role.TECHNICIAN, world.technicians, 5),
            (Role.AFTER_SALES_MANAGER, world.managers, 1),
        ):
            for _ in range(count):
                name = person_name(sum(map(len, (world.hotline, world.dispatchers, world.technicians))))
                new = NewStaff(name=name, roles=(role,), office_id=office.id, team_id=team.id)
                staff = add_staff(session, actor=SYSTEM, now=BEGIN, new=new)
                people.append(get_actor(session, staff.id or 0))
    for name, english in (("发光字", "Lit letters"), ("立牌", "Monument sign"), ("灯箱", "Light box")):
        kind = add_sign_type(session, actor=SYSTEM, now=BEGIN, name=name, name_en=english, is_main=True)
        world.sign_types.append((kind.id or 0, name, english))
    price = NewPrice(code="LAB", name="人工", unit="小时", price_fen=12_000, cost_fen=8_000)
    world.price_id = add_price(session, actor=SYSTEM, now=BEGIN, new=price).id or 0
    customer_id, customer = 0, ""
    for index in range(world.signs // SIGNS_A_PROJECT):
        office_id, team_id = teams[office_index(index)]
        city = CITIES[office_index(index)]
        if index % 3 == 0:
            customer = f"{city}第{index // 3 + 1}{KINDS[index // 3 // len(CITIES) % len(KINDS)]}"
            contact = NewContact(name=person_name(index), phone=f"139{index * 7919 % 10**8:08d}")
            new_customer = NewCustomer(name=customer, city=city, address=f"{city}市中山路{index + 1}号",
                                       office_id=office_id, contact=contact)  # fmt: skip
            customer_id = add_customer(session, actor=SYSTEM, now=BEGIN, new=new_customer).id or 0
        is_new = index % 2 == 0
        project = NewProject(
            code=f"HT-{2016 if is_new else 2010}-{index + 1:05d}", name=f"{customer}{index % 3 + 1}期标识工程",
            customer_id=customer_id, office_id=office_id, team_id=team_id, address=f"{city}市中山路{index + 1}号",
            handover_on=date(2016, 11, 1) if is_new else date(2010, 5, 1),
            warranty_months=NEW_MONTHS if is_new else OLD_MONTHS,
        )  # fmt: skip
        project_id = add_project(session, actor=SYSTEM, now=BEGIN, new=project).id or 0
        world.sites.append(
            Site(project_id, project.code, project.name, project.address, customer_id, customer, city, office_id,
                 team_id, is_new)
        )  # fmt: skip
        if index % 500 == 499:
            session.flush()
            session.expunge_all()
    return world


def find_world(session: Session, requests: int) -> World:
    """The same from a company that was made before."""
    world = World(requests)
    for role, people in (
        (Role.HOTLINE, world.hotline),
        (Role.DISPATCHER, world.dispatchers),
        (Role.TECHNICIAN, world.technicians),
        (Role.AFTER_SALES_MANAGER, world.managers),
    ):
        held = select(StaffRole.staff_id).where(StaffRole.role == role).order_by(col(StaffRole.staff_id))
        people += [get_actor(session, staff_id) for staff_id in session.exec(held).all()]
    kinds = session.exec(select(SignType).order_by(col(SignType.id)))
    world.sign_types = [(kind.id or 0, kind.name, kind.name_en) for kind in kinds]
    pairs = select(Project, Customer).join(Customer, col(Customer.id) == Project.customer_id)
    world.sites = [
        Site(project.id or 0, project.code, project.name, project.address, customer.id or 0, customer.name,
             customer.city, project.office_id, project.team_id or 0, project.warranty_months != OLD_MONTHS)
        for project, customer in session.exec(pairs.order_by(col(Project.id)))
    ]  # fmt: skip
    world.price_id = session.exec(select(PriceItem.id)).one() or 0
    return world
