"""What happens at the sign: depart, arrive, make safe, find the cause, finish, or leave half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st

from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.services.visit import arrive, depart, finish, leave_half_done, make_safe, record_finding
from aftersales.ui.moments import moment_input
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import show, t

FAULTS: list[FaultCategory] = list(FaultCategory)
FINDABLE: list[Cause] = [cause for cause in Cause if cause is not Cause.UNKNOWN]


def draw_depart(step: StepDialog) -> None:
    _draw_moment(step, depart, t("Departing now"), t("Departed earlier"), ":material/directions_car:")


def draw_arrive(step: StepDialog) -> None:
    _draw_moment(step, arrive, t("Arrived now"), t("Arrived earlier"), ":material/location_on:")


def draw_finish(step: StepDialog) -> None:
    st.caption(t("The service report and the customer's survey come next."))
    _draw_moment(step, finish, t("Finished now"), t("Finished earlier"), ":material/task_alt:")


def _draw_moment(step: StepDialog, deed: Callable[..., Any], now_label: str, earlier: str, icon: str) -> None:
    """One press for now; who had no signal opens the fold and says when it was."""

    def take(at: datetime | None) -> None:
        step.take(
            lambda session, now, version: deed(
                session, actor=step.actor, now=now, request_id=step.view.id, at=at, expected_version=version
            )
        )

    if st.button(now_label, key=step.key("now"), type="primary", icon=icon, width="stretch"):
        take(None)
    with st.expander(earlier, icon=":material/history:"), step.form():
        at = moment_input(t("When it was"), value=None, key=step.key("at"))
        if st.form_submit_button(t("Record this time"), key=step.key("submit"), width="stretch"):
            if at is None:
                st.error(t("Choose the moment."), icon=":material/error:")
                return
            take(at)


def draw_make_safe(step: StepDialog) -> None:
    st.caption(t("Making safe needs no quote and no agreement. What follows is gated as usual."))
    with step.form():
        measures = st.text_area(
            t("What was done to make it safe"), key=step.key("measures"), max_chars=400, height=96,
            persist_state="page", placeholder=t("Power cut, letters taken down, area closed off …"),
        )  # fmt: skip
        if step.submit(icon=":material/health_and_safety:"):
            step.take(
                lambda session, now, version: make_safe(
                    session, actor=step.actor, now=now, request_id=step.view.id, measures=measures,
                    expected_version=version,
                )
            )  # fmt: skip


def draw_record_finding(step: StepDialog) -> None:
    request = step.view.request
    reported = request.cause_found or request.cause_reported
    st.caption(t("Who pays is decided again from the cause found."))
    with step.form():
        fault = st.selectbox(
            t("Fault seen"), FAULTS, key=step.key("fault"), format_func=show,
            index=FAULTS.index(request.fault_found or request.fault),
        )  # fmt: skip
        cause = st.radio(
            t("Cause found"), FINDABLE, key=step.key("cause"), format_func=show,
            index=FINDABLE.index(reported) if reported in FINDABLE else None,
        )  # fmt: skip
        if step.submit(icon=":material/search_check:"):
            if cause is None:
                st.error(t("Choose the cause that was found."), icon=":material/error:")
                return
            step.take(
                lambda session, now, version: record_finding(
                    session, actor=step.actor, now=now, request_id=step.view.id, cause=cause, fault=fault,
                    expected_version=version,
                )
            )  # fmt: skip


def draw_leave_half_done(step: StepDialog) -> None:
    st.caption(t("The visit ends; the next one is made by itself and says what is missing."))
    with step.form():
        missing = st.text_area(
            t("What is missing"), key=step.key("missing"), max_chars=400, height=96, persist_state="page",
            placeholder=t("A 200 W power supply, a lift truck …"),
        )  # fmt: skip
        promised_at = moment_input(
            t("Next visit promised for"), value=None, key=step.key("promised"),
            help=t("Leave it empty when no time was agreed yet."),
        )  # fmt: skip
        if step.submit(icon=":material/event_repeat:"):
            step.take(
                lambda session, now, version: leave_half_done(
                    session, actor=step.actor, now=now, request_id=step.view.id, missing=missing,
                    next_promised_at=promised_at, expected_version=version,
                )
            )  # fmt: skip
