"""Dispatch board: who goes where, and what will be late?"""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from aftersales.clock import utc_now
from aftersales.config import service_zone
from aftersales.queries.board import list_board
from aftersales.queries.load import list_load
from aftersales.queries.where import list_places
from aftersales.ui.board_columns import draw_board_style, draw_columns, draw_nearness_filter, opened_request
from aftersales.ui.board_load import draw_load
from aftersales.ui.drawer import open_drawer
from aftersales.ui.page import reading
from aftersales.ui.text import t
from aftersales.ui.where import draw_where
from aftersales.ui.who import actor_here

DAY = "load_day"

actor = actor_here()
with reading() as session:
    offices, teams = list_places(session)

st.title(t("Dispatch board"))
draw_board_style()
where = draw_where(offices, teams)


def day_of(now: datetime, ahead: int) -> tuple[datetime, datetime]:
    """The midnights around a day in the service time zone."""
    here = now.astimezone(service_zone())
    start = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
    return start, start + timedelta(days=1)


@st.fragment(run_every="10s")
def draw_live() -> None:
    """Drawn again by itself; the drawer and what is typed in it stay, since they stand outside."""
    now = utc_now()
    ahead = st.session_state.get(DAY) or 0
    from_at, to_at = day_of(now, ahead)
    with reading() as session:
        board = list_board(
            session, actor, office_id=where.office_id, team_id=where.team_id, region=where.region, now=now
        )
        loads = list_load(session, actor, from_at=from_at, to_at=to_at, where=where)
    if board.total:
        draw_columns(board, actor, now, draw_nearness_filter(board))
    else:
        st.info(t("Nothing is open here. New requests appear by themselves."), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(t("Who is free?"), anchor=False, width="content")
        st.segmented_control(
            t("Day"), (0, 1, 2), format_func=lambda days: (t("today"), t("tomorrow"), t("the day after"))[days],
            default=0, required=True, key=DAY, label_visibility="collapsed",
        )  # fmt: skip
    if loads:
        draw_load(loads, from_at=from_at, to_at=to_at, now=now)
    else:
        st.info(t("There are no technicians here."), icon=":material/info:")


draw_live()
opened = opened_request()
if opened is not None:
    open_drawer(actor, opened)
