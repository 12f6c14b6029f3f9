"""Handbooks and answers: versions, deliveries that are missing, and what is known to common questions (1.5, 4(2))."""

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.rules.roles import Action, ensure_may
from aftersales.ui.answers_kept import draw_answers_kept
from aftersales.ui.handbook_deliver import draw_delivery_form
from aftersales.ui.handbook_missing import draw_missing
from aftersales.ui.handbook_note import draw_deliveries, draw_note
from aftersales.ui.handbook_versions import draw_versions
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
ensure_may(actor, Action.SEE_WARRANTY)
now = utc_now()
today = local_day(now)
number = st.query_params.get("number")
if number and draw_note(actor, number):
    st.stop()
st.title(t("Handbooks and answers"), anchor=False)
if draw_delivery_form(actor, today):
    st.stop()
labels = (t("Versions"), t("Missing deliveries"), t("Deliveries"), t("Known answers"))
asks_new = "new" in st.query_params
versions, missing, made, answers = st.tabs(
    labels, default=labels[0] if asks_new else labels[1], on_change="rerun", key="handbook_tabs"
)
if versions.open:
    with versions:
        draw_versions(actor, today)
if missing.open:
    with missing:
        draw_missing(actor, today)
if made.open:
    with made:
        draw_deliveries(actor)
if answers.open:
    with answers:
        draw_answers_kept(actor)
