"""What stands beside every page: who is here, and the language switch."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from aftersales.rules.roles import Actor
from aftersales.ui.keep import keep_in_cookie
from aftersales.ui.text import LANGUAGE_KEY, LANGUAGE_NAMES, as_typed, current_language, named, show
from aftersales.ui.who import keep_person

# A Material symbol as the tab's icon would be fetched from the internet.
PRODUCT_ICON = str(Path(__file__).with_name("icon.png"))
_SWITCH = "language_switch"


def _switched() -> None:
    chosen = st.session_state[_SWITCH]
    if chosen:  # the chosen one pressed again would leave none
        st.session_state[LANGUAGE_KEY] = chosen


def draw_sidebar(actor: Actor | None) -> None:
    st.logo(PRODUCT_ICON, size="large")
    with st.sidebar:
        if actor:
            name = as_typed(named(actor.name, actor.name_en))
            roles = as_typed(show(tuple(sorted(actor.roles))))
            st.markdown(f":material/account_circle: **{name}**  \n:small[:gray[{roles}]]")
        st.session_state[_SWITCH] = current_language()
        st.segmented_control(
            "中文 / English",
            LANGUAGE_NAMES,
            format_func=LANGUAGE_NAMES.__getitem__,
            key=_SWITCH,
            on_change=_switched,
            label_visibility="collapsed",
        )
        if st.session_state.get(LANGUAGE_KEY):
            keep_in_cookie("/language", to=st.session_state[LANGUAGE_KEY])
        keep_person()
