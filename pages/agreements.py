"""Supplementary agreements for special or out-of-contract requests: negotiate, decide, print (2b)."""

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import NotFound
from aftersales.queries.agreements import get_agreement_view
from aftersales.services.contacts import reveal_request_contact
from aftersales.ui.agreement_list import draw_agreements
from aftersales.ui.agreement_steps import draw_agreement_steps
from aftersales.ui.agreement_view import (
    draw_agreement_facts,
    draw_agreement_head,
    draw_agreement_history,
    draw_agreement_print,
)
from aftersales.ui.page import reading
from aftersales.ui.reveal import draw_reveal
from aftersales.ui.text import say, t
from aftersales.ui.who import actor_here

actor = actor_here()
now = utc_now()
number = st.query_params.get("number")
view = None
if number:
    try:
        with reading() as session:
            view = get_agreement_view(session, actor, number)
    except NotFound as error:
        st.error(say(error), icon=":material/search_off:")
if view is None:
    st.title(t("Supplementary agreements"), anchor=False)
    draw_agreements(actor)
    st.stop()

if st.button(t("All agreements"), icon=":material/arrow_back:", type="tertiary", key="all_agreements"):
    st.query_params.clear()
    st.rerun()
draw_agreement_head(view, now)
draw_agreement_steps(view, actor)
left, right = st.columns([1.35, 1], gap="large")
with left:
    draw_agreement_facts(view, now)
    if not view.has_whole_contact:
        request = view.request
        draw_reveal(actor, reveal_request_contact, key="agreement", request=request.number, request_id=request.id or 0)
    draw_agreement_print(actor, view)
with right:
    draw_agreement_history(view, now)
