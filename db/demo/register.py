"""Whom the company serves and what it built: customers, projects with their terms, signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.models import TermName
from aftersales.rules.kinds import TermSource
from aftersales.services.register_place import (
    NewContact,
    NewCustomer,
    NewProject,
    NewSign,
    add_customer,
    add_project,
    add_sign,
)
from aftersales.services.set_terms import NewTerm, set_term
from db.demo.company import Branch, Firm
from db.demo.names import FOREIGN, People

# trade, how it is named after its city, titles of the people who call, kinds of sign, places
TRADES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "hospital": (
        ("市第一人民医院", "市儿童医院", "大学附属医院", "市中医医院"), ("总务科", "后勤保障部", "基建科"),
        ("楼顶大字", "发光字", "导视牌", "科室牌", "楼层索引牌", "吊挂式标识", "LED显示屏"),
        ("门诊楼大堂", "急诊楼入口", "住院楼3层东侧", "住院楼楼顶", "2号楼电梯厅", "体检中心走廊", "地下车库入口"),
    ),
    "metro": (
        ("轨道交通运营有限公司", "地铁集团有限公司"), ("站务室", "设施维保部"),
        ("灯箱", "悬臂式标识", "导视牌", "吊挂式标识"),
        ("1号线站厅A口", "2号线换乘通道", "3号口出入口", "站台层上行侧", "票务厅"),
    ),
    "mall": (
        ("万汇购物中心", "天街商业广场", "银泰时代广场"), ("工程部", "物业管理部", "市场部"),
        ("发光字", "背发光字", "精神堡垒", "灯箱", "停车场标识", "LED显示屏"),
        ("东门主入口", "中庭L1", "外立面南侧", "B2停车场C区", "L4餐饮区", "广场北侧"),
    ),
    "property": (
        ("保利物业服务有限公司", "城建物业管理有限公司"), ("客服中心", "工程主管"),
        ("立柱式标识", "楼层索引牌", "停车场标识", "宣传栏", "发光字"),
        ("3号楼大堂", "小区南门", "A座1层", "5号楼单元门", "地下车库B1", "会所入口"),
    ),
    "school": (
        ("实验中学", "理工大学", "外国语学校"), ("总务处", "后勤处"),
        ("发光字", "宣传栏", "导视牌", "石材标识"),
        ("校门", "图书馆正面", "教学楼A栋", "体育馆", "行政楼大厅"),
    ),
    "park": (
        ("国家湿地公园管理处", "风景名胜区管理局"), ("设施科", "景区服务部"),
        ("景区木质标识", "石材标识", "导视牌", "宣传栏"),
        ("游客中心", "东入口广场", "观景台", "环湖步道K2", "停车场"),
    ),
    "bank": (
        ("建信银行分行", "浦江银行营业部"), ("综合管理部", "办公室"),
        ("灯箱", "发光字", "LED显示屏"), ("营业厅门头", "24小时自助区", "大楼北立面"),
    ),
    "hotel": (
        ("国际大酒店", "湖滨假日酒店"), ("工程部", "前厅部"),
        ("楼顶大字", "精神堡垒", "背发光字", "导视牌"), ("主楼楼顶", "门廊雨棚", "宴会厅外", "客房15层", "健身中心"),
    ),
    "bureau": (
        ("市政工程管理处", "市城市管理局"), ("市容科", "设施科"),
        ("道路标志牌", "立柱式标识", "宣传栏"), ("人民路与中山路口", "滨江大道K3+200", "市民广场", "高架东匝道"),
    ),
}  # fmt: skip
ABROAD = (
    "Nordlicht Automotive (China) Co., Ltd.", "O'Hara & Sons Logistics", "Bellevue International School",
    "Pacific Crest Hotel", "Müller Präzisionstechnik (China)",
)  # fmt: skip
PLACES_ABROAD = (
    "Main lobby",
    "Tower A, level 1",
    "North gate",
    "Car park B1",
    "Roof, east side",
    "Reception",
    "Gate 3",
)
STREETS = ("人民路", "中山北路", "解放大道", "建设路", "滨江大道", "学府路", "文化街", "新华路", "湖滨路", "朝阳街")
WORKS = ("标识系统工程", "外立面发光字工程", "导视系统改造", "停车场标识工程", "二期标识工程", "夜景亮化标识工程")
ORDER = ("hospital", "metro", "mall", "property", "school", "park", "bank", "hotel", "bureau")
MONTHS = (12, 24, 24, 24, 36, 36, 60)


EXCHANGE_TRADES = ("mall", "property")  # whose contracts give what is exchanged months of its own


@dataclass(frozen=True, slots=True)
class SignHere:
    """One sign as the story sees it."""

    id: int
    type: str
    place: str
    customer: CustomerHere
    branch: Branch


@dataclass(frozen=True, slots=True)
class CustomerHere:
    """One customer, and who calls from there."""

    id: int
    name: str
    trade: str
    contacts: tuple[tuple[str, str], ...]  # name, phone
    is_foreign: bool


@dataclass(slots=True)
class Register:
    customers: list[CustomerHere]
    signs: list[SignHere]
    by_branch: dict[int, list[SignHere]]  # by office id


def fill_register(
    session: Session, chance: Random, firm: Firm, *, now: datetime, customers: int, projects: int, signs: int
) -> Register:
    """Enter the register at `now`, two years before the story's end; projects hand over before and during it."""
    people = People(chance)
    made: list[tuple[CustomerHere, Branch, str]] = []
    names: set[str] = set()
    for number in range(customers):
        branch = firm.branches[number % len(firm.branches)]
        made.append(_add_customer(session, chance, people, firm, branch, number, now, names))
    found: list[SignHere] = []
    for number in range(projects):
        customer, branch, city = made[number % len(made)]
        project_id = _add_project(session, chance, firm, customer, branch, city, number, now)
        _set_terms(session, chance, firm, customer, project_id, now)
        count = signs * (number + 1) // projects - signs * number // projects
        found += _add_signs(session, chance, firm, customer, branch, project_id, number, count, now)
    by_branch: dict[int, list[SignHere]] = {}
    for sign in found:
        by_branch.setdefault(sign.branch.office_id, []).append(sign)
    return Register([customer for customer, _, _ in made], found, by_branch)


