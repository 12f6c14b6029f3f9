"""Whether we keep our promise: one share, and the numbers behind it, each of which opens its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from aftersales.queries.kept import MOST_ROWS, Arrival, Arrivals, Kept
from aftersales.ui.moments import show_time
from aftersales.ui.navigation import open_request
from aftersales.ui.promise import kept_badge, promise_badge
from aftersales.ui.text import as_typed, t


def draw_kept(kept: Kept, list_rows: Callable[[Arrivals], Sequence[Arrival]], now: datetime) -> None:
    """Arrivals of the last 30 days."""
    st.subheader(t("Do we arrive as promised?"), anchor=False)
    counts = {
        Arrivals.KEPT: t("Kept: {count}", count=kept.kept),
        Arrivals.LATE: t("Late: {count}", count=kept.late),
        Arrivals.ALL: t("Received: {count}", count=kept.received),
    }
    with st.container(horizontal=True, vertical_alignment="center", key="kept"):
        st.metric(
            t("Kept, 30 days"), "—" if kept.share is None else f"{100 * kept.share:.1f} %", border=True, width=220,
            help=t("Of the requests of the last 30 days whose arrival is decided."),
        )  # fmt: skip
        chosen = st.pills(
            t("Show the requests"), list(counts), format_func=counts.__getitem__, key="kept_rows", width="content"
        )
    if chosen is None:
        return
    rows = list_rows(chosen)
    with st.container(border=True, gap="xsmall"):
        for row in rows:
            _draw_row(row, now)
        if len(rows) == MOST_ROWS:
            st.caption(t("The newest {count}.", count=MOST_ROWS))


def _draw_row(row: Arrival, now: datetime) -> None:
    with st.container(
        horizontal=True, key=f"todo_row_kept_{row.number}", horizontal_alignment="distribute",
        vertical_alignment="center",
    ):  # fmt: skip
        badge = ""
        if row.due_at and row.arrived_at:
            badge = kept_badge(row.due_at, row.arrived_at)
        elif row.due_at:
            badge = promise_badge(row.due_at, now)
        st.markdown(f"**{as_typed(row.customer)}** {badge}  \n:small[:gray[{show_time(row.received_at, now)}]]")
        if st.button(row.number, key=f"kept_{row.number}", type="tertiary"):
            open_request(row.number)
