"""Today's one calm list of the other records that ask for something; each opens its own page."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.due_records import DueRecord, DueRecords
from aftersales.rules.due import Due
from aftersales.ui.promise import promise_badge
from aftersales.ui.text import as_typed, t
from aftersales.ui.todo import draw_row_style

FIRST_ROWS = 6
_ALL = "due_records_all"


def draw_due_records(due: DueRecords, now: datetime) -> None:
    """The most pressing first; the others behind one button."""
    if not due.rows:
        return
    draw_row_style()
    shown = due.rows if st.session_state.get(_ALL) else due.rows[:FIRST_ROWS]
    with st.container(border=True, key="due_records", gap="xsmall"):
        st.markdown(f":material/event_upcoming: **{t('Also due')}** :gray[{due.total}]")
        for record in shown:
            _draw_record(record, now)
        if len(shown) < len(due.rows):
            st.button(
                t("Show all {count}", count=due.total), key="all_due_records", type="tertiary",
                icon=":material/unfold_more:", on_click=lambda: st.session_state.update({_ALL: True}),
            )  # fmt: skip
        elif len(shown) < due.total:
            st.caption(t("{count} more follow when these are done.", count=due.total - len(shown)))


def _draw_record(record: DueRecord, now: datetime) -> None:
    key = f"{record.source.kind}_{record.key}_{record.number}"
    with st.container(
        horizontal=True, key=f"todo_row_due_{key}", vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.markdown(
            f"{t(record.source.task)} {promise_badge(record.due_at, now, Due.RECORD)}\n\n"
            f":small[:gray[{as_typed(record.words)}]]"
        )
        if st.button(record.number, key=f"open_due_{key}", type="tertiary"):
            st.switch_page(record.source.page, query_params={record.source.parameter: record.key})
