"""Today: what must I do now?"""

import streamlit as st

from aftersales.ui.navigation import present_pages
from aftersales.ui.text import t
from aftersales.ui.who import current_actor

st.title(t("Today"))
actor = current_actor()
for entry in present_pages():
    if actor and entry.is_open_to(actor) and not entry.is_hidden and entry.file != "today.py":
        st.page_link(entry.file, label=t(entry.title), icon=entry.icon)
