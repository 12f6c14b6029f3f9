"""The returns by state: what waits where, the longest waiting first."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.returns import ReturnRow, count_returns, list_returns
from aftersales.rules.due import Due
from aftersales.rules.product_return import OPEN_RETURNS, RETURN
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.page import reading
from aftersales.ui.promise import promise_badge
from aftersales.ui.record_list import choose_state, draw_cards
from aftersales.ui.return_look import place_words, return_address, return_badge
from aftersales.ui.text import as_typed, named, show, t

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
    state = choose_state(t("State"), RETURN.labels, counts, OPEN_RETURNS, key="returns_state")
    with reading() as session:
        rows = list_returns(session, actor, state=state)
    if not rows:
        st.info(t("No return is open."), icon=":material/task_alt:")
        return
    draw_cards(rows, lambda row: _card(row, now), kind="return", many="returns", width=300)


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
