"""One service request: where does it stand, why, and what next?"""

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import NotFound
from aftersales.queries.request_view import get_request_view
from aftersales.services.contacts import reveal_request_contact
from aftersales.ui.chat_box import draw_chat_box
from aftersales.ui.complaint_links import draw_request_complaints
from aftersales.ui.matter_card import draw_request_matters
from aftersales.ui.page import reading
from aftersales.ui.request_analysis import draw_analysis
from aftersales.ui.request_find import draw_find, wanted_number
from aftersales.ui.request_head import draw_head, draw_who, draw_words
from aftersales.ui.request_steps import draw_steps, take_step
from aftersales.ui.request_tabs import draw_tabs
from aftersales.ui.request_times import draw_decisions, draw_times
from aftersales.ui.request_watch import draw_watch
from aftersales.ui.return_links import draw_request_returns
from aftersales.ui.reveal import draw_reveal
from aftersales.ui.steps import tell_done
from aftersales.ui.text import say, t
from aftersales.ui.who import actor_here

actor = actor_here()
now = utc_now()
number = wanted_number()
if not number:
    draw_find(actor)
    st.stop()
try:
    with reading() as session:
        view = get_request_view(session, actor, number, now=now)
except NotFound as error:
    draw_find(actor, problem=say(error))
    st.stop()

tell_done()
draw_head(view, now)
step = draw_steps(view, actor)
draw_watch(view)

left, right = st.columns([1.35, 1], gap="large")
with left:
    draw_words(view)
    draw_who(view, now)
    if not view.has_whole_contact:
        draw_reveal(actor, reveal_request_contact, key="request", request=number, request_id=view.id)
    draw_analysis(view, actor, now)
    asked, ways = st.container(), st.container(horizontal=True, vertical_alignment="center", key="request_ways")
    with asked:
        draw_request_matters(view, actor, now, ways)
        draw_request_returns(view, actor, ways)
        draw_request_complaints(view, actor, ways)
    draw_tabs(view, actor, now)
with right:
    st.subheader(t("What we owe"), anchor=False)
    draw_times(view, now)
    draw_decisions(view)
    st.subheader(t("For the customer's chat"), anchor=False)
    draw_chat_box(view, now)

take_step(step, view, actor)
