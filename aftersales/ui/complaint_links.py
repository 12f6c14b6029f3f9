"""The ways to a complaint from a request: those that hang on it, and the form for another (5.1(2))."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aftersales.queries.request_view import RequestView
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.complaint_look import complaint_address, complaint_badge, kind_words
from aftersales.ui.text import t


def draw_request_complaints(view: RequestView, actor: Actor, ways: DeltaGenerator) -> None:
    """Each with its stage; to `ways` the button for who may write one down."""
    if not may(actor, Action.SEE_REQUESTS):
        return
    for number, kind, state in view.links.complaints:
        st.markdown(f"{kind_words(kind)} [{number}]({complaint_address(number)}) {complaint_badge(state)}")
    if may(actor, Action.REGISTER_COMPLAINT) and ways.button(
        t("Register a complaint"), key="complaint_of_request", type="tertiary", icon=":material/person_alert:"
    ):
        st.switch_page("complaints.py", query_params={"new": "1", "request": view.request.number})
