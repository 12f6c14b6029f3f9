"""The demo's three staged cases, each one press away; nothing where this is no demo."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.staged import DANGER, PROMISE, RECURRENCE, find_staged
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.navigation import open_request
from aftersales.ui.page import reading
from aftersales.ui.text import t

_CASES = {
    PROMISE: (N_("A hospital's sign, minutes from a broken promise"), ":material/timer:"),
    RECURRENCE: (N_("The same sign fails a third time"), ":material/replay:"),
    DANGER: (N_("A danger after a storm"), ":material/thunderstorm:"),
}


def draw_show_me(actor: Actor) -> None:
    """Only for who may open every request."""
    if not may(actor, Action.SEE_REQUESTS):
        return
    with reading() as session:
        staged = find_staged(session)
    if not staged:
        return
    with st.container(horizontal=True, key="show_me", vertical_alignment="center"):
        st.markdown(f":gray[{t('Show me:')}]", width="content")
        for case, (label, icon) in _CASES.items():
            if case in staged and st.button(t(label), key=f"show_{case}", icon=icon):
                open_request(staged[case])
