"""The complaints by stage: who has not heard of us yet stands first (5.2(4))."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.complaints import ComplaintLine, count_complaints, list_complaints
from aftersales.rules.complaint import COMPLAINT, OPEN_COMPLAINTS
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.complaint_look import complaint_address, complaint_badge, feedback_badge, kind_words, told_words
from aftersales.ui.navigation import request_address
from aftersales.ui.page import reading
from aftersales.ui.record_list import choose_state, draw_cards
from aftersales.ui.text import as_typed, named, show, t

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
    state = choose_state(t("Stage"), COMPLAINT.labels, counts, OPEN_COMPLAINTS, key="complaints_stage")
    with reading() as session:
        rows = list_complaints(session, actor, state=state)
    if not rows:
        st.info(t("No complaint is open."), icon=":material/task_alt:")
        return
    draw_cards(rows, lambda row: _card(row, now), kind="complaint", many="complaints", width=320)


def _card(row: ComplaintLine, now: datetime) -> str:
    words = told_words(row.kind, row.words).replace("\n", " ")
    words = words if len(words) <= _LONG else words[: _LONG - 1] + "…"
    owner = as_typed(named(*row.owner)) if row.owner else t("nobody named yet")
    request = f" · [{row.request_number}]({request_address(row.request_number)})" if row.request_number else ""
    feedback = feedback_badge(row.state, row.feedback_due_at, row.first_feedback_at, now)
    return (
        f"[**{row.number}**]({complaint_address(row.number)}) {complaint_badge(row.state)} {feedback}  \n"
        f"{as_typed(row.customer)} · {kind_words(row.kind)}  \n{as_typed(words)}  \n"
        f":small[:gray[{show(row.received_at)} · :material/person: {owner}{request}]]"
    )
