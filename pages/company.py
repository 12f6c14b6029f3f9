"""The company's own data as they stand on every sheet, and the goals it sets itself."""

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.company_settings import get_company_settings
from aftersales.rules.roles import Action, may
from aftersales.ui.company_data import draw_company_data, draw_logo
from aftersales.ui.company_goals import draw_goals
from aftersales.ui.page import reading
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
st.title(t("Company and goals"))
with reading() as session:
    settings = get_company_settings(session, actor, now=utc_now())

if may(actor, Action.MANAGE_COMPANY):
    st.caption(
        t("Names, address, hotline and logo stand at the head of every printed sheet and of the monthly report.")
    )
    with st.grid(columns="auto", min_column_width=330):
        with st.container(border=True):
            st.subheader(t("Names and address"), anchor=False)
            draw_company_data(actor, settings.company)
        with st.container(border=True):
            st.subheader(t("Logo"), anchor=False)
            draw_logo(actor, settings.company, settings.logo)
if may(actor, Action.SET_GOALS):
    with st.container(border=True):
        st.subheader(t("Goals"), anchor=False)
        draw_goals(actor, settings)
