"""The ways to a return from elsewhere: on a request that one hangs on, and in a sign's history (5.1(4), 3(1))."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aftersales.queries.request_view import RequestView
from aftersales.queries.sign_look import Exchange
from aftersales.rules.lifecycle import OPEN_STATES
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.return_look import return_address, return_badge
from aftersales.ui.text import as_typed, labelled, show, t


def draw_request_returns(view: RequestView, actor: Actor, ways: DeltaGenerator) -> None:
    """Its returns with where they stand; to `ways` the button that asks for one."""
    if not may(actor, Action.SEE_REQUESTS):
        return
    for number, state in view.links.returns:
        st.markdown(
            f":material/assignment_return: {t('Return or exchange')} [{number}]({return_address(number)}) "
            f"{return_badge(state)}"
        )
    if view.links.returns or view.request.state not in OPEN_STATES or not may(actor, Action.REQUEST_RETURN):
        return
    if ways.button(
        t("Request a return"), key="return_of_request", type="tertiary", icon=":material/assignment_return:",
        help=t("A product of this request is sent in: for repair, exchange or refund."),
    ):  # fmt: skip
        st.switch_page("returns.py", query_params={"new": "1", "request": view.request.number})


def draw_exchanges(exchanges: Sequence[Exchange]) -> None:
    """What was exchanged at a sign, with the warranty that the new one has; nothing where nothing was."""
    if not exchanges:
        return
    st.subheader(t("Exchanges"), anchor=False)
    for one in exchanges:
        row = one.row
        number = f"[{one.return_number}]({return_address(one.return_number)})" if one.is_seen else one.return_number
        what = t("the whole sign") if row.is_whole else f"{as_typed(row.product)} ×{row.quantity}"
        if row.months is not None:
            warranty = t("{months} months of its own by the contract", months=row.months)
        else:
            warranty = t("the rest of the old warranty")
        until = f" · {t('until {day}', day=row.ends_on)}" if row.ends_on is not None else ""
        warranty = labelled(t("Warranty"), warranty)
        serials = f"  \n:small[{as_typed(row.old_serials or '—')} → {as_typed(row.new_serials or '—')}]"
        st.markdown(
            f":material/autorenew: **{show(row.exchanged_on)}** {what} · {number}  \n"
            f":small[:gray[{warranty}{until}]]{serials if row.old_serials or row.new_serials else ''}"
        )
