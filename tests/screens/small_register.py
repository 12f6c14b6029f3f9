"""A hospital with its contacts, one project and its signs, in a company made by `small_company`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from aftersales.clock import utc_now
from aftersales.config import service_zone
from aftersales.database import Store
from aftersales.models import Office
from aftersales.rules.roles import SYSTEM
from aftersales.services.company import add_sign_type
from aftersales.services.register_place import (
    NewContact,
    NewCustomer,
    NewProject,
    NewSign,
    add_contact,
    add_customer,
    add_project,
    add_sign,
)


@dataclass(frozen=True)
class Register:
    customer_id: int
    project_id: int
    sign_id: int
    second_sign_id: int


def add_register(url: str) -> Register:
    """Handed over 100 days ago for 24 months: in warranty whenever the test runs."""
    store = Store.open(url)
    now = utc_now()
    handover_on = now.astimezone(service_zone()).date() - timedelta(days=100)
    with store.unit_of_work() as session:
        office_id = session.exec(select(Office.id)).first() or 0
        kind = add_sign_type(session, actor=SYSTEM, now=now, name="发光字", name_en="Lit letters", is_main=True)
        customer = add_customer(
            session, actor=SYSTEM, now=now,
            new=NewCustomer(
                name="O'Neill 医院", is_key=True, city="上海", office_id=office_id,
                contact=NewContact(name="王芳", phone="138 0000 1234"),
            ),
        )  # fmt: skip
        add_contact(
            session, actor=SYSTEM, now=now, customer_id=customer.id or 0,
            new=NewContact(name="李工", phone="13900005678", title="后勤"),
        )  # fmt: skip
        project = add_project(
            session, actor=SYSTEM, now=now,
            new=NewProject(
                code="HT-1", name="住院楼标识工程", customer_id=customer.id or 0, office_id=office_id,
                handover_on=handover_on, warranty_months=24,
            ),
        )  # fmt: skip
        signs = [
            add_sign(
                session, actor=SYSTEM, now=now,
                new=NewSign(code=code, project_id=project.id or 0, sign_type_id=kind.id or 0, place=place),
            )
            for code, place in (("S-0001", "3号楼大堂"), ("S-0002", "门诊楼北侧"))
        ]  # fmt: skip
    store.close()
    return Register(customer.id or 0, project.id or 0, signs[0].id or 0, signs[1].id or 0)
