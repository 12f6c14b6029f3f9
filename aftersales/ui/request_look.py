"""A look into one request without leaving the page, and lines of requests that open it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.queries.requests_at import RequestAt
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.rules.message import N_, message
from aftersales.ui.line_style import draw_line_style
from aftersales.ui.navigation import open_request
from aftersales.ui.text import as_typed, say, show, t
from aftersales.ui.when import say_when

LOOK = "request_look"


def draw_lines(requests: Sequence[RequestAt], *, key: str, with_sign: bool = True) -> None:
    """One line a request; pressing it opens the look at the side. Without the sign where all are of the same."""
    draw_line_style()
    with st.container(key=f"lines_{key}", gap="xsmall"):
        for one in requests:
            if st.button(
                line(one, with_sign), key=f"look_{key}_{one.id}", width="stretch", wrap=True, icon=icon_of(one)
            ):
                look_into(one)


def line(one: RequestAt, with_sign: bool = True) -> str:
    """Number, state, fault, day and the customer's words."""
    words = one.description.replace("\n", " ")
    words = words if len(words) <= 40 else words[:39] + "…"
    what = show(one.fault) if one.kind.needs_visit else show(one.kind)
    parts = (state_of(one), what, _day(one), (one.sign_code or "") if with_sign else "", words)
    return f"**{as_typed(one.number)}**  :gray[{' · '.join(as_typed(part) for part in parts if part)}]"


def _day(one: RequestAt) -> str:
    """The moment while it is fresh, the day later."""
    if utc_now() - one.received_at < timedelta(days=2):
        return say_when(one.received_at)
    return show(local_day(one.received_at))


def icon_of(one: RequestAt) -> str:
    return ":material/task_alt:" if one.closed_at or one.finished_at else ":material/pending:"


def state_of(one: RequestAt) -> str:
    return say(message(LIFECYCLE.labels[one.state]))


def look_into(one: RequestAt) -> None:
    """The drawer at the side: what it was, how it went, and the way to the whole."""
    st.dialog(one.number, position="right", icon=":material/description:")(_draw_look)(one)


FIELDS = (
    (N_("State"), state_of),
    (N_("Customer"), lambda one: one.customer_name),
    (N_("Sign"), lambda one: " · ".join(filter(None, (one.sign_code, one.place)))),
    (N_("Kind"), lambda one: show(one.kind)),
    (N_("Fault"), lambda one: show(one.fault) if one.kind.needs_visit else ""),
    (N_("Severity"), lambda one: show(one.severity)),
    (N_("Cause"), lambda one: show(one.cause_found or one.cause_reported) if one.kind.needs_visit else ""),
    (N_("Charge"), lambda one: show(one.charge) if one.kind.needs_visit else ""),
    (N_("Received"), lambda one: show(one.received_at)),
    (N_("Arrived"), lambda one: show(one.arrived_at) if one.arrived_at else ""),
    (N_("Finished"), lambda one: show(one.finished_at) if one.finished_at else ""),
    (N_("Contact"), lambda one: " ".join(filter(None, (one.contact_name, one.contact_phone)))),
    (N_("Root cause"), lambda one: one.root_cause),
    (N_("Corrective action"), lambda one: one.corrective_action),
    (N_("Outcome"), lambda one: one.outcome),
)


def _draw_look(one: RequestAt) -> None:
    st.markdown(f"> {as_typed(one.description)}".replace("\n", "\n> "))
    rows = [(t(label), value(one)) for label, value in FIELDS]
    st.markdown("\n".join(f"- :gray[{label}] {as_typed(value)}" for label, value in rows if value))
    if st.button(t("Open the request"), key="look_open", type="primary", icon=":material/open_in_new:"):
        open_request(one.number)
