"""The form for a new password of one's own."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import InvalidInput
from aftersales.rules.message import N_
from aftersales.rules.sign_in import SHORTEST_PASSWORD
from aftersales.services.accounts import change_password
from aftersales.ui.page import errors_shown, unit_of_work
from aftersales.ui.text import t
from aftersales.ui.who import Here, count_own_try


def draw_new_password(here: Here) -> bool:
    """Ask for the old password and the new one twice. True when it was changed just now."""
    with st.form("new_password", border=False, clear_on_submit=False):
        old = st.text_input(
            t("Password until now"), type="password", key="old_password", autocomplete="current-password"
        )
        new = st.text_input(
            t("New password"), type="password", key="new_password_typed", autocomplete="new-password",
            help=t("At least {count} characters.", count=SHORTEST_PASSWORD),
        )  # fmt: skip
        again = st.text_input(
            t("The new password again"), type="password", key="new_password_again", autocomplete="new-password"
        )
        pressed = st.form_submit_button(t("Change the password"), type="primary", key="change_password")
    if not pressed:
        return False
    with errors_shown():
        if new != again:
            raise InvalidInput(N_("The two passwords differ."), field="password")
        count_own_try(here)
        with unit_of_work() as session:
            change_password(session, actor=here.actor, now=utc_now(), old=old, new=new, keep_session_id=here.session_id)
        st.session_state["password_changed"] = True
    return bool(st.session_state.pop("password_changed", False))
