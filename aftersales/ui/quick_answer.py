"""Write down that the customer was answered, from the drawer: what opens the way to dispatch (4(4))."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.look import Look
from aftersales.rules.roles import Actor
from aftersales.services.respond import respond
from aftersales.ui.moments import moment_input
from aftersales.ui.shown import drawer_version, take_step
from aftersales.ui.text import t


def draw_quick_answer(look: Look, actor: Actor) -> None:
    """After it the drawer is drawn again, and the crew can be chosen."""
    request = look.request
    form = f"answer:{request.id}"
    version_key = drawer_version(request.id or 0)
    st.session_state.setdefault(version_key, request.version)
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
    if take_step(
        request, version_key,
        lambda session, at, version: respond(
            session, actor=actor, now=at, request_id=request.id or 0, note=note,
            promised_at=promised_at if promised_at != request.promised_at else None, expected_version=version,
        ),
    ):  # fmt: skip
        st.rerun(scope="fragment")
