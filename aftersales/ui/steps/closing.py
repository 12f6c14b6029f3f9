"""The end of the file: close, reopen, cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from aftersales.queries.request_view import RequestView
from aftersales.rules.gates import counted_asks
from aftersales.services.close import cancel_request, close_request, reopen_request
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import t


def draw_close(step: StepDialog) -> None:
    st.markdown(_why_it_may_close(step.view))
    with step.form():
        if step.submit(icon=":material/inventory_2:"):
            step.take(
                lambda session, now, version: close_request(
                    session, actor=step.actor, now=now, request_id=step.view.id, expected_version=version
                )
            )


def _why_it_may_close(view: RequestView) -> str:
    number, answer = view.request.number, view.survey.answer
    if not view.request.kind.needs_visit:
        return t("The file of {number} can be closed.", number=number)
    if answer is None:
        asks = counted_asks([ask.asked_at for ask in view.survey.asks])
        return t("The customer was asked {count} times and didn't answer. The file of {number} can be closed without a "
                 "survey (4(7)).", count=len(asks), number=number)  # fmt: skip
    if answer.is_refused:
        return t("The report is there; the customer didn't want the survey. The file of {number} can be closed.",
                 number=number)  # fmt: skip
    return t("Report and survey are there. The file of {number} can be closed.", number=number)


def draw_reopen(step: StepDialog) -> None:
    st.caption(t("New clocks start now; what the round before came to stands."))
    _draw_reason(step, reopen_request, ":material/restart_alt:")


def draw_cancel(step: StepDialog) -> None:
    st.caption(t("Nothing is to be done any more. The number stays in the register."))
    _draw_reason(step, cancel_request, ":material/cancel:")


def _draw_reason(step: StepDialog, deed: Callable[..., Any], icon: str) -> None:
    with step.form():
        reason = st.text_area(t("Reason"), key=step.key("reason"), max_chars=400, height=96, persist_state="page")
        if step.submit(icon=icon):
            step.take(
                lambda session, now, version: deed(
                    session, actor=step.actor, now=now, request_id=step.view.id, reason=reason,
                    expected_version=version,
                )
            )  # fmt: skip
