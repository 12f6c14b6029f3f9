"""Asked, promised and actual times side by side, and what was decided, each with its why."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from aftersales.queries.request_view import RequestView
from aftersales.rules.decision import Decision
from aftersales.ui.html import near_time, text
from aftersales.ui.text import as_typed, show, t
from aftersales.ui.why import draw_reasons, reasons_popover

_STYLE = """<style>
.times { width: 100%; border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
.times th { font-weight: 400; opacity: .65; text-align: right; padding: .15rem .3rem; }
.times td { text-align: right; padding: .3rem; border-top: 1px solid rgba(128, 128, 128, .25); }
.times th:first-child, .times td:first-child { text-align: left; padding-left: 0; }
.times .broken { color: var(--st-red-text-color, #c62828); font-weight: 600; }
.times .kept { color: var(--st-green-text-color, #2e7d32); font-weight: 600; }
</style>"""


def draw_times(view: RequestView, now: datetime) -> None:
    """One row a promise: what the customer asked, what we promised, what the hours give, what happened."""
    request = view.request
    rows = [_row(t("Reply"), None, None, request.respond_due_at, request.responded_at, now)]
    if request.kind.needs_visit:
        by_hours = view.decided.arrival.by_hours_at if view.decided.arrival else None
        rows.append(_row(t("Arrival"), request.asked_at, request.promised_at, by_hours, request.arrived_at, now))
        if view.decided.repair is not None:
            rows.append(_row(t("Repair"), None, None, request.repair_due_at, request.finished_at, now))
    heads = ("", t("Asked"), t("Promised"), t("By hours"), t("Actual"))
    head = "".join(f"<th>{escape(label)}</th>" for label in heads)
    st.html(f'<table class="times"><tr>{head}</tr>{"".join(rows)}</table>{_STYLE}')
    for stop in view.times.stops:
        if stop.to_at is None:
            st.caption(
                t(
                    "The clock has stood still since {moment}: {reason}. Ask again on {day}.",
                    moment=stop.from_at, reason=stop.reason, day=stop.ask_again_on,
                )
            )  # fmt: skip


def _row(
    label: str,
    asked: datetime | None,
    promised: datetime | None,
    by_hours: datetime | None,
    actual: datetime | None,
    now: datetime,
) -> str:
    due = promised or by_hours
    mark = ""
    if actual is not None and due is not None:
        mark = ' class="kept"' if actual <= due else ' class="broken"'
        sign = "✓ " if actual <= due else "✗ "
        said = sign + near_time(actual, now)
    else:
        said = near_time(actual, now)
    cells = [near_time(asked, now), near_time(promised, now), near_time(by_hours, now)]
    return (
        f"<tr><td>{escape(label)}</td>" + "".join(f"<td>{cell}</td>" for cell in cells) + f"<td{mark}>{said}</td></tr>"
    )


def draw_decisions(view: RequestView) -> None:
    """Warranty, charge, recurrence and deadlines, one line each with its reasons behind it."""
    request, decided = view.request, view.decided
    ends_on = request.warranty_ends_on
    warranty = show(request.warranty)
    if ends_on is not None:
        warranty = t("{status}, until {day}", status=warranty, day=ends_on)
    _line(t("Warranty"), warranty, decided.warranty, "why_warranty")
    charge = show(request.charge)
    if request.charge_by_hand:
        charge = t("{charge}, decided by hand", charge=charge)
    _line(t("Charge"), charge, decided.charge, "why_charge")
    if request.remedy is not None:
        st.caption(t("Remedy: {remedy}", remedy=request.remedy))
    if decided.recurrence.result:
        again = t("{count} times in the window", count=decided.recurrence.count_in_window)
        _line(t("Recurrence"), again, decided.recurrence, "why_recurrence")
    deadlines = (
        (t("Answer by"), decided.response, "why_response"),
        (t("Arrive by"), decided.arrival, "why_arrival"),
        (t("Repair by"), decided.repair, "why_repair"),
    )
    for label, deadline, key in deadlines:
        if deadline is None:
            continue
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f":gray[{label}] **{show(deadline.due_at)}**", width="content")
            with st.popover(t("Why"), icon=":material/help:", type="tertiary", key=key):
                draw_reasons(deadline)
        if deadline.provisional:
            st.caption(t("Provisional: holidays that aren't announced yet may still move it."))


def _line(label: str, result: str, decision: Decision, key: str) -> None:  # type: ignore[type-arg]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f":gray[{label}] **{as_typed(result)}**", width="content")
        reasons_popover(decision, key=key)


def draw_analysis(view: RequestView) -> None:
    """Root cause, corrective action and outcome, where they were written down."""
    request = view.request
    for label, words in (
        (t("Root cause"), request.root_cause),
        (t("Corrective action"), request.corrective_action),
        (t("Outcome"), request.outcome),
    ):
        if words:
            st.html(f"<div><span style='opacity:.65'>{escape(label)}</span><br>{text(words)}</div>")
