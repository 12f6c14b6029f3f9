"""Keep the register of customers, contacts, projects and signs, also while somebody is on the phone (1.4c)."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from aftersales.errors import InvalidInput, NotFound
from aftersales.models import Contact, Customer, Office, Project, Sign, SignType
from aftersales.rules.kinds import TermSource
from aftersales.rules.message import N_
from aftersales.rules.names import digits_of
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import Input, needed_text, phone_text, text
from aftersales.services.place_rows import place_of_project
from aftersales.services.rows import rows_by
from aftersales.services.search_words import index_customer, index_project, index_sign


class NewContact(Input):
    name: needed_text(80)
    phone: phone_text(40) = ""
    email: text(200) = ""
    title: text(80) = ""


class NewCustomer(Input):
    name: needed_text(120)
    is_key: bool = False
    province: text(40) = ""
    city: text(40) = ""
    address: text(200) = ""
    office_id: int | None = None
    contact: NewContact | None = None


class NewProject(Input):
    code: needed_text(40)
    name: needed_text(160)
    customer_id: int
    office_id: int
    team_id: int | None = None
    address: text(200) = ""
    handover_on: date | None = None
    warranty_months: int | None = Field(default=None, ge=0, le=1200)
    warranty_source: TermSource = TermSource.CONTRACT


class NewSign(Input):
    code: needed_text(40)
    project_id: int
    sign_type_id: int
    place: text(160) = ""
    batch: text(40) = ""
    handover_on: date | None = None
    warranty_months: int | None = Field(default=None, ge=0, le=1200)
    is_main: bool | None = None
    remark: text(400) = ""


def add_customer(session: Session, *, actor: Actor, now: datetime, new: NewCustomer) -> Customer:
    """A new customer, with a contact where one is known. Raises InvalidInput for a name that exists."""
    ensure_may(actor, Action.KEEP_REGISTER)
    if rows_by(session, Customer, "name", new.name):
        raise InvalidInput(N_("There is a customer “{name}” already."), field="name", name=new.name)
    customer = Customer(**new.model_dump(exclude={"contact"}))
    session.add(customer)
    session.flush()
    assert customer.id is not None
    record_event(
        session, actor=actor, now=now, name="add_customer", subject="customer", subject_id=customer.id,
        data={"is_key": new.is_key, "office": new.office_id}, words={"name": new.name, "address": new.address},
    )  # fmt: skip
    if new.contact is not None:
        _add_contact(session, actor, now, customer.id, new.contact, is_main=True)
    index_customer(session, customer, is_new=True)
    return customer


def add_contact(session: Session, *, actor: Actor, now: datetime, customer_id: int, new: NewContact) -> Contact:
    """One more person to reach at a customer."""
    ensure_may(actor, Action.KEEP_REGISTER)
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound(N_("This customer is not in the register."))
    contact = _add_contact(session, actor, now, customer_id, new, is_main=False)
    index_customer(session, customer)
    return contact


def _add_contact(
    session: Session, actor: Actor, now: datetime, customer_id: int, new: NewContact, *, is_main: bool
) -> Contact:
    contact = Contact(customer_id=customer_id, phone_digits=digits_of(new.phone), is_main=is_main, **new.model_dump())
    session.add(contact)
    session.flush()
    assert contact.id is not None
    record_event(
        session, actor=actor, now=now, name="add_contact", subject="customer", subject_id=customer_id,
        data={"contact": contact.id}, words={"name": new.name, "phone": new.phone, "email": new.email},
    )  # fmt: skip
    return contact


def add_project(session: Session, *, actor: Actor, now: datetime, new: NewProject) -> Project:
    """A new project under its contract number."""
    ensure_may(actor, Action.KEEP_REGISTER)
    if rows_by(session, Project, "code", new.code):
        raise InvalidInput(N_("There is a project {code} already."), field="code", code=new.code)
    customer = session.get(Customer, new.customer_id)
    if customer is None or session.get(Office, new.office_id) is None:
        raise NotFound(N_("This customer is not in the register."))
    project = Project(**new.model_dump())
    session.add(project)
    session.flush()
    assert project.id is not None
    index_project(session, project, customer, is_new=True)
    record_event(
        session, actor=actor, now=now, name="add_project", subject="project", subject_id=project.id,
        data=new.model_dump(exclude={"name", "address"}), words={"name": new.name, "address": new.address},
    )  # fmt: skip
    return project


def add_sign(session: Session, *, actor: Actor, now: datetime, new: NewSign) -> Sign:
    """A new sign of a project, under its own code."""
    ensure_may(actor, Action.KEEP_REGISTER)
    if rows_by(session, Sign, "code", new.code):
        raise InvalidInput(N_("There is a sign {code} already."), field="code", code=new.code)
    pair = place_of_project(session, new.project_id)
    if pair is None:
        raise NotFound(N_("This project is not in the register."))
    if session.get(SignType, new.sign_type_id) is None:
        raise NotFound(N_("This sign type is not in the list."))
    sign = Sign(**new.model_dump())
    session.add(sign)
    session.flush()
    assert sign.id is not None
    index_sign(session, sign, *pair, is_new=True)
    record_event(
        session, actor=actor, now=now, name="add_sign", subject="sign", subject_id=sign.id,
        data=new.model_dump(exclude={"remark"}), words={"remark": new.remark},
    )  # fmt: skip
    return sign
