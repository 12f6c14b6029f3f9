"""Warranty lookup: is it in warranty, until when, by which terms, and what was there before?"""

import streamlit as st

from aftersales.rules.roles import Action, ensure_may
from aftersales.ui.text import t
from aftersales.ui.warranty import draw_warranty
from aftersales.ui.who import actor_here

actor = actor_here()
st.title(t("Warranty lookup"))
ensure_may(actor, Action.SEE_WARRANTY)
draw_warranty(actor)