def _add_customer(
    session: Session, chance: Random, people: People, firm: Firm, branch: Branch, number: int, now: datetime,
    names: set[str],
) -> tuple[CustomerHere, Branch, str]:  # fmt: skip
    province, city = branch.cities[number // len(firm.branches) % len(branch.cities)]
    is_foreign = number % 8 == 7
    trade = ORDER[(number + number // len(ORDER)) % len(ORDER)]
    if is_foreign:
        name, trade = (
            ABROAD[number // 8 % len(ABROAD)],
            ("property", "mall", "school", "hotel", "property")[number // 8 % 5],
        )
    else:
        name = next(
            full
            for ending in (*TRADES[trade][0], *(f"{part}{TRADES[trade][0][0]}" for part in "东西南北新"))
            if (full := f"{city}{ending}") not in names
        )
    names.add(name)
    contacts = []
    for _ in range(chance.randint(1, 2)):
        contact = chance.choice(FOREIGN) if is_foreign else people.draw()[0]
        contacts.append((contact, people.phone()))
    row = add_customer(
        session, actor=firm.manager, now=now,
        new=NewCustomer(
            name=name, is_key=number % 5 == 0, province=province, city=city, office_id=branch.office_id,
            address=f"{city}{chance.choice(STREETS)}{chance.randint(1, 680)}号",
            contact=NewContact(name=contacts[0][0], phone=contacts[0][1], title=chance.choice(TRADES[trade][1])),
        ),
    )  # fmt: skip
    return CustomerHere(row.id or 0, name, trade, tuple(contacts), is_foreign), branch, city


def _add_project(
    session: Session, chance: Random, firm: Firm, customer: CustomerHere, branch: Branch, city: str, number: int,
    now: datetime,
) -> int:  # fmt: skip
    today = local_day(now)
    # Most were handed over in the years before, some are handed over while the story runs.
    handover: date | None = today + timedelta(days=chance.randint(-500, 540))
    if number % 60 == 59:
        handover = None  # nobody knows any more: unknown, and never guessed
    year = (handover or today).year
    row = add_project(
        session, actor=firm.project, now=now,
        new=NewProject(
            code=f"HT-{year}-{number + 1:03d}", name=f"{customer.name}{WORKS[number // 40 % 3 * 2 + number % 2]}"[:160],
            customer_id=customer.id, office_id=branch.office_id, team_id=branch.team_id,
            address=f"{city}{chance.choice(STREETS)}{chance.randint(1, 680)}号", handover_on=handover,
            warranty_months=None if handover is None else chance.choice(MONTHS),
        ),
    )  # fmt: skip
    return row.id or 0


def _set_terms(
    session: Session, chance: Random, firm: Firm, customer: CustomerHere, project_id: int, now: datetime
) -> None:
    """What contract and tender say instead of the rules (2a)."""
    terms: list[tuple[TermName, dict[str, object], TermSource, str]] = []
    if customer.trade in ("bureau", "metro", "park"):
        tender = TermSource.TENDER
        terms += [
            (TermName.RESPONSE_HOURS, {"hours": 2}, tender, "接到通知后2小时内响应"),
            (TermName.REPAIR_HOURS, {"hours": 24}, tender, "24小时内修复"),
        ]
    elif customer.trade == "hospital" and chance.random() < 0.5:
        terms.append((TermName.ARRIVAL_HOURS_IN_WARRANTY, {"hours": 6}, TermSource.CONTRACT, "质保期内6小时到场"))
    if customer.trade in ("school", "bank") and chance.random() < 0.7:
        terms.append(
            (TermName.CALENDAR, {"calendar_id": firm.calendars[0]}, TermSource.CONTRACT, "按工作日工作时间计算")
        )
    if customer.trade == "mall" and chance.random() < 0.5:
        terms.append((TermName.CALENDAR, {"calendar_id": firm.calendars[1]}, TermSource.CONTRACT, "按商场营业时间计算"))
    if chance.random() < 0.08:
        value: dict[str, object] = {"force_majeure": "free", "wear": "at_cost"}
        terms.append((TermName.COVERAGE, value, TermSource.CONTRACT, "台风等不可抗力由乙方免费修复"))
    if customer.trade in EXCHANGE_TRADES:
        quote = "保修期内更换的产品，自更换之日起另保24个月"
        terms.append((TermName.EXCHANGE_MONTHS, {"months": 24}, TermSource.CONTRACT, quote))
    for name, value, source, quote in terms:
        new = NewTerm(name=name, value=value, source=source, quote=quote, from_at=now)
        set_term(session, actor=firm.business, now=now, project_id=project_id, new=new)


def _add_signs(
    session: Session, chance: Random, firm: Firm, customer: CustomerHere, branch: Branch, project_id: int,
    project: int, count: int, now: datetime,
) -> list[SignHere]:  # fmt: skip
    _, _, types, places = TRADES[customer.trade]
    if customer.is_foreign:
        places = PLACES_ABROAD
    batch = f"P{now:%y}{chance.randint(1, 12):02d}-{chance.randint(1, 40):02d}"
    made = []
    for number in range(count):
        kind, place = types[number % len(types)], chance.choice(places)
        row = add_sign(
            session, actor=firm.project, now=now,
            new=NewSign(
                code=f"S{project + 1:03d}-{number + 1:04d}", project_id=project_id, sign_type_id=firm.sign_types[kind],
                place=place, batch=batch, warranty_months=60 if kind == "楼顶大字" else None,
            ),
        )  # fmt: skip
        made.append(SignHere(row.id or 0, kind, place, customer, branch))
    return made
