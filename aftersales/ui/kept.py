"""The few numbers that say whether we keep our promise; each opens its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from aftersales.queries.kept import Kept, LateArrival
from aftersales.ui.moments import show_time
from aftersales.ui.navigation import open_request
from aftersales.ui.promise import kept_badge, promise_badge
from aftersales.ui.text import as_typed, show, t


def draw_kept(kept: Kept, list_late: Callable[[], Sequence[LateArrival]], now: datetime) -> None:
    """Arrivals of the last 30 days."""
    st.subheader(t("Do we arrive as promised?"), anchor=False)
    share = kept.share
    with st.grid(columns="auto", min_column_width=170):
        st.metric(
            t("Kept, 30 days"), "—" if share is None else f"{100 * share:.1f} %", border=True,
            help=t("Of the requests of the last 30 days whose arrival is decided."),
        )  # fmt: skip
        st.metric(t("Kept"), show(kept.kept), border=True)
        st.metric(t("Late"), show(kept.late), border=True)
        st.metric(t("Requests received"), show(kept.received), border=True)
    if not kept.late:
        return
    if st.toggle(t("Show the late ones ({count})", count=kept.late), key="late_rows"):
        with st.container(border=True, gap="xsmall"):
            for row in list_late():
                _draw_late(row, now)


def _draw_late(row: LateArrival, now: datetime) -> None:
    with st.container(horizontal=True, key=f"todo_row_late_{row.number}", horizontal_alignment="distribute"):
        badge = kept_badge(row.due_at, row.arrived_at) if row.arrived_at else promise_badge(row.due_at, now)
        st.markdown(f"**{as_typed(row.customer)}** {badge} :small[:gray[{show_time(row.due_at, now)}]]")
        if st.button(row.number, key=f"late_{row.number}", type="tertiary"):
            open_request(row.number)
