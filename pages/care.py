"""Customer care: which customers are to be asked how things are, by which plan, and what they said (5.2(2))."""

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.errors import NotFound
from aftersales.queries.revisits import get_revisit_view
from aftersales.rules.roles import Action, ensure_may
from aftersales.ui.care_due import draw_due, draw_made
from aftersales.ui.care_feedback import draw_feedback
from aftersales.ui.care_plans import draw_plans
from aftersales.ui.care_steps import draw_revisit_steps
from aftersales.ui.care_view import draw_revisit_facts, draw_revisit_head, draw_revisit_history
from aftersales.ui.page import reading
from aftersales.ui.text import say, t
from aftersales.ui.who import actor_here

actor = actor_here()
ensure_may(actor, Action.SEE_SURVEYS)
now = utc_now()
today = local_day(now)
number = st.query_params.get("number")
view = None
if number:
    try:
        with reading() as session:
            view = get_revisit_view(session, actor, number)
    except NotFound as error:
        st.error(say(error), icon=":material/search_off:")
if view is not None:
    if st.button(t("Back to the list"), key="revisit_back", type="tertiary", icon=":material/arrow_back:"):
        st.query_params.clear()
        st.rerun()
    draw_revisit_head(view, now)
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        draw_revisit_facts(view, now)
        draw_revisit_steps(view, actor)
    with right:
        draw_revisit_history(view)
    st.stop()

st.title(t("Customer care"), anchor=False)
due, made, feedback, plans = st.tabs(
    (t("Revisits to be made"), t("Made"), t("What customers say"), t("Care plans")), on_change="rerun", key="care_tabs"
)
if due.open:
    with due:
        draw_due(actor, now)
if made.open:
    with made:
        draw_made(actor, now)
if feedback.open:
    with feedback:
        draw_feedback(actor, now, today)
if plans.open:
    with plans:
        draw_plans(actor, today)
