"""The demo company itself: offices, teams, people, sign types, prices and service calendars."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlmodel import Session

from aftersales.queries.departments import list_departments
from aftersales.rules.calendar_spec import parse_week
from aftersales.rules.kinds import CostKind, Role
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
from aftersales.services.departments import set_department_lead
from aftersales.services.set_terms import NewCalendar, add_calendar
from db.demo.names import People

# name, name_en, region, region_en, cities with their provinces, whether typhoons reach it
OFFICES = (
    (
        "上海总部",
        "Shanghai head office",
        "华东",
        "East China",
        (("上海", "上海"), ("江苏", "苏州"), ("浙江", "宁波")),
        True,
    ),
    (
        "广州办事处",
        "Guangzhou office",
        "华南",
        "South China",
        (("广东", "广州"), ("广东", "深圳"), ("广西", "南宁")),
        True,
    ),
    (
        "北京办事处",
        "Beijing office",
        "华北",
        "North China",
        (("北京", "北京"), ("天津", "天津"), ("河北", "石家庄")),
        False,
    ),
    ("武汉办事处", "Wuhan office", "华中", "Central China", (("湖北", "武汉"), ("湖南", "长沙")), False),
    ("成都办事处", "Chengdu office", "西南", "Southwest China", (("四川", "成都"), ("重庆", "重庆")), False),
    ("厦门办事处", "Xiamen office", "东南", "Southeast China", (("福建", "厦门"), ("福建", "福州")), True),
)

# Who leads the departments that have no role of their own.
DEPARTMENT_HEADS = {
    "quality": ("冯涛", "Feng Tao"),
    "production": ("高翔", "Gao Xiang"),
    "design": ("沈洁", "Shen Jie"),
    "purchasing": ("韩梅", "Han Mei"),
}
COMPANY = "明远标识工程有限公司"
SIGN_TYPES = (
    ("发光字", "Lit letters", True),
    ("背发光字", "Halo-lit letters", True),
    ("灯箱", "Light box", False),
    ("精神堡垒", "Pylon sign", True),
    ("楼顶大字", "Rooftop letters", True),
    ("导视牌", "Wayfinding sign", False),
    ("楼层索引牌", "Floor directory", False),
    ("立柱式标识", "Post sign", False),
    ("悬臂式标识", "Cantilever sign", True),
    ("吊挂式标识", "Hanging sign", False),
    ("科室牌", "Door plate", False),
    ("停车场标识", "Car-park sign", False),
    ("道路标志牌", "Road sign", False),
    ("宣传栏", "Notice board", False),
    ("景区木质标识", "Wooden park sign", False),
    ("石材标识", "Stone sign", False),
    ("LED显示屏", "LED screen", True),
)

# code, name, name_en, unit, unit_en, kind, price and cost in yuan
PRICES = (
    ("RG-01", "维修人工", "Labour", "小时", "hour", CostKind.LABOUR, 120, 80),
    ("RG-02", "高空作业人工", "Labour at height", "小时", "hour", CostKind.LABOUR, 200, 140),
    ("RG-03", "夜间人工", "Labour at night", "小时", "hour", CostKind.LABOUR, 180, 125),
    ("PJ-01", "LED模组 防水 1.2W", "LED module, sealed 1.2 W", "条", "piece", CostKind.PARTS, 18, 9),
    ("PJ-02", "防水开关电源 200W", "Sealed power supply 200 W", "只", "piece", CostKind.PARTS, 165, 98),
    ("PJ-03", "开关电源 350W", "Power supply 350 W", "只", "piece", CostKind.PARTS, 140, 82),
    ("PJ-04", "亚克力面板 5mm", "Acrylic face 5 mm", "平方米", "m²", CostKind.PARTS, 420, 260),
    ("PJ-05", "不锈钢字壳", "Stainless letter shell", "个", "piece", CostKind.PARTS, 680, 430),
    ("PJ-06", "防水接头", "Sealed connector", "只", "piece", CostKind.PARTS, 6, 2),
    ("PJ-07", "硅酮密封胶", "Silicone sealant", "支", "tube", CostKind.PARTS, 38, 21),
    ("PJ-08", "膨胀螺栓 M12", "Expansion bolt M12", "套", "set", CostKind.PARTS, 8, 3),
    ("PJ-09", "LED控制器", "LED controller", "台", "piece", CostKind.PARTS, 520, 330),
    ("PJ-10", "接收卡", "Receiving card", "张", "piece", CostKind.PARTS, 260, 155),
    ("PJ-11", "反光膜", "Reflective film", "平方米", "m²", CostKind.PARTS, 150, 88),
    ("PJ-12", "金属烤漆修补", "Paint repair", "平方米", "m²", CostKind.PARTS, 230, 120),
    ("SB-01", "登高车", "Lift truck", "半天", "half day", CostKind.LIFT, 800, 600),
    ("CL-01", "交通里程", "Travel", "公里", "km", CostKind.TRAVEL, 2, 1),
    ("WX-01", "外协吊装", "Crane by others", "次", "job", CostKind.OUTSIDE, 2600, 2200),
)


@dataclass(slots=True)
class Branch:
    """One office with its team and people."""

    office_id: int
    team_id: int
    name: str
    region: str
    cities: tuple[tuple[str, str], ...]
    is_coast: bool
    clerk: Actor
    technicians: list[Actor] = field(default_factory=list)


@dataclass(slots=True)
class Firm:
    """Everybody and everything that the story needs, as actors and ids."""

    branches: list[Branch]
    hotline: list[Actor]
    dispatchers: list[Actor]
    manager: Actor
    business: Actor
    project: Actor
    heads: dict[str, Actor]  # who leads each department, by its code
    everybody: list[Actor]
    sign_types: dict[str, int]
    prices: dict[str, int]
    calendars: list[int]


def found_firm(session: Session, chance: Random, *, now: datetime, last_year: int) -> Firm:
    """Found the company at `now`, with calendars whose holidays are known to `last_year`."""
    found_company(
        session, now=now, name=COMPANY, name_en="Mingyuan Signage Engineering", hotline="400-000-8260",
        is_demo=True, is_loaded=False,
    )  # fmt: skip
    people = People(chance)
    named = iter(
        (("王芳", "Wang Fang"), ("李强", "Li Qiang"), ("杨帆", "Yang Fan"), ("陈静", "Chen Jing"), ("刘洋", "Liu Yang"))
    )
    branches: list[Branch] = []
    everybody: list[Actor] = []

    def person(
        *roles: Role, office_id: int, team_id: int | None = None, department_id: int | None = None,
        name: tuple[str, str] | None = None,
    ) -> Actor:  # fmt: skip
        chinese, english = name or people.draw()
        new = NewStaff(
            name=chinese, name_en=english, roles=roles, office_id=office_id, team_id=team_id, phone=people.phone(),
            department_id=department_id, email=f"{english.lower().replace(' ', '.')}.{office_id}@mingyuan.example",
        )  # fmt: skip
        made = add_staff(session, actor=SYSTEM, now=now, new=new)
        everybody.append(get_actor(session, made.id or 0))
        return everybody[-1]

    offices = [
        add_office(session, actor=SYSTEM, now=now, name=name, name_en=name_en, region=region, region_en=region_en)
        for name, name_en, region, region_en, _, _ in OFFICES
    ]
    head = offices[0].id or 0
    hotline = [person(Role.HOTLINE, office_id=head, name=next(named)), person(Role.HOTLINE, office_id=head)]
    dispatchers = [person(Role.DISPATCHER, office_id=head, name=next(named)), person(Role.DISPATCHER, office_id=head)]
    manager = person(Role.AFTER_SALES_MANAGER, office_id=head, name=next(named))
    business = person(Role.BUSINESS_DEPARTMENT, office_id=head, name=next(named))
    project = person(Role.PROJECT_DEPARTMENT, office_id=head, name=next(named))
    departments = {row.code: row.id for row in list_departments(session)}
    heads = {"after_sales": manager, "business": business, "project": project} | {
        code: person(Role.DEPARTMENT, office_id=head, department_id=departments[code], name=name)
        for code, name in DEPARTMENT_HEADS.items()
    }
    for code, lead in heads.items():
        set_department_lead(session, actor=SYSTEM, now=now, department_id=departments[code], staff_id=lead.staff_id)
    person(Role.LEADERSHIP, office_id=head, name=("黄敏", "Huang Min"))
    person(Role.ADMINISTRATOR, office_id=head, name=("周杰", "Zhou Jie"))
    for office, (name, _, region, _, cities, is_coast) in zip(offices, OFFICES, strict=True):
        place = name[:2]
        team = add_team(
            session, actor=SYSTEM, now=now, name=f"{place}维修班", name_en=f"{office.name_en.split()[0]} crew",
            office_id=office.id or 0,
        )  # fmt: skip
        branch = Branch(
            office_id=office.id or 0, team_id=team.id or 0, name=name, region=region, cities=cities, is_coast=is_coast,
            clerk=person(Role.OFFICE, office_id=office.id or 0),
        )  # fmt: skip
        for number in range(4 if office.id == head else 3):
            first = ("张伟", "Zhang Wei") if office.id == head and number == 0 else None
            branch.technicians.append(person(Role.TECHNICIAN, office_id=office.id or 0, team_id=team.id, name=first))
        branches.append(branch)
    types = {
        name: add_sign_type(session, actor=SYSTEM, now=now, name=name, name_en=name_en, is_main=is_main).id or 0
        for name, name_en, is_main in SIGN_TYPES
    }
    prices = {}
    for code, name, name_en, unit, unit_en, kind, price, cost in PRICES:
        new = NewPrice(
            code=code, name=name, name_en=name_en, unit=unit, unit_en=unit_en, kind=kind, price_fen=price * 100,
            cost_fen=cost * 100,
        )  # fmt: skip
        prices[code] = add_price(session, actor=business, now=now, new=new).id or 0
    return Firm(
        branches, hotline, dispatchers, manager, business, project, heads, everybody, types, prices,
        calendars=_add_calendars(session, manager, now, last_year),
    )  # fmt: skip


def _add_calendars(session: Session, manager: Actor, now: datetime, last_year: int) -> list[int]:
    years = tuple(range(now.year, last_year + 2))
    made = []
    for name, spec in (
        ("工作日 8:30–18:00（午休）", "Mon-Fri 08:30-12:00,13:30-18:00"),
        ("商场营业时间", "daily 09:00-22:00"),
    ):
        week = tuple(tuple((frame.start_minute, frame.end_minute) for frame in day) for day in parse_week(spec))
        country = "CN" if name.startswith("工作日") else ""
        new = NewCalendar(name=name, holidays=country, week=week)
        row = add_calendar(session, actor=manager, now=now, new=new, years=years if country else ())
        made.append(row.id or 0)
    return made
