"""Answer the customer, promise a time, give the outcome."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.clock import utc_now
from aftersales.services.respond import promise_time, resolve, respond
from aftersales.ui.moments import moment_input
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import show, t


def draw_respond(step: StepDialog) -> None:
    request = step.view.request
    with step.form():
        note = st.text_area(t("What was said"), key=step.key("note"), max_chars=400, height=96, persist_state="page")
        promised_at = None
        if request.kind.needs_visit and request.arrived_at is None:
            promised_at = moment_input(
                t("Promised time of arrival"), value=_suggested(step), key=step.key("promised"),
                help=t("What was confirmed to the customer; leave it empty to promise no time yet."),
            )  # fmt: skip
        if step.submit(icon=":material/call:"):
            new = promised_at if promised_at != request.promised_at else None
            step.take(
                lambda session, now, version: respond(
                    session, actor=step.actor, now=now, request_id=step.view.id, note=note, promised_at=new,
                    expected_version=version,
                )
            )  # fmt: skip


def _suggested(step: StepDialog) -> datetime | None:
    """The promise in force, if it is still to come."""
    promised_at = step.view.request.promised_at
    return promised_at if promised_at is not None and promised_at > utc_now() else None


def draw_promise(step: StepDialog) -> None:
    request = step.view.request
    st.caption(
        t(
            "Earlier promises are kept beside the new one. Arrival is due by {moment} now.",
            moment=request.arrive_due_at,
        )
    )
    with step.form():
        promised_at = moment_input(
            t("Promised time of arrival"), value=_suggested(step) or request.asked_at, key=step.key("promised")
        )
        if step.submit(icon=":material/handshake:"):
            if promised_at is None:
                st.error(t("Choose the time that was promised."), icon=":material/error:")
                return
            step.take(
                lambda session, now, version: promise_time(
                    session, actor=step.actor, now=now, request_id=step.view.id, promised_at=promised_at,
                    expected_version=version,
                )
            )  # fmt: skip


def draw_resolve(step: StepDialog) -> None:
    st.caption(t("{kind}: no visit is needed; the outcome ends it.", kind=show(step.view.request.kind)))
    answers = [one.answer for one in step.view.matters if one.kind == "opinion" and one.answer]
    with step.form():
        outcome = st.text_area(
            t("The outcome as the customer was told"), value="\n".join(answers)[:1000], key=step.key("outcome"),
            max_chars=1000, persist_state="page",
            help=t("It begins with what the departments answered.") if answers else None,
        )  # fmt: skip
        if step.submit(icon=":material/task_alt:"):
            step.take(
                lambda session, now, version: resolve(
                    session, actor=step.actor, now=now, request_id=step.view.id, outcome=outcome,
                    expected_version=version,
                )
            )  # fmt: skip
