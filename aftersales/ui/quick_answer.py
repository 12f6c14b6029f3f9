"""Write down that the customer was answered, from the drawer: what opens the way to dispatch (4(4))."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.look import Look
from aftersales.rules.roles import Actor
from aftersales.services.respond import respond
from aftersales.ui.moments import moment_input
from aftersales.ui.page import errors_shown, unit_of_work
from aftersales.ui.text import t


def draw_quick_answer(look: Look, actor: Actor) -> None:
    """After it the drawer is drawn again, and the crew can be chosen."""
    request = look.request
    form = f"answer:{request.id}:{request.version}"
    st.subheader(t("Answer the customer"), anchor=False)
    with st.form(form, border=False):
        note = st.text_input(t("What was said"), key=f"{form}:note", max_chars=400)
        promised_at = None
        if request.kind.needs_visit:
            promised_at = moment_input(t("Promised time of arrival"), value=request.promised_at, key=f"{form}:promised")
        sent = st.form_submit_button(
            t("I have answered the customer"), icon=":material/call:", width="stretch", key=f"{form}:send"
        )
    if not sent:
        return
    with errors_shown():
        with unit_of_work() as session:
            respond(
                session, actor=actor, now=utc_now(), request_id=request.id or 0, note=note,
                promised_at=promised_at if promised_at != request.promised_at else None,
                expected_version=request.version,
            )  # fmt: skip
        st.rerun(scope="fragment")
