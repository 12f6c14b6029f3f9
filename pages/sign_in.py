"""Sign in: name and password, then the code for who has a second factor."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.rules.sign_in import CODE_AWAITED
from aftersales.services.sign_in import try_code, try_password
from aftersales.ui.company_sign_in import draw_company_sign_in
from aftersales.ui.gate import client_address, device, draw_letting_in, take_outcome
from aftersales.ui.keep import keep_in_cookie
from aftersales.ui.page import errors_shown, page_store
from aftersales.ui.text import t
from aftersales.ui.who import session_cookie

AWAITED = "code_awaited"  # whose code, and since when


def draw_password() -> None:
    with st.form("sign_in", border=False):
        name = st.text_input(t("Sign-in name"), key="sign_in_name", autocomplete="username")
        password = st.text_input(
            t("Password"), type="password", key="sign_in_password", autocomplete="current-password"
        )
        pressed = st.form_submit_button(t("Sign in"), type="primary", width="stretch", key="sign_in_button")
    if pressed:
        outcome = try_password(
            page_store().unit_of_work,
            name=name,
            password=password,
            address=client_address(),
            device=device(),
            now=utc_now(),
        )
        if take_outcome(outcome) and outcome.awaits_code_of:
            st.session_state[AWAITED] = (outcome.awaits_code_of, utc_now())
            st.rerun()
    st.caption(t("Forgotten your password? Who manages the staff list can give you a new first one."))


def draw_code(staff_id: int) -> None:
    with st.form("sign_in_code", border=False):
        st.markdown(t("Your password is right. Now the code that your authenticator app shows."))
        code = st.text_input(t("Code"), key="sign_in_code_typed", autocomplete="one-time-code", max_chars=10)
        pressed = st.form_submit_button(t("Sign in"), type="primary", width="stretch", key="sign_in_code_button")
    if pressed:
        with errors_shown():
            outcome = try_code(page_store().unit_of_work, staff_id=staff_id, code=code, device=device(), now=utc_now())
            take_outcome(outcome)
    if st.button(t("Back"), key="sign_in_back", type="tertiary"):
        del st.session_state[AWAITED]
        st.rerun()


with st.container(horizontal_alignment="center"), st.container(width=380):
    st.title(t("Sign in"))
    draw_letting_in()
    if session_cookie():
        st.info(t("You have been signed out. Please sign in again."), icon=":material/logout:")
        keep_in_cookie("/signed-out")
    awaited = st.session_state.get(AWAITED)
    if awaited and utc_now() - awaited[1] < CODE_AWAITED:
        draw_code(awaited[0])
    else:
        draw_company_sign_in()
        draw_password()
