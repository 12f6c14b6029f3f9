"""The small company with a customer, a project and a sign, as a firm whose deeds happened some hours ago."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import SignType
from aftersales.queries.staff import list_people
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.company import NewPrice, add_price, add_sign_type
from aftersales.services.register_place import (
    NewContact,
    NewCustomer,
    NewProject,
    NewSign,
    add_customer,
    add_project,
    add_sign,
)
from tests.builders import Firm, person

BEGAN = timedelta(hours=7)  # before now, so that a whole job lies behind us


@contextmanager
def firm_of(url: str = "") -> Iterator[Firm]:
    """The company stored at `url` (else at AFTERSALES_DATABASE_URL), in one transaction that is kept."""
    store = Store.open(url or os.environ["AFTERSALES_DATABASE_URL"])
    now = utc_now() - BEGAN
    with store.unit_of_work() as session:
        people = {role: found for found in reversed(list_people(session)) for role in found.roles}
        office_id = people[Role.HOTLINE].office_id or 0
        sign_type: SignType = add_sign_type(session, actor=SYSTEM, now=now, name="发光字", name_en="Lit letters")
        customer = add_customer(
            session, actor=SYSTEM, now=now,
            new=NewCustomer(name="O'Hara <b>医院</b> *1*", office_id=office_id,
                            contact=NewContact(name="王芳", phone="138 0000 1234")),
        )  # fmt: skip
        project = add_project(
            session, actor=SYSTEM, now=now,
            new=NewProject(code="HT-1", name="住院楼标识工程", customer_id=customer.id or 0, office_id=office_id,
                           handover_on=now.date() - timedelta(days=100), warranty_months=24),
        )  # fmt: skip
        sign = add_sign(
            session, actor=SYSTEM, now=now,
            new=NewSign(code="S-1", project_id=project.id or 0, sign_type_id=sign_type.id or 0, place="大堂"),
        )  # fmt: skip
        price = add_price(
            session, actor=SYSTEM, now=now,
            new=NewPrice(code="LAB", name="人工", name_en="Labour", unit="小时", unit_en="h", price_fen=12_000,
                         cost_fen=8_000),
        )  # fmt: skip
        yield Firm(
            session=session, now=now, hotline=people[Role.HOTLINE], dispatcher=people[Role.DISPATCHER],
            manager=people[Role.AFTER_SALES_MANAGER], technician=people[Role.TECHNICIAN],
            second_technician=person(session, Role.TECHNICIAN, name="李军", now=now, office_id=office_id),
            office=people[Role.OFFICE], leadership=people[Role.LEADERSHIP], administrator=people[Role.ADMINISTRATOR],
            business=people[Role.BUSINESS_DEPARTMENT], project_department=people[Role.PROJECT_DEPARTMENT],
            quality=people[Role.DEPARTMENT],
            office_id=office_id, team_id=0, sign_type=sign_type, customer=customer, project=project, sign=sign,
            price_id=price.id or 0,
        )  # fmt: skip
    store.close()
