"""Who signs in with a first password takes one of their own before anything else."""

from __future__ import annotations

import streamlit as st

from aftersales.ui.password import draw_new_password
from aftersales.ui.text import t
from aftersales.ui.who import current_here

here = current_here()
with st.container(horizontal_alignment="center"), st.container(width=460):
    st.title(t("Take a password of your own"))
    st.markdown(t("Whoever made your account knows the first one. From now on only you know it."))
    if here and draw_new_password(here):
        st.rerun()
