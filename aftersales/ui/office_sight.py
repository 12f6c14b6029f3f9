"""Which offices see their own region's requests only."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.visible import list_office_sights
from aftersales.rules.roles import Actor
from aftersales.services.office_sight import set_office_sight
from aftersales.ui.page import errors_shown, reading, unit_of_work
from aftersales.ui.text import named, t


def draw_office_sights(actor: Actor) -> None:
    """One switch an office; saved together. For a dialog."""
    with reading() as session:
        sights = list_office_sights(session, actor)
    st.caption(
        t("An office that is switched on sees the requests of its own region, and those it registered itself. "
          "People with a further role that sees all requests still see all.")
    )  # fmt: skip
    wanted = {
        sight.id: st.toggle(
            t("{office} sees only {region}", office=named(sight.name, sight.name_en),
              region=named(sight.region, sight.region_en)),
            value=sight.sees_region_only, key=f"office_sight_{sight.id}",
        )
        for sight in sights
    }  # fmt: skip
    if st.button(t("Save"), key="office_sight_save", type="primary"):
        with errors_shown():
            with unit_of_work() as session:
                for office_id, only in wanted.items():
                    set_office_sight(session, actor=actor, now=utc_now(), office_id=office_id, sees_region_only=only)
            st.rerun()
