"""The way to a request by its number, or by any words of it."""

from __future__ import annotations

import unicodedata

import streamlit as st

from aftersales.queries.find import FoundRequest, find_requests
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.roles import Actor
from aftersales.ui.navigation import open_request
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, show, t

MOST_FOUND = 12


def wanted_number() -> str:
    """The number in the address, as somebody may have typed or pasted it."""
    given = st.query_params.get("number", "")
    return unicodedata.normalize("NFKC", given).strip().upper()[:24]


def draw_find(actor: Actor, problem: str = "") -> None:
    """What is wrong with the address, and a search."""
    st.title(t("Service request"), anchor=False)
    if problem:
        st.warning(as_typed(problem), icon=":material/search_off:")
    _draw_search(actor)


@st.fragment
def _draw_search(actor: Actor) -> None:
    typed = st.text_input(
        t("Find a request"), type="search", live="200ms", key="find_request",
        placeholder=t("Number, customer, sign, phone …"), width=520,
    )  # fmt: skip
    if not typed:
        return
    with reading() as session:
        found = find_requests(session, actor, typed, limit=MOST_FOUND)
    if not found:
        st.caption(t("Nothing was found by these words."))
    with st.container(gap=None):
        for one in found:
            if st.button(_line(one), key=f"open_{one.id}", type="tertiary", icon=":material/description:"):
                open_request(one.number)


def _line(one: FoundRequest) -> str:
    parts = (t(LIFECYCLE.labels[one.state]), one.customer_name, one.place, show(one.fault), show(one.received_at))
    return f"**{one.number}** · " + " · ".join(as_typed(part) for part in parts if part)
