"""What every rerun begins with: the language, who is here, and which pages they have."""

import streamlit as st

from aftersales.ui.navigation import pages_for
from aftersales.ui.page import errors_shown
from aftersales.ui.sidebar import PRODUCT_ICON, draw_sidebar
from aftersales.ui.style import draw_style
from aftersales.ui.text import t
from aftersales.ui.who import current_actor

st.set_page_config(page_title=t("After-sales service"), page_icon=PRODUCT_ICON, layout="wide")
actor = current_actor()
page = st.navigation(pages_for(actor))
draw_style()
draw_sidebar(actor)
with errors_shown():
    page.run()
