"""The front door, for `streamlit run streamlit_app.py` and for `aftersales serve`.

Streamlit looks for the call of `st.App` in this file's text, so it has to stand here.
"""

import streamlit as st

from aftersales.outside.app import MIDDLEWARE, ROUTES, lifespan, show_trouble

app = st.App(
    "pages/main.py",
    routes=list(ROUTES),
    middleware=list(MIDDLEWARE),
    lifespan=lifespan,
    on_script_error=show_trouble,
)
