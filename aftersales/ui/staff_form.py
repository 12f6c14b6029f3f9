"""One person of the staff list: adding, changing, and their account."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.accounts import Place, StaffRow, list_offices_to_choose, list_teams_to_choose
from aftersales.queries.departments import list_departments
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Actor
from aftersales.services.accounts import add_account, reset_account
from aftersales.services.anonymous_staff import make_staff_anonymous
from aftersales.services.company import NewStaff, add_staff
from aftersales.services.sessions import end_all_sessions
from aftersales.services.staff import StaffChange, change_staff
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import as_typed, named, show, t

ROLES = [role for role in Role if role is not Role.SYSTEM]
FIRST_PASSWORD = "first_password"  # (sign-in name, password): shown once


def _draw_fields(row: StaffRow | None) -> dict[str, Any]:
    with reading() as session:
        offices, teams = list_offices_to_choose(session), list_teams_to_choose(session)
    key = f"staff_{row.id if row else 'new'}"
    name = st.text_input(t("Full name"), value=row.name if row else "", key=f"{key}_name", max_chars=80)
    name_en = st.text_input(t("Name in English"), value=row.name_en if row else "", key=f"{key}_name_en", max_chars=80)
    roles = st.multiselect(
        t("Roles"),
        ROLES,
        default=list(row.roles) if row else [],
        format_func=show,
        key=f"{key}_roles",
        select_all=False,
    )
    with reading() as session:
        departments = [Place(one.id, one.name, one.name_en) for one in list_departments(session)]
    left, right = st.columns(2)
    return {
        "name": name,
        "name_en": name_en,
        "roles": tuple(roles),
        "office_id": _choose(left, t("Office"), offices, row.office_id if row else None, f"{key}_office"),
        "team_id": _choose(right, t("Team"), teams, row.team_id if row else None, f"{key}_team"),
        "department_id": _choose(
            st, t("Department"), departments, row.department_id if row else None, f"{key}_department"
        ),
        "email": left.text_input(t("E-mail"), value=row.email if row else "", key=f"{key}_email", max_chars=200),
        "phone": right.text_input(t("Phone"), value=row.phone if row else "", key=f"{key}_phone", max_chars=40),
    }


def _choose(column: Any, label: str, places: list[Place], chosen: int | None, key: str) -> int | None:
    index = next((number for number, place in enumerate(places) if place.id == chosen), None)
    found = column.selectbox(
        label, places, index=index, format_func=lambda place: named(place.name, place.name_en), key=key,
        placeholder=t("none"),
    )  # fmt: skip
    return found.id if found else None


def draw_new_person(actor: Actor) -> None:
    """A person with roles and, if a sign-in name is typed, an account; all of it or nothing."""
    fields = _draw_fields(None)
    name = st.text_input(
        t("Sign-in name"), key="staff_new_sign_in", max_chars=80, help=t("Left empty: without an account for now.")
    )
    if st.button(t("Add"), type="primary", key="staff_new_save"):
        with errors_shown():
            with unit_of_work() as session:
                person = add_staff(session, actor=actor, now=utc_now(), new=NewStaff(**fields))
                first = (
                    add_account(session, actor=actor, now=utc_now(), staff_id=person.id or 0, name=name)
                    if name.strip()
                    else None
                )
            if first:
                st.session_state[FIRST_PASSWORD] = (name.strip().lower(), first)
            st.rerun()


def draw_person(actor: Actor, row: StaffRow) -> None:
    """Change what is known about them, then what their account allows."""
    fields = _draw_fields(row)
    is_active = st.toggle(t("Works here"), value=row.is_active, key=f"staff_{row.id}_active")
    if st.button(t("Save"), type="primary", key=f"staff_{row.id}_save"):
        with errors_shown():
            with unit_of_work() as session:
                change_staff(
                    session, actor=actor, now=utc_now(), staff_id=row.id, expected_version=row.version,
                    change=StaffChange(**fields, is_active=is_active),
                )  # fmt: skip
            st.rerun()
    if not row.is_active:
        _draw_anonymous(actor, row)
    st.subheader(t("Account"), anchor=False)
    if row.sign_in_name is None:
        _draw_no_account(actor, row)
    else:
        _draw_account(actor, row, row.sign_in_name)


def _draw_anonymous(actor: Actor, row: StaffRow) -> None:
    with st.popover(
        t("Make anonymous"), icon=":material/person_off:", type="tertiary", key=f"staff_{row.id}_anonymous"
    ):
        st.markdown(
            as_typed(t("Name, e-mail, phone, account and the trail's words about this person are erased; what they did "
                       "stays under a number. It can't be undone."))
        )  # fmt: skip
        if st.button(t("Make anonymous for good"), key=f"staff_{row.id}_anonymous_now", type="primary"):
            with errors_shown():
                with unit_of_work() as session:
                    make_staff_anonymous(
                        session, actor=actor, now=utc_now(), staff_id=row.id, expected_version=row.version
                    )
                st.rerun()


def _draw_no_account(actor: Actor, row: StaffRow) -> None:
    if not row.is_active:
        st.caption(t("Who does not work here any more gets no account."))
        return
    name = st.text_input(t("Sign-in name"), value=row.email, key=f"staff_{row.id}_sign_in", max_chars=80)
    if st.button(t("Make an account"), key=f"staff_{row.id}_account", icon=":material/key:"):
        with errors_shown():
            with unit_of_work() as session:
                first = add_account(session, actor=actor, now=utc_now(), staff_id=row.id, name=name)
            st.session_state[FIRST_PASSWORD] = (name.strip().lower(), first)
            st.rerun()


def _draw_account(actor: Actor, row: StaffRow, name: str) -> None:
    st.text(t("Sign-in name: {name}", name=name))
    with st.container(horizontal=True):
        if st.button(
            t("New first password"), key=f"staff_{row.id}_reset", icon=":material/lock_reset:",
            help=t("Ends all sessions, the lock-out and the second factor of this person."),
        ):  # fmt: skip
            with errors_shown():
                with unit_of_work() as session:
                    first = reset_account(session, actor=actor, now=utc_now(), staff_id=row.id)
                st.session_state[FIRST_PASSWORD] = (name, first)
                st.rerun()
        if st.button(t("Sign out everywhere"), key=f"staff_{row.id}_end", icon=":material/logout:"):
            with errors_shown():
                with unit_of_work() as session:
                    count = end_all_sessions(session, actor=actor, now=utc_now(), staff_id=row.id)
                st.toast(t("Sessions ended: {count}", count=count))
