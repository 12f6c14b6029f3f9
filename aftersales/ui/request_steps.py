"""The next allowed steps as buttons; a step that isn't allowed says what is missing."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from aftersales.queries.request_view import RequestView
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.roles import Actor
from aftersales.rules.workflow import Offer
from aftersales.ui.record_steps import missing_words
from aftersales.ui.step_order import order_steps
from aftersales.ui.steps import FORMS, draw_open_step, open_step
from aftersales.ui.text import t

ICONS = {
    "respond": ":material/call:", "promise": ":material/handshake:", "classify": ":material/label:",
    "change_charge": ":material/gavel:", "hold": ":material/pause:", "resume": ":material/play_arrow:",
    "quote": ":material/request_quote:", "accept_quote": ":material/done_all:", "dispatch": ":material/send:",
    "accept_job": ":material/thumb_up:", "hand_back": ":material/undo:", "recall": ":material/cancel_schedule_send:",
    "depart": ":material/directions_car:", "arrive": ":material/location_on:",
    "make_safe": ":material/health_and_safety:", "record_finding": ":material/search_check:",
    "finish": ":material/task_alt:", "leave_half_done": ":material/event_repeat:", "resolve": ":material/task_alt:",
    "file_report": ":material/assignment:",
    "ask_survey": ":material/reviews:", "record_survey": ":material/rate_review:",
    "analyse": ":material/troubleshoot:", "close": ":material/inventory_2:", "reopen": ":material/restart_alt:",
    "cancel": ":material/cancel:", "merge": ":material/merge:", "split": ":material/call_split:",
}  # fmt: skip
_MORE = "more_steps"
_STYLE = """<style>
.st-key-main_step button { min-height: 2.75rem; font-weight: 600; }
.st-key-more_list button > div { justify-content: flex-start; width: 100%; }
.st-key-more_list button span:first-child { justify-content: flex-start; }
@media (max-width: 640px) {
  .st-key-steps > :has(.st-key-main_step) { flex: 1 1 100%; }
  .st-key-main_step, .st-key-main_step > *, .st-key-main_step button { width: 100% !important; }
  .st-key-main_step button { min-height: 3.5rem; font-size: 1.1rem; }
}
</style>"""


def draw_steps(view: RequestView, actor: Actor) -> str | None:
    """The buttons; gives the name of the step that was pressed just now."""
    order = order_steps(view, actor)
    st.html(_STYLE)
    pressed = None
    with st.container(horizontal=True, key="steps", vertical_alignment="center"):
        if order.main is not None:
            with st.container(key="main_step", width="content"):
                if _button(order.main, kind="primary"):
                    pressed = order.main.step.name
        for offer in order.beside:
            if _button(offer):
                pressed = offer.step.name
        if order.more or order.closed:
            with st.popover(t("More steps"), icon=":material/more_horiz:", key=_MORE, on_change="rerun"):
                with st.container(key="more_list", gap=None):
                    for offer in order.more:
                        if _button(offer, kind="tertiary"):
                            pressed = offer.step.name
                if order.closed:
                    st.caption(t("Not possible yet"))
                    for offer in order.closed:
                        st.markdown(f":gray[:material/lock: {t(offer.step.label)}]  \n:small[{missing_words(offer)}]")
    if order.main is not None and not order.main.is_open:
        st.markdown(f":orange[:material/lock:] {missing_words(order.main)}")
    return pressed


def take_step(name: str | None, view: RequestView, actor: Actor) -> None:
    """Open the dialog of a step that was pressed; the service report has a page of its own."""
    if name == "file_report":
        st.switch_page("reports.py", query_params={"number": view.request.number})
    if name:
        open_step(name, view)
    draw_open_step(view, actor, FORMS)


def _close_more() -> None:
    """Else it would stay open over the dialog of the step."""
    st.session_state[_MORE] = False


def _button(offer: Offer[RequestState], kind: Literal["primary", "secondary", "tertiary"] = "secondary") -> bool:
    return st.button(
        t(offer.step.label), key=f"take_{offer.step.name}", type=kind, icon=ICONS[offer.step.name],
        disabled=not offer.is_open, width="stretch" if kind == "tertiary" else "content",
        on_click=_close_more if kind == "tertiary" else None,
    )  # fmt: skip
