"""A small company for tests, made through the services: named people, one customer, one project, signs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from aftersales.models import Customer, Dispatch, Project, ServiceRequest, Sign, SignType, SurveyWay
from aftersales.queries.departments import list_departments
from aftersales.rules.kinds import Cause, Channel, FaultCategory, Role
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
from aftersales.services.dispatch import NewDispatch, dispatch_crew
from aftersales.services.register_place import (
    NewContact,
    NewCustomer,
    NewProject,
    NewSign,
    add_customer,
    add_project,
    add_sign,
)
from aftersales.services.register_request import NewRequest, register_request
from aftersales.services.report import NewReport, file_report
from aftersales.services.respond import respond
from aftersales.services.survey import Answers, record_survey
from aftersales.services.visit import arrive, depart, finish, record_finding

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)  # Tuesday, 12:00 in Shanghai
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_codes = count(1)


@dataclass
class Firm:
    """A founded company and its named people, as actors. Every deed happens at `now` unless said otherwise."""

    session: Session
    now: datetime
    hotline: Actor
    dispatcher: Actor
    manager: Actor
    technician: Actor
    second_technician: Actor
    office: Actor
    leadership: Actor
    administrator: Actor
    business: Actor
    project_department: Actor
    quality: Actor  # of a department without a role of its own
    office_id: int
    team_id: int
    sign_type: SignType
    customer: Customer
    project: Project
    sign: Sign
    price_id: int
    extra: dict[str, Any] = field(default_factory=dict)

    def new_request(self, **values: Any) -> NewRequest:
        usual = {
            "channel": Channel.HOTLINE, "sign_id": self.sign.id, "description": "大堂发光字不亮",
            "fault": FaultCategory.DARK, "cause": Cause.MATERIAL,
            "contact_name": "王芳", "contact_phone": "13800001234",
        }  # fmt: skip
        return NewRequest(**usual | values)

    def register(self, *, at: datetime | None = None, **values: Any) -> ServiceRequest:
        return register_request(self.session, actor=self.hotline, now=at or self.now, new=self.new_request(**values))

    def accepted(self, *, at: datetime | None = None, **values: Any) -> ServiceRequest:
        at = at or self.now
        request = self.register(at=at, **values)
        return respond(self.session, actor=self.hotline, now=at + HOUR / 2, request_id=request.id)

    def dispatch(
        self, request: ServiceRequest, *, at: datetime | None = None, crew: tuple[Actor, ...] = (), **values: Any
    ) -> Dispatch:
        at = at or self.now + HOUR
        ids = tuple(person.staff_id for person in crew or (self.technician,))
        new = NewDispatch(**{"staff_ids": ids, "starts_at": at + HOUR, **values})
        return dispatch_crew(self.session, actor=self.dispatcher, now=at, request_id=request.id, new=new)

    def on_site(self, *, at: datetime | None = None, **values: Any) -> ServiceRequest:
        at = at or self.now
        request = self.accepted(at=at, **values)
        self.dispatch(request, at=at + HOUR)
        depart(self.session, actor=self.technician, now=at + 2 * HOUR, request_id=request.id)
        return arrive(self.session, actor=self.technician, now=at + 3 * HOUR, request_id=request.id)

    def done(self, *, at: datetime | None = None, cause_found: Cause = Cause.MATERIAL, **values: Any) -> ServiceRequest:
        at = at or self.now
        request = self.on_site(at=at, **values)
        record_finding(
            self.session, actor=self.technician, now=at + 3 * HOUR, request_id=request.id, cause=cause_found,
            fault=request.fault,
        )  # fmt: skip
        return finish(self.session, actor=self.technician, now=at + 4 * HOUR, request_id=request.id)

    def report_of(self, request: ServiceRequest, dispatch_id: int, **values: Any) -> NewReport:
        usual = {
            "dispatch_id": dispatch_id, "fault_seen": request.fault, "cause_found": Cause.MATERIAL,
            "findings": "开关电源损坏", "work_done": "更换开关电源并测试", "signed_by": "王芳",
        }  # fmt: skip
        return NewReport(**usual | values)

    def closable(self, *, at: datetime | None = None, **values: Any) -> ServiceRequest:
        from sqlmodel import select

        at = at or self.now
        request = self.done(at=at, **values)
        visit = self.session.exec(select(Dispatch).where(Dispatch.request_id == request.id)).one()
        file_report(
            self.session, actor=self.technician, now=at + 5 * HOUR, request_id=request.id,
            new=self.report_of(request, visit.id or 0),
        )  # fmt: skip
        record_survey(
            self.session, actor=self.hotline, now=at + 6 * HOUR, request_id=request.id, way=SurveyWay.TELEPHONE,
            answers=Answers(overall=5, manners=5),
        )  # fmt: skip
        return request


def person(session: Session, *roles: Role, name: str, now: datetime = NOON, **places: Any) -> Actor:
    """One member of staff, as an actor."""
    staff = add_staff(session, actor=SYSTEM, now=now, new=NewStaff(name=name, roles=roles, **places))
    return get_actor(session, staff.id or 0)


def department_id(session: Session, code: str) -> int:
    """A department's number by its code."""
    return next(row.id for row in list_departments(session) if row.code == code)


