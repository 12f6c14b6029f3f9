"""The text for the customer's chat, ready to copy, in the customer's language."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.documents.chat_text import ChatFacts, ChatMoment, chat_moment, chat_text
from aftersales.queries.request_view import RequestView
from aftersales.rules.agreement import AgreementState
from aftersales.rules.kinds import Severity
from aftersales.rules.message import N_
from aftersales.ui.steps.survey import link_key
from aftersales.ui.text import LANGUAGE_NAMES, current_language, t

MOMENTS = {
    ChatMoment.REGISTERED: N_("Registered"),
    ChatMoment.DISPATCHED: N_("Dispatched"),
    ChatMoment.ON_THE_WAY: N_("On the way"),
    ChatMoment.DONE: N_("Work done"),
}
ANSWERED = {ChatMoment.DONE: N_("Dealt with")}  # where nobody was sent
# A phone has no pointer to hover with: the button that copies is always there, and the text is prose, not code.
_COPY_STYLE = """<style>
.st-key-chat_text .stCode > div, .st-key-chat_text .stCode > div > div {
  opacity: 1 !important; visibility: visible !important; }
.st-key-chat_text .stCode > div > div { pointer-events: auto !important; }
.st-key-chat_text pre { padding-right: 2.75rem !important; }
.st-key-chat_text pre, .st-key-chat_text code { font-family: inherit !important; font-size: .95rem !important; }
</style>"""


def draw_chat_box(view: RequestView, now: datetime) -> None:
    """Begins with what fits the state; the moment and the language can be chosen."""
    request = view.request
    fitting = chat_moment(request.state)
    offered = list(MOMENTS) if request.kind.needs_visit else [ChatMoment.REGISTERED, ChatMoment.DONE]
    labels = MOMENTS if request.kind.needs_visit else MOMENTS | ANSWERED
    languages = list(LANGUAGE_NAMES)
    with st.container(gap="xsmall"):
        moment = st.pills(
            t("Moment"), offered, default=fitting if fitting in offered else offered[0],
            format_func=lambda one: t(labels[one]), key=f"chat_moment:{request.state}", label_visibility="collapsed",
        )  # fmt: skip
        language = st.segmented_control(
            t("Language"), languages, default=current_language(), format_func=LANGUAGE_NAMES.__getitem__,
            key="chat_language", label_visibility="collapsed",
        )  # fmt: skip
    language = language or current_language()
    facts = ChatFacts(
        number=request.number,
        needs_visit=request.kind.needs_visit,
        answer_by=request.respond_due_at if request.responded_at is None else None,
        arrive_by=_arrival(view),
        crew=_crew(view, language),
        finished_at=request.finished_at,
        survey_link=st.session_state.get(link_key(view.id, request.round), ""),
    )
    st.html(_COPY_STYLE)
    with st.container(key="chat_text"):
        st.code(chat_text(moment or fitting, facts, now, language), language=None, wrap_lines=True)


def _crew(view: RequestView, language: str) -> tuple[str, ...]:
    visit = view.live_visit
    members = [member for member in visit.crew if member.is_live] if visit else []
    return tuple((member.name_en if language == "en" else member.name) or member.name for member in members)


def _arrival(view: RequestView) -> datetime | None:
    """The promise in force; none to an unapproved agreement, before which nobody is sent (2b)."""
    request, mark = view.request, view.agreement
    if request.arrived_at is not None:
        return _next_promise(view)
    is_approved = mark is not None and mark.state is AgreementState.APPROVED
    waits = request.needs_agreement and not is_approved and request.severity is not Severity.DANGER
    return None if waits else request.arrive_due_at


def _next_promise(view: RequestView) -> datetime | None:
    """Of a second visit."""
    following = next((visit for visit in view.visits if visit.arrived_at is None and visit.ended_at is None), None)
    return following.promised_at if following else None
