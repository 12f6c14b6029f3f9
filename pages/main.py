"""What every rerun begins with: the language, who is here, and which pages they have."""

import streamlit as st

from aftersales.ui.gate import gate_file, keep_state_apart
from aftersales.ui.inner_links import keep_links_in_tab
from aftersales.ui.navigation import gate_pages, pages_for
from aftersales.ui.page import errors_shown
from aftersales.ui.sidebar import PRODUCT_ICON, draw_sidebar
from aftersales.ui.style import draw_style
from aftersales.ui.text import t
from aftersales.ui.toolbar_words import draw_toolbar_words
from aftersales.ui.who import found_here

st.set_page_config(page_title=t("After-sales service"), page_icon=PRODUCT_ICON, layout="wide")
with found_here() as here:
    gate = gate_file(here)
    if here:
        keep_state_apart(here)
    pages = gate_pages(gate) if gate or not here else pages_for(here.actor, is_demo=not here.session_id)
    # Unfolded: Streamlit's own words for the rest of a folded menu are English only.
    page = st.navigation(pages, expanded=True)
    draw_style()
    draw_toolbar_words()
    keep_links_in_tab()
    draw_sidebar(here)
    with errors_shown():
        page.run()
