"""Personal data: what is stored about one person, to hand out, and to erase on their request."""

import streamlit as st

from aftersales.ui.personal_data import draw_found, draw_person
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
st.title(t("Personal data"), anchor=False)
st.caption(
    t("Of a customer's people. Whoever asks may have what is stored about them, or have it erased; "
      "what was promised, done and paid stays.")
)  # fmt: skip
chosen = draw_found(actor)
if chosen is not None:
    draw_person(actor, chosen)
