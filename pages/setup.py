"""The first start: name the company, and make the first manager's account."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import InvalidInput
from aftersales.queries.staff import find_actor
from aftersales.rules.message import N_
from aftersales.rules.sign_in import MOST_TRIES_FROM_ADDRESS, SHORTEST_PASSWORD
from aftersales.services.sessions import begin_session
from aftersales.services.setup import FirstManager, set_up_company
from aftersales.services.sign_in import Outcome
from aftersales.services.sign_in_tries import ensure_may_try, tries_key
from aftersales.ui.gate import client_address, device, draw_letting_in, take_outcome
from aftersales.ui.page import errors_shown, page_store
from aftersales.ui.text import t


def set_up(code: str, new: FirstManager) -> Outcome:
    now = utc_now()
    ensure_may_try(
        page_store().unit_of_work, key=tries_key("setup", client_address()), most=MOST_TRIES_FROM_ADDRESS, now=now
    )
    with page_store().unit_of_work() as session:
        staff_id = set_up_company(session, now=now, code=code, new=new)
        actor = find_actor(session, staff_id)
        assert actor is not None
        return Outcome(*begin_session(session, actor=actor, now=now, device=device(), how="setup"))


with st.container(horizontal_alignment="center"), st.container(width=460):
    st.title(t("Set up your company"))
    draw_letting_in()
    st.markdown(
        t("Nobody can sign in yet. Make the first account: its person manages the company and makes the others.")
    )
    with st.form("setup", border=False):
        given = st.query_params.get("setup", "")
        code = st.text_input(
            t("Setup code"), value=given, key="setup_code", help=t("The server printed it when it started.")
        )
        company = st.text_input(t("Company"), key="setup_company", max_chars=120)
        name = st.text_input(t("Your name"), key="setup_name", max_chars=80, autocomplete="name")
        email = st.text_input(t("E-mail (optional)"), key="setup_email", max_chars=200, autocomplete="email")
        sign_in_name = st.text_input(
            t("Sign-in name"), key="setup_sign_in_name", max_chars=80, autocomplete="username",
            help=t("Letters a–z and digits; your e-mail address is fine too."),
        )  # fmt: skip
        password = st.text_input(
            t("Password"), type="password", key="setup_password", autocomplete="new-password",
            help=t("At least {count} characters.", count=SHORTEST_PASSWORD),
        )  # fmt: skip
        again = st.text_input(t("The password again"), type="password", key="setup_again", autocomplete="new-password")
        pressed = st.form_submit_button(t("Begin"), type="primary", width="stretch", key="setup_button")
    if pressed:
        with errors_shown():
            if password != again:
                raise InvalidInput(N_("The two passwords differ."), field="password")
            new = FirstManager(
                company_name=company, name=name, email=email, sign_in_name=sign_in_name, password=password
            )
            outcome = set_up(code, new)
            st.query_params.pop("setup", None)
            take_outcome(outcome)
