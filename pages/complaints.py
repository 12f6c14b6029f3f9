"""Complaints: organised, filtered, verified, tracked, resolved; who hasn't heard of us yet stands first (5.2(4))."""

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import NotFound
from aftersales.queries.complaints import get_complaint_view
from aftersales.rules.roles import Action, may
from aftersales.services.contacts import reveal_complaint_contact
from aftersales.ui.complaint_form import draw_complaint_form
from aftersales.ui.complaint_list import draw_complaints
from aftersales.ui.complaint_steps import draw_complaint_steps
from aftersales.ui.complaint_view import (
    draw_complaint_facts,
    draw_complaint_head,
    draw_complaint_history,
    draw_complaint_stages,
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
            view = get_complaint_view(session, actor, number)
    except NotFound as error:
        st.error(say(error), icon=":material/search_off:")
if view is None:
    if "new" in st.query_params and may(actor, Action.REGISTER_COMPLAINT):
        draw_complaint_form(actor)
    else:
        draw_complaints(actor, now)
    st.stop()

if st.button(t("All complaints"), key="all_complaints", type="tertiary", icon=":material/arrow_back:"):
    st.query_params.clear()
    st.rerun()
draw_complaint_head(view, now)
draw_complaint_stages(view, now)
draw_complaint_steps(view, actor)
left, right = st.columns([1.6, 1], gap="large")
with left:
    draw_complaint_facts(view, now)
    if view.row.contact_phone and not view.has_whole_contact:
        draw_reveal(actor, reveal_complaint_contact, key="complaint", number=view.row.number)
with right:
    draw_complaint_history(view)
