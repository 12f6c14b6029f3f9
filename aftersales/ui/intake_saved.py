"""After saving: the number, what to say to the caller, and where to go next."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.requests_at import RequestAt
from aftersales.rules.kinds import Charge, Kind, Severity
from aftersales.rules.message import N_
from aftersales.ui import intake_state as state
from aftersales.ui.navigation import open_request
from aftersales.ui.text import as_typed, current_language, t
from aftersales.ui.when import say_when

_CHARGE = {
    Charge.FREE: N_("The repair is free of charge for you."),
    Charge.AT_COST: N_("You bear the cost of the repair; we begin it only when you have accepted the quote."),
    Charge.PAID: N_("The service is paid; we begin the repair only when you have accepted the quote."),
    Charge.UNDECIDED: N_("Who pays is decided when our technician has found the cause; we tell you before the repair."),
}


def say_to_caller(request: RequestAt) -> list[str]:
    """Whole sentences to read out."""
    said = [t("Your request is registered; its number is {number}.", number=request.number)]
    said.append(t("We answer you by {moment} at the latest.", moment=say_when(request.respond_due_at)))
    waits = request.needs_agreement and request.severity is not Severity.DANGER  # nobody is sent before it (2b)
    if waits:
        said.append(
            t("It is outside the contract: we agree on a supplement with you first, then our technicians come.")
        )
    elif request.promised_at is not None:
        said.append(t("Our technicians are with you by {moment}, as you asked.", moment=say_when(request.promised_at)))
    elif request.arrive_due_at is not None:
        said.append(t("Our technicians are with you by {moment}.", moment=say_when(request.arrive_due_at)))
    if request.kind.needs_visit and not waits:
        said.append(t(_CHARGE[request.charge]))
    if request.kind is Kind.RETURN:
        said.append(t("Please keep the product until our office tells you where to send it."))
    if request.severity is Severity.DANGER:
        said.append(t("Please keep people away from the sign until we are there."))
    return said


def draw_saved(request: RequestAt) -> None:
    with st.container(border=True, key="intake_saved", gap="small"):
        where = " · ".join(filter(None, (request.customer_name, request.sign_code, request.place)))
        st.markdown(
            f":green-badge[:material/check_circle: {t('Saved')}]\n### {request.number}\n:gray[{as_typed(where)}]"
        )
        st.caption(t("Say this to the caller"))
        words = ("" if current_language() == "zh" else " ").join(say_to_caller(request))
        st.html("<style>.st-key-say_this p { font-size: 1.15rem; line-height: 1.7; }</style>")
        with st.container(key="say_this"):
            st.markdown(as_typed(words))
        with st.container(horizontal=True, gap="small"):
            if st.button(
                t("Take the next call"), key="next_call", type="primary", icon=":material/call:", shortcut="Ctrl+Enter"
            ):
                take_next_call()
            if st.button(t("Open the request"), key="open_saved", icon=":material/open_in_new:"):
                open_request(request.number)


def take_next_call() -> None:
    st.query_params.clear()
    state.begin_anew()
    st.session_state.pop("intake_typed", None)
    st.rerun()
