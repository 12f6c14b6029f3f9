"""Pages of the trail: from the newest event back, each begun behind the last one's end."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.trail import TrailFilter, TrailRow, list_trail
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading
from aftersales.ui.text import t

ON_PAGE = 100
_ENDS, _OF = "trail_ends", "trail_of"


def read_page(actor: Actor, wanted: TrailFilter) -> tuple[list[TrailRow], bool]:
    """The page's rows, and whether older ones follow. Another choice begins at the newest again."""
    if st.session_state.get(_OF) != wanted or _ENDS not in st.session_state:
        st.session_state[_OF], st.session_state[_ENDS] = wanted, []
    ends: list[int] = st.session_state[_ENDS]
    with reading() as session:
        rows = list_trail(session, actor, wanted, limit=ON_PAGE + 1, before_id=ends[-1] if ends else None)
    return rows[:ON_PAGE], len(rows) > ON_PAGE


def _newer() -> None:
    st.session_state[_ENDS].pop()


def draw_turning(rows: list[TrailRow], has_older: bool) -> None:
    """Back and forth; nothing where all fits one page."""
    ends: list[int] = st.session_state[_ENDS]
    if not ends and not has_older:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="trail_turning"):
        st.button(
            t("Newer"),
            key="trail_newer",
            icon=":material/chevron_left:",
            disabled=not ends,
            on_click=lambda: ends.__delitem__(-1),
        )
        st.button(
            t("Older"), key="trail_older", icon=":material/chevron_right:", disabled=not has_older,
            on_click=ends.append, args=(rows[-1].id if rows else 0,),
        )  # fmt: skip
        st.caption(t("Page {page}", page=len(ends) + 1))
