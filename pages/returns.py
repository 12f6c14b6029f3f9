"""Returns and exchanges from the offices: asked for, received, inspected, decided, shipped, closed (5.1(4))."""

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import NotFound
from aftersales.queries.returns import get_return_view
from aftersales.rules.roles import Action, may
from aftersales.ui.page import reading
from aftersales.ui.record_steps import tell_step_done
from aftersales.ui.return_form import draw_return_form
from aftersales.ui.return_list import draw_returns
from aftersales.ui.return_view import draw_return_head, draw_return_history, draw_return_line, draw_return_print
from aftersales.ui.text import say, t
from aftersales.ui.who import actor_here

actor = actor_here()
now = utc_now()
number = st.query_params.get("number")
view = None
if number:
    try:
        with reading() as session:
            view = get_return_view(session, actor, number)
    except NotFound as error:
        st.error(say(error), icon=":material/search_off:")
if view is None:
    if "new" in st.query_params and may(actor, Action.REQUEST_RETURN):
        draw_return_form(actor)
    else:
        draw_returns(actor, now)
    st.stop()

tell_step_done()
if st.button(t("All returns"), key="all_returns", type="tertiary", icon=":material/arrow_back:"):
    st.query_params.clear()
    st.rerun()
draw_return_head(view, now)
left, right = st.columns([1.6, 1], gap="large")
with left:
    for line in view.lines:
        draw_return_line(line, actor, now, is_one_of_several=len(view.lines) > 1)
    draw_return_print(view)
with right:
    draw_return_history(view)
