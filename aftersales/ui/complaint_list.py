"""The complaints by stage: who has not heard of us yet stands first (5.2(4))."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.complaints import ComplaintLine, count_complaints, list_complaints
from aftersales.rules.complaint import COMPLAINT, OPEN_COMPLAINTS, ComplaintState
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.complaint_look import complaint_address, complaint_badge, feedback_badge, kind_words
from aftersales.ui.navigation import request_address
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, named, show, t

ALL_OPEN = "open"
_FIRST = 24
_LONG = 90


def draw_complaints(actor: Actor, now: datetime) -> None:
    """A choice of stages with how many stand in each, and the complaints of the chosen one."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.title(t("Complaints"), anchor=False)
        if may(actor, Action.REGISTER_COMPLAINT) and st.button(
            t("Register a complaint"), key="new_complaint", type="primary", icon=":material/add:"
        ):
            st.query_params.from_dict({"new": "1"})
            st.rerun()
    with reading() as session:
        counts = count_complaints(session, actor)
    if not counts:
        st.info(
            t("Nobody has complained yet. A bad mark for manners in a survey begins a complaint by itself."),
            icon=":material/sentiment_satisfied:",
        )
        return
    total = sum(counts.get(state, 0) for state in OPEN_COMPLAINTS)
    labels = {ALL_OPEN: f"{t('All open ones')} {total}"} | {
        str(state): f"{t(label)} {counts[state]}" for state, label in COMPLAINT.labels.items() if counts.get(state)
    }
    chosen = st.pills(
        t("Stage"), list(labels), format_func=labels.__getitem__, default=ALL_OPEN, required=True,
        key="complaints_stage", label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    with reading() as session:
        rows = list_complaints(session, actor, state=None if chosen in (None, ALL_OPEN) else ComplaintState(chosen))
    if not rows:
        st.info(t("No complaint is open."), icon=":material/task_alt:")
        return
    _draw_rows(rows, now)


def _draw_rows(rows: list[ComplaintLine], now: datetime) -> None:
    shown = rows if st.session_state.get("complaints_all") else rows[:_FIRST]
    with st.grid(columns="auto", min_column_width=320):
        for row in shown:
            with st.container(border=True, gap="xsmall", key=f"complaint_{row.number}"):
                st.markdown(_card(row, now))
    if len(shown) < len(rows):
        st.button(
            t("Show all {count}", count=len(rows)), type="tertiary", key="show_all_complaints",
            on_click=lambda: st.session_state.update(complaints_all=True),
        )  # fmt: skip


def _card(row: ComplaintLine, now: datetime) -> str:
    words = row.words.replace("\n", " ")
    words = words if len(words) <= _LONG else words[: _LONG - 1] + "…"
    owner = as_typed(named(*row.owner)) if row.owner else t("nobody named yet")
    request = f" · [{row.request_number}]({request_address(row.request_number)})" if row.request_number else ""
    feedback = feedback_badge(row.state, row.feedback_due_at, row.first_feedback_at, now)
    return (
        f"[**{row.number}**]({complaint_address(row.number)}) {complaint_badge(row.state)} {feedback}  \n"
        f"{as_typed(row.customer)} · {kind_words(row.kind)}  \n{as_typed(words)}  \n"
        f":small[:gray[{show(row.received_at)} · :material/person: {owner}{request}]]"
    )
