"""The returns by state: what waits where, the longest waiting first."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.returns import ReturnRow, count_returns, list_returns
from aftersales.rules.due import Due
from aftersales.rules.product_return import OPEN_RETURNS, RETURN, ReturnState
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.page import reading
from aftersales.ui.promise import promise_badge
from aftersales.ui.return_look import place_words, return_address, return_badge
from aftersales.ui.text import as_typed, named, show, t

ALL_OPEN = "open"
_FIRST = 24
_GOODS = 3


def draw_returns(actor: Actor, now: datetime) -> None:
    """A choice of states with how many stand in each, and the returns of the chosen one."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.title(t("Returns and exchanges"), anchor=False)
        if may(actor, Action.REQUEST_RETURN) and st.button(
            t("Request a return"), key="new_return", type="primary", icon=":material/add:"
        ):
            st.query_params.from_dict({"new": "1"})
            st.rerun()
    with reading() as session:
        counts = count_returns(session, actor)
    if not counts:
        st.info(t("Nothing has been sent in yet. An office begins with “Request a return”."), icon=":material/inbox:")
        return
    total = sum(counts.get(state, 0) for state in OPEN_RETURNS)
    states = [state for state in RETURN.labels if counts.get(state)]
    labels = {ALL_OPEN: f"{t('All open ones')} {total}"} | {
        str(state): f"{t(RETURN.labels[state])} {counts[state]}" for state in states
    }
    chosen = st.pills(
        t("State"), list(labels), format_func=labels.__getitem__, default=ALL_OPEN, required=True,
        key="returns_state", label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    with reading() as session:
        rows = list_returns(session, actor, state=None if chosen in (None, ALL_OPEN) else ReturnState(chosen))
    if not rows:
        st.info(t("No return is open."), icon=":material/task_alt:")
        return
    _draw_rows(rows, now)


def _draw_rows(rows: list[ReturnRow], now: datetime) -> None:
    shown = rows if st.session_state.get("returns_all") else rows[:_FIRST]
    with st.grid(columns="auto", min_column_width=300):
        for row in shown:
            with st.container(border=True, gap="xsmall", key=f"return_{row.number}"):
                st.markdown(_card(row, now))
    if len(shown) < len(rows):
        st.button(
            t("Show all {count}", count=len(rows)), type="tertiary", key="show_all_returns",
            on_click=lambda: st.session_state.update(returns_all=True),
        )  # fmt: skip


def _card(row: ReturnRow, now: datetime) -> str:
    due = f" {promise_badge(row.due_at, now, Due.RECORD)}" if row.due_at is not None else ""
    goods = " · ".join(f"{as_typed(product)} ×{quantity}" for product, quantity in row.goods[:_GOODS])
    if len(row.goods) > _GOODS:
        goods += " …"
    places = " · ".join(place_words(place) for place in row.whereabouts)
    whose = " · ".join(as_typed(part) for part in (named(*row.office), row.customer) if part)
    return (
        f"[**{row.number}**]({return_address(row.number)}) {return_badge(row.state)}{due}  \n{goods}  \n"
        f":small[{places}]  \n:small[:gray[{whose} · {show(row.requested_at)}]]"
    )
