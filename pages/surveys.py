"""Surveys: who is to be asked, what customers answered, and what that comes to (4(7), 1.2)."""

import streamlit as st

from aftersales.clock import utc_now
from aftersales.rules.roles import Action, may
from aftersales.ui.steps import tell_done
from aftersales.ui.survey_answers import draw_answers
from aftersales.ui.survey_results import draw_results
from aftersales.ui.survey_to_ask import draw_to_ask
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
st.title(t("Surveys"))
tell_done()

VIEWS = {"ask": t("To ask"), "results": t("Results"), "answers": t("Answers")}
# In the address as a word of its own: bound to the widget, it would be the label of one language.
asked = st.query_params.get("view", "")
first = asked if asked in VIEWS else "ask" if may(actor, Action.ASK_SURVEY) else "results"
view = st.segmented_control(
    t("View"), list(VIEWS), default=first, format_func=VIEWS.__getitem__, key="view", required=True,
    label_visibility="collapsed", on_change=lambda: st.query_params.update(view=st.session_state["view"]),
)  # fmt: skip
now = utc_now()
if view == "answers":
    draw_answers(actor)
elif view == "results":
    draw_results(actor, now)
else:
    draw_to_ask(actor, now)
