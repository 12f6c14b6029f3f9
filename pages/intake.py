"""Intake: who calls, about which sign, and what do we owe them?"""

import streamlit as st

from aftersales.rules.roles import Action, ensure_may
from aftersales.ui.intake import draw_intake
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
st.title(t("Intake"))
ensure_may(actor, Action.REGISTER)
draw_intake(actor)