def new_customer(firm: Firm, *, name: str = "东方商场", **values: Any) -> Customer:
    """Another customer of the same office."""
    new = NewCustomer(name=name, office_id=firm.office_id, **values)
    return add_customer(firm.session, actor=SYSTEM, now=firm.now, new=new)


def new_sign(session: Session, firm: Firm, **values: Any) -> Sign:
    """One more sign of the firm's project."""
    usual = {
        "code": f"S-{next(_codes):04d}", "project_id": firm.project.id, "sign_type_id": firm.sign_type.id,
        "place": "3号楼大堂",
    }  # fmt: skip
    return add_sign(session, actor=SYSTEM, now=firm.now, new=NewSign(**usual | values))


def build_firm(
    session: Session, *, now: datetime = NOON, handover_on: date | None = date(2025, 6, 1), months: int | None = 24
) -> Firm:
    """The company as most tests want it: in warranty, one sign of each thing."""
    found_company(session, now=now, name="测试标识有限公司")
    office = add_office(
        session, actor=SYSTEM, now=now, name="上海办事处", region="华东", name_en="Shanghai", region_en="East"
    )
    team = add_team(session, actor=SYSTEM, now=now, name="上海一班", office_id=office.id or 0)
    at = {"office_id": office.id, "now": now}
    people = {
        "hotline": person(session, Role.HOTLINE, name="刘敏", **at),
        "dispatcher": person(session, Role.DISPATCHER, name="陈刚", **at),
        "manager": person(session, Role.AFTER_SALES_MANAGER, name="赵琳", **at),
        "technician": person(session, Role.TECHNICIAN, name="王强", team_id=team.id, **at),
        "second_technician": person(session, Role.TECHNICIAN, name="李军", team_id=team.id, **at),
        "office": person(session, Role.OFFICE, name="孙丽", **at),
        "leadership": person(session, Role.LEADERSHIP, name="周总", **at),
        "administrator": person(session, Role.ADMINISTRATOR, name="吴斌", **at),
        "business": person(session, Role.BUSINESS_DEPARTMENT, name="郑洁", **at),
        "project_department": person(session, Role.PROJECT_DEPARTMENT, name="钱进", **at),
        "quality": person(session, Role.DEPARTMENT, name="冯涛", department_id=department_id(session, "quality"), **at),
    }
    sign_type = add_sign_type(session, actor=SYSTEM, now=now, name="发光字", name_en="Lit letters", is_main=True)
    customer = add_customer(
        session, actor=SYSTEM, now=now,
        new=NewCustomer(
            name="上海市第一人民医院", office_id=office.id, contact=NewContact(name="王芳", phone="138 0000 1234")
        ),
    )  # fmt: skip
    project = add_project(
        session, actor=SYSTEM, now=now,
        new=NewProject(code="HT-2025-001", name="住院楼标识工程", customer_id=customer.id, office_id=office.id,
                       team_id=team.id, handover_on=handover_on, warranty_months=months),
    )  # fmt: skip
    sign = add_sign(
        session, actor=SYSTEM, now=now,
        new=NewSign(code="S2025001-0001", project_id=project.id, sign_type_id=sign_type.id, place="住院楼大堂"),
    )  # fmt: skip
    price = add_price(
        session, actor=SYSTEM, now=now,
        new=NewPrice(code="LAB", name="人工", unit="小时", price_fen=12_000, cost_fen=8_000),
    )  # fmt: skip
    return Firm(
        session=session, now=now, office_id=office.id or 0, team_id=team.id or 0, sign_type=sign_type,
        customer=customer, project=project, sign=sign, price_id=price.id or 0, **people,
    )  # fmt: skip
