"""Notices: what was I told, and have I seen it?"""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.notices import list_notices
from aftersales.services.notices import mark_read
from aftersales.ui.notices import draw_notices
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
st.title(t("Notices"))


def read_all() -> None:
    with unit_of_work() as session:
        mark_read(session, actor=actor, now=utc_now())


@st.fragment(run_every="30s")
def draw_live() -> None:
    now = utc_now()
    with reading() as session:
        told = list_notices(session, actor)
    unread = [notice for notice in told if notice.read_at is None]
    if not told:
        st.info(
            t("You have not been told anything yet. What becomes due soon or late, and jobs sent to you, appear here."),
            icon=":material/notifications:",
        )
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(t("Unread: {count}", count=len(unread)) if unread else t("All read"))
        if unread:
            st.button(t("Mark all read"), key="read_all", icon=":material/done_all:", on_click=read_all)
    draw_notices(told, actor, now)


draw_live()
