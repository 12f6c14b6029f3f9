"""Staff and accounts: who works here, in which roles, and who can sign in."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.accounts import StaffRow, list_staff
from aftersales.ui.department_form import draw_department_leads
from aftersales.ui.office_form import draw_new_office
from aftersales.ui.office_sight import draw_office_sights
from aftersales.ui.page import reading
from aftersales.ui.staff_form import FIRST_PASSWORD, draw_new_person, draw_person
from aftersales.ui.text import named, show, t
from aftersales.ui.who import actor_here

actor = actor_here()
st.title(t("Staff and accounts"))
with reading() as session:
    rows = list_staff(session, actor)


def sign_in_state(row: StaffRow) -> str:
    if not row.is_active:
        return t("left")
    if row.sign_in_name is None:
        return t("no account")
    if row.must_change:
        return t("first password not changed yet")
    return t("with second factor") if row.has_second_factor else t("can sign in")


if FIRST_PASSWORD in st.session_state:
    name, first = st.session_state[FIRST_PASSWORD]
    with st.container(border=True, key="first_password_shown"):
        st.markdown(
            t(
                "Give this first password to the person. It is shown only here and now, and has to be changed at the "
                "first sign-in."
            )
        )
        st.text(t("Sign-in name: {name}", name=name))
        st.code(first, language=None)
        if st.button(t("I have passed it on"), key="first_password_passed_on"):
            del st.session_state[FIRST_PASSWORD]
            st.rerun()


@st.dialog(t("Add a person"), position="right")
def add_dialog() -> None:
    draw_new_person(actor)


@st.dialog(t("Change a person"), position="right")
def change_dialog(row: StaffRow) -> None:
    draw_person(actor, row)


@st.dialog(t("Add an office or a team"))
def office_dialog() -> None:
    draw_new_office(actor)


@st.dialog(t("What offices see"))
def sight_dialog() -> None:
    draw_office_sights(actor)


@st.dialog(t("Who leads the departments"))
def lead_dialog() -> None:
    draw_department_leads(actor)


with st.container(horizontal=True, vertical_alignment="bottom"):
    looked_for = (
        st.text_input(t("Find a person"), key="staff_find", placeholder=t("Name, e-mail or sign-in name"), width=320)
        .strip()
        .lower()
    )
    if st.button(t("Add a person"), key="staff_add", icon=":material/person_add:", type="primary"):
        add_dialog()
    if st.button(t("Add an office or a team"), key="office_add", icon=":material/add_home_work:"):
        office_dialog()
    if st.button(t("What offices see"), key="staff_office_sight", icon=":material/visibility:"):
        sight_dialog()
    if st.button(t("Who leads the departments"), key="staff_departments", icon=":material/lan:"):
        lead_dialog()

shown = [
    row for row in rows
    if any(looked_for in text.lower() for text in (row.name, row.name_en, row.email, row.sign_in_name or ""))
]  # fmt: skip
if not shown:
    st.info(t("Nobody is found by this."), icon=":material/search_off:")
    st.stop()
st.caption(t("Choose a row to change the person or their account."))
chosen = st.dataframe(
    {
        t("Full name"): [named(row.name, row.name_en) for row in shown],
        t("Roles"): [show(row.roles) for row in shown],
        t("Office"): [named(row.office, row.office_en) for row in shown],
        t("Sign-in name"): [row.sign_in_name or "" for row in shown],
        t("Sign-in"): [sign_in_state(row) for row in shown],
    },
    hide_index=True,
    on_select="rerun",
    selection_mode="single-row",
    key="staff_table",
    column_config={t("Roles"): st.column_config.TextColumn(width="medium")},
)
picked = chosen.selection.rows
if picked and picked[0] < len(shown) and st.session_state.get("staff_opened") != (picked[0], looked_for):
    st.session_state["staff_opened"] = (picked[0], looked_for)
    change_dialog(shown[picked[0]])
elif not picked:
    st.session_state.pop("staff_opened", None)
