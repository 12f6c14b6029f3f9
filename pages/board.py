"""Dispatch board: who goes where, and what will be late?"""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from aftersales.clock import utc_now
from aftersales.config import service_zone
from aftersales.queries.board import list_board
from aftersales.queries.load import list_load
from aftersales.queries.where import list_places
from aftersales.ui.board_columns import draw_board_style, draw_columns, opened_request
from aftersales.ui.board_load import draw_load
from aftersales.ui.drawer import open_drawer
from aftersales.ui.page import reading
from aftersales.ui.text import t
from aftersales.ui.where import draw_where
from aftersales.ui.who import actor_here

actor = actor_here()
with reading() as session:
    offices, teams = list_places(session)

st.title(t("Dispatch board"))
draw_board_style()
with st.container(horizontal=True, vertical_alignment="center"):
    where = draw_where(offices, teams)
    day = st.segmented_control(
        t("Day"), (0, 1, 2), format_func=lambda ahead: (t("today"), t("tomorrow"), t("the day after"))[ahead],
        default=0, required=True, key="load_day", label_visibility="collapsed",
    )  # fmt: skip


def day_of(now: datetime, ahead: int) -> tuple[datetime, datetime]:
    """The midnights around a day in the service time zone."""
    here = now.astimezone(service_zone())
    start = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
    return start, start + timedelta(days=1)


@st.fragment(run_every="10s")
def draw_live() -> None:
    """Drawn again by itself; the drawer and what is typed in it stay, since they stand outside."""
    now = utc_now()
    from_at, to_at = day_of(now, day or 0)
    with reading() as session:
        board = list_board(
            session, actor, office_id=where.office_id, team_id=where.team_id, region=where.region, now=now
        )
        loads = list_load(session, actor, from_at=from_at, to_at=to_at, where=where)
    summary = [
        t("Open: {count}", count=board.total),
        f":red[:material/error: {t('Late: {count}', count=board.late)}]" if board.late else t("Nothing is late"),
        f":orange[:material/timer: {t('Due within the hour: {count}', count=board.soon)}]" if board.soon else "",
    ]
    st.markdown(" · ".join(part for part in summary if part))
    if board.total:
        draw_columns(board, actor, now)
    else:
        st.info(t("Nothing is open here. New requests appear by themselves."), icon=":material/check_circle:")
    st.subheader(t("Who is free?"), anchor=False)
    if loads:
        draw_load(loads, from_at=from_at, to_at=to_at, now=now)
    else:
        st.info(t("There are no technicians here."), icon=":material/info:")


draw_live()
opened = opened_request()
if opened is not None:
    open_drawer(actor, opened)
