"""Told when somebody else changes the request that is on the screen; nothing is redrawn under the hands."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.request_view import RequestView, find_version
from aftersales.ui.page import reading
from aftersales.ui.text import t
from aftersales.ui.who import is_whole_page


@st.fragment(run_every="20s")
def draw_watch(view: RequestView) -> None:
    """Looks at the version only; while the whole page is drawn that has just been read."""
    if is_whole_page():
        return
    with reading() as session:
        version = find_version(session, view.id)
    if version is None or version == view.request.version:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(t("Somebody changed this request meanwhile."), icon=":material/sync:")
        if st.button(t("Show it anew"), key="show_anew"):
            st.rerun()
