"""My account: the password, the second factor, and where I am signed in."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.accounts import find_account
from aftersales.ui.own_account import draw_second_factor, draw_sessions, moment_line
from aftersales.ui.page import reading
from aftersales.ui.password import draw_new_password
from aftersales.ui.text import as_typed, named, show, t
from aftersales.ui.who import current_here

here = current_here()
st.title(t("My account"))
if here is None or here.session_id is None or here.actor.staff_id is None:
    st.info(t("In the demo nobody signs in: everybody may be anyone."), icon=":material/info:")
    st.stop()

with reading() as session:
    account = find_account(session, here.actor.staff_id)
name = as_typed(named(here.actor.name, here.actor.name_en))
roles = as_typed(show(tuple(sorted(here.actor.roles))))
st.markdown(f"**{name}** · {roles}  \n:gray[{as_typed(moment_line(account)) if account else ''}]")

with st.grid(columns="auto", min_column_width=340):
    with st.container(border=True):
        st.subheader(t("Where I am signed in"), anchor=False)
        draw_sessions(here)
    if account:
        with st.container(border=True):
            st.subheader(t("Password"), anchor=False)
            if draw_new_password(here):
                st.success(t("The password was changed. All your other sessions have ended."), icon=":material/check:")
        with st.container(border=True):
            st.subheader(t("Second factor"), anchor=False)
            draw_second_factor(here, account)
    else:
        st.info(t("You sign in with your company account; there is no password here."), icon=":material/domain:")
