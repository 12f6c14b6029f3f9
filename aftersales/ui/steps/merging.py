"""Merge a duplicate into another request; split a second need off."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.find import FoundRequest, find_requests
from aftersales.queries.place import list_signs_of
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.services.merge import merge_request, split_request
from aftersales.ui.page import once_key, reading
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import show, t

FAULTS: list[FaultCategory] = list(FaultCategory)


def draw_merge(step: StepDialog) -> None:
    st.caption(
        t("This one ends and points to the other, which keeps the earlier receipt. Nothing of the history is lost.")
    )
    typed = st.text_input(
        t("Find the other request"), value=step.view.customer.name, type="search", key=step.key("typed"),
        placeholder=t("Number, customer, sign, phone …"), persist_state="page",
    )  # fmt: skip
    with reading() as session:
        found = find_requests(session, step.actor, typed, limit=30) if typed else []
    request = step.view.request
    fitting = {
        one.id: one
        for one in found
        if one.id != request.id and one.customer_id == request.customer_id and one.state not in LIFECYCLE.final
    }
    if not fitting:
        st.info(t("No open request of the same customer was found by these words."), icon=":material/search_off:")
        return
    with step.form():
        into_id = st.radio(
            t("Merge into"), list(fitting), format_func=lambda id: _line(fitting[id]), key=step.key("into"), index=None
        )
        reason = st.text_area(t("Reason"), key=step.key("reason"), max_chars=400, height=68, persist_state="page")
        if step.submit(icon=":material/merge:"):
            if into_id is None:
                st.error(t("Choose the request to merge into."), icon=":material/error:")
                return
            step.take(
                lambda session, now, version: merge_request(
                    session, actor=step.actor, now=now, request_id=step.view.id, into_id=into_id, reason=reason,
                    expected_version=version,
                )
            )  # fmt: skip


def _line(one: FoundRequest) -> str:
    return " · ".join(
        part
        for part in (one.number, t(LIFECYCLE.labels[one.state]), one.sign_code or one.place, show(one.fault))
        if part
    )


def draw_split(step: StepDialog) -> None:
    request = step.view.request
    st.caption(t("The second request gets a number of its own, with the receipt, contact and answer of this one."))
    with reading() as session:
        signs = list_signs_of(session, step.actor, request.project_id) if request.project_id else []
    names = {sign.id: f"{sign.code} · {sign.name}" if sign.name else sign.code for sign in signs}
    with step.form():
        description = st.text_area(
            t("What the second request is about"), key=step.key("description"), max_chars=2000, height=96,
            persist_state="page",
        )  # fmt: skip
        fault = st.selectbox(t("Fault"), FAULTS, format_func=show, key=step.key("fault"))
        sign_id = None
        if names:
            sign_id = st.selectbox(
                t("Sign"), list(names), format_func=lambda id: names[id], key=step.key("sign"),
                index=list(names).index(request.sign_id) if request.sign_id in names else None,
                placeholder=t("No sign chosen"),
            )  # fmt: skip
        reason = st.text_area(t("Reason"), key=step.key("reason"), max_chars=400, height=68, persist_state="page")
        if step.submit(icon=":material/call_split:"):
            form = step.key("once")
            step.take(
                lambda session, now, version: split_request(
                    session, actor=step.actor, now=now, request_id=step.view.id, description=description, fault=fault,
                    reason=reason, sign_id=sign_id if sign_id != request.sign_id else None, once=once_key(form),
                    expected_version=version,
                )
            )  # fmt: skip
