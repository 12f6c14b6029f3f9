"""Adding an office with its region, or a maintenance team at an office. For a dialog."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import InvalidInput
from aftersales.queries.accounts import list_offices_to_choose
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.company import add_office, add_team
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import named, t


def draw_new_office(actor: Actor) -> None:
    office, team = st.tabs([t("Office"), t("Team")])
    with office:
        _draw_office(actor)
    with team:
        _draw_team(actor)


def _draw_office(actor: Actor) -> None:
    name = st.text_input(t("Name"), key="office_new_name", max_chars=80)
    name_en = st.text_input(t("Name in English"), key="office_new_name_en", max_chars=80)
    region = st.text_input(t("Region"), key="office_new_region", max_chars=40)
    region_en = st.text_input(t("Region in English"), key="office_new_region_en", max_chars=40)
    if st.button(t("Add"), type="primary", key="office_new_save"):
        with errors_shown():
            with unit_of_work() as session:
                add_office(
                    session, actor=actor, now=utc_now(), name=name, name_en=name_en, region=region, region_en=region_en
                )
            st.rerun()


def _draw_team(actor: Actor) -> None:
    with reading() as session:
        offices = list_offices_to_choose(session)
    name = st.text_input(t("Name"), key="team_new_name", max_chars=80)
    name_en = st.text_input(t("Name in English"), key="team_new_name_en", max_chars=80)
    office = st.selectbox(
        t("Office"), offices, format_func=lambda place: named(place.name, place.name_en), key="team_new_office"
    )
    if st.button(t("Add"), type="primary", key="team_new_save"):
        with errors_shown():
            if office is None:
                raise InvalidInput(N_("Add an office first."), field="office_id")
            with unit_of_work() as session:
                add_team(session, actor=actor, now=utc_now(), name=name, name_en=name_en, office_id=office.id)
            st.rerun()
