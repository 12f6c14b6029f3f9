"""Put on hold with a reason and a day to ask again, and go on."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.rules.kinds import StopReason
from aftersales.services.hold import hold_request, resume_request
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import show, t

REASONS: list[StopReason] = list(StopReason)


def draw_hold(step: StepDialog) -> None:
    st.caption(t("The arrival clock stands still meanwhile; the clock for the answer goes on."))
    today = local_day(utc_now())
    with step.form():
        why = st.radio(t("Waiting for"), REASONS, format_func=show, key=step.key("why"))
        note = st.text_area(
            t("What exactly, in words"), key=step.key("note"), max_chars=400, height=96, persist_state="page"
        )
        on = st.date_input(
            t("Ask again on"), value=today + timedelta(days=1), min_value=today, max_value=today + timedelta(days=366),
            format="YYYY-MM-DD", key=step.key("on"),
        )  # fmt: skip
        if step.submit(icon=":material/pause:"):
            step.take(
                lambda session, now, version: hold_request(
                    session, actor=step.actor, now=now, request_id=step.view.id, reason=why, note=note,
                    ask_again_on=on, expected_version=version,
                )
            )  # fmt: skip


def draw_resume(step: StepDialog) -> None:
    running = [stop for stop in step.view.times.stops if stop.to_at is None]
    for stop in running:
        st.markdown(t("On hold since {moment}: {reason}.", moment=stop.from_at, reason=stop.reason))
    st.caption(t("The clock goes on now; the deadline by hours moves by the length of the stop."))
    with step.form():
        if step.submit(icon=":material/play_arrow:"):
            step.take(
                lambda session, now, version: resume_request(
                    session, actor=step.actor, now=now, request_id=step.view.id, expected_version=version
                )
            )
