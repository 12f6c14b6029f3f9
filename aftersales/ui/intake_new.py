"""Customer, contact, project or sign made on the way: each in a small dialog, what was typed before stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.models import Office
from aftersales.queries.choices import list_offices, list_sign_types
from aftersales.queries.place import PlaceView, list_contacts
from aftersales.rules.kinds import TermSource
from aftersales.rules.roles import Actor
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
from aftersales.ui import intake_state as state
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import named, show, t


def offer_new(actor: Actor, place: PlaceView | None) -> None:
    """The buttons that fit what is known so far."""
    if place is None:
        _button(t("New customer"), "customer", ":material/domain_add:", new_customer, actor)
        return
    _button(t("New contact"), "contact", ":material/person_add:", new_contact, actor, place)
    if place.project_id is None:
        _button(t("New project"), "project", ":material/create_new_folder:", new_project, actor, place)
    elif place.sign_id is None:
        _button(t("New sign"), "sign", ":material/add_location_alt:", new_sign, actor, place)


def _button(label: str, key: str, icon: str, dialog: Callable[..., None], *values: Any) -> None:
    if st.button(label, key=f"new_{key}", icon=icon, type="tertiary"):
        dialog(*values)


def new_customer(actor: Actor) -> None:
    st.dialog(t("New customer"), icon=":material/domain_add:")(_new_customer)(actor)


def new_contact(actor: Actor, place: PlaceView) -> None:
    st.dialog(t("New contact"), icon=":material/person_add:")(_new_contact)(actor, place)


def new_project(actor: Actor, place: PlaceView) -> None:
    st.dialog(t("New project"), icon=":material/create_new_folder:")(_new_project)(actor, place)


def new_sign(actor: Actor, place: PlaceView) -> None:
    st.dialog(t("New sign"), icon=":material/add_location_alt:")(_new_sign)(actor, place)


@contextmanager
def _saving() -> Iterator[Session]:
    """One transaction; afterwards the dialog closes. An error stays inside it, beside what was typed."""
    with errors_shown():
        with unit_of_work() as session:
            yield session
        st.rerun()


def _office_field(offices: list[Office], usual: int | None, key: str) -> int | None:
    at = next((number for number, office in enumerate(offices) if office.id == usual), 0)
    chosen = st.selectbox(
        t("Office"), offices, index=at, key=key, format_func=lambda one: named(one.name, one.name_en)
    )  # fmt: skip
    return chosen.id if chosen else None


def _new_customer(actor: Actor) -> None:
    with reading() as session:
        offices = list_offices(session)
    with st.form("form_new_customer", border=False, enter_to_submit=True):
        name = st.text_input(t("Name"), max_chars=120, key="new_customer_name")
        left, right = st.columns(2)
        city = left.text_input(t("City"), max_chars=40, key="new_customer_city")
        address = right.text_input(t("Address"), max_chars=200, key="new_customer_address")
        left, right = st.columns(2)
        contact = left.text_input(
            t("Contact"), max_chars=80, value=state.typed("contact_name"), key="new_customer_contact"
        )
        phone = right.text_input(
            t("Phone"), max_chars=40, type="phone", placeholder="", value=state.typed("contact_phone"),
            key="new_customer_phone",
        )  # fmt: skip
        office_id = _office_field(offices, actor.office_id, "new_customer_office")
        is_key = st.checkbox(t("Key customer"), key="new_customer_is_key")
        if not st.form_submit_button(t("Save and go on"), type="primary", width="stretch"):
            return
    with _saving() as session:
        person = NewContact(name=contact, phone=phone) if contact or phone else None
        new = NewCustomer(
            name=name, city=city, address=address, office_id=office_id, is_key=is_key, contact=person
        )  # fmt: skip
        customer = add_customer(session, actor=actor, now=utc_now(), new=new)
        state.choose(customer.id or 0)
        state.fill_contact(contact, phone)


def _new_contact(actor: Actor, place: PlaceView) -> None:
    with st.form("form_new_contact", border=False):
        name = st.text_input(t("Name"), max_chars=80, value=state.typed("contact_name"), key="new_contact_name")
        phone = st.text_input(
            t("Phone"), max_chars=40, type="phone", placeholder="", value=state.typed("contact_phone"),
            key="new_contact_phone",
        )  # fmt: skip
        title = st.text_input(t("Position"), max_chars=80, key="new_contact_title")
        email = st.text_input(t("E-mail"), max_chars=200, type="email", key="new_contact_email")
        if not st.form_submit_button(t("Save and go on"), type="primary", width="stretch"):
            return
    with _saving() as session:
        new = NewContact(name=name, phone=phone, title=title, email=email)
        known = list_contacts(session, actor, place, limit=200)
        if not any((one.name, one.phone) == (new.name, new.phone) for one in known):  # a second click
            add_contact(session, actor=actor, now=utc_now(), customer_id=place.customer_id, new=new)
        state.fill_contact(new.name, new.phone)


def _new_project(actor: Actor, place: PlaceView) -> None:
    with reading() as session:
        offices = list_offices(session)
    with st.form("form_new_project", border=False):
        left, right = st.columns([2, 3])
        code = left.text_input(t("Contract number"), max_chars=40, key="new_project_code")
        name = right.text_input(t("Name"), max_chars=160, key="new_project_name")
        address = st.text_input(t("Address"), max_chars=200, key="new_project_address")
        handover_on, months = _warranty_fields("new_project")
        source = st.selectbox(
            t("Source of the warranty terms"), [TermSource.CONTRACT, TermSource.TENDER], format_func=show,
            key="new_project_source",
        )  # fmt: skip
        office_id = _office_field(offices, place.customer_office_id or actor.office_id, "new_project_office")
        if not st.form_submit_button(t("Save and go on"), type="primary", width="stretch"):
            return
    with _saving() as session:
        new = NewProject(
            code=code, name=name, customer_id=place.customer_id, office_id=office_id or 0, address=address,
            handover_on=handover_on, warranty_months=months, warranty_source=source,
        )  # fmt: skip
        project = add_project(session, actor=actor, now=utc_now(), new=new)
        state.choose(place.customer_id, project.id)


def _new_sign(actor: Actor, place: PlaceView) -> None:
    with reading() as session:
        types = list_sign_types(session)
    if not types:
        st.info(t("There are no sign types yet. Import the register of signs, or add them on the command line."))
        return
    with st.form("form_new_sign", border=False):
        left, right = st.columns([2, 3])
        code = left.text_input(t("Code"), max_chars=40, key="new_sign_code")
        kind = right.selectbox(
            t("Sign type"), types, key="new_sign_type", format_func=lambda one: named(one.name, one.name_en)
        )
        where = st.text_input(
            t("Place"), max_chars=160, key="new_sign_place", placeholder=t("Building, floor, side")
        )  # fmt: skip
        st.caption(t("Only where the sign differs from its project:"))
        handover_on, months = _warranty_fields("new_sign")
        if not st.form_submit_button(t("Save and go on"), type="primary", width="stretch"):
            return
    with _saving() as session:
        new = NewSign(
            code=code, project_id=place.project_id or 0, sign_type_id=kind.id or 0, place=where,
            handover_on=handover_on, warranty_months=months,
        )  # fmt: skip
        sign = add_sign(session, actor=actor, now=utc_now(), new=new)
        state.choose(place.customer_id, place.project_id, sign.id)


def _warranty_fields(form: str) -> tuple[Any, int | None]:
    left, right = st.columns(2)
    handover_on = left.date_input(t("Handover"), value=None, format="YYYY-MM-DD", key=f"{form}_handover")
    months = right.number_input(
        t("Warranty months"), value=None, min_value=0, max_value=1200, step=1, key=f"{form}_months"
    )  # fmt: skip
    return handover_on, months
