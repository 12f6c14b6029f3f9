"""Which customer, project or sign a form is about: found while typing, kept in the address, changed by a button."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.place import PlaceView, get_place
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading
from aftersales.ui.place_address import address_of
from aftersales.ui.place_card import draw_place
from aftersales.ui.search_box import Hit, search_box
from aftersales.ui.text import t

NEW = {"new": "1"}  # the address of a page's form


def draw_place_choice(
    actor: Actor, place: PlaceView | None, *, area: str, label: str, focus: bool = True, kept: tuple[str, ...] = ()
) -> None:
    """The search, or the card of what was chosen. `area` names its keys; `kept` of the address stay with a choice."""
    if place is None:
        search_box(area, actor, lambda hit: _choose(actor, hit, kept), label=label, focus=focus)
        return
    with st.container(border=True, key=f"{area}_card", gap="small"):
        draw_place(place)
        if st.button(t("Choose another"), key=f"{area}_other", type="tertiary", icon=":material/search:"):
            st.query_params.from_dict(NEW)
            st.session_state.pop(f"{area}_typed", None)
            st.rerun()


def _choose(actor: Actor, hit: Hit, kept: tuple[str, ...]) -> None:
    with reading() as session:
        place = get_place(session, actor, customer_id=hit.customer_id, project_id=hit.project_id, sign_id=hit.sign_id)
    stays = {key: value for key, value in st.query_params.items() if key in kept}
    st.query_params.from_dict(NEW | stays | address_of(place))
