"""Asked, promised and actual times side by side, and what was decided, each with its why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from aftersales.queries.request_view import RequestView
from aftersales.rules.deadlines import Deadline
from aftersales.rules.decision import Decision
from aftersales.rules.kinds import WarrantyStatus
from aftersales.ui.html import EMPTY, short_time
from aftersales.ui.text import as_typed, show, t
from aftersales.ui.why import reasons_popover

_STYLE = """<style>
.times { width: 100%; border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
.times th { font-weight: 400; opacity: .65; text-align: right; padding: .15rem .3rem; }
.times td { text-align: right; word-break: keep-all; padding: .3rem; border-top: 1px solid rgba(128, 128, 128, .25); }
.times th:first-child, .times td:first-child { text-align: left; padding-left: 0; white-space: nowrap; }
.times .broken { color: #c62828; color: light-dark(#c62828, #ff8a80); font-weight: 600; }
.times .kept { color: #1b7f3b; color: light-dark(#1b7f3b, #69d391); font-weight: 600; }
</style>"""


@dataclass(frozen=True, slots=True)
class _Promise:
    """One column: what was asked, promised, due by hours, and what happened."""

    label: str
    asked: datetime | None
    promised: datetime | None
    by_hours: datetime | None
    actual: datetime | None

    @property
    def due(self) -> datetime | None:
        return self.promised or self.by_hours


def draw_times(view: RequestView, now: datetime) -> None:
    """What the customer asked, what we promised, what the hours give and what happened, side by side."""
    promises = _promises(view)
    rows = [
        (t("Asked"), [short_time(promise.asked, now) for promise in promises]),
        (t("Promised"), [short_time(promise.promised, now) for promise in promises]),
        (t("By hours"), [short_time(promise.by_hours, now) for promise in promises]),
        (t("Actual"), [_actual(promise, now) for promise in promises]),
    ]
    always = {t("By hours"), t("Actual")}
    rows = [(label, cells) for label, cells in rows if label in always or any(cell != EMPTY for cell in cells)]
    head = "".join(f"<th>{escape(promise.label)}</th>" for promise in promises)
    body = "".join(
        f"<tr><td>{escape(label)}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for label, cells in rows
    )
    st.html(f'<table class="times"><tr><th></th>{head}</tr>{body}</table>{_STYLE}')
    for stop in view.times.stops:
        if stop.to_at is None and stop.ask_again_on is None:  # it ends with its agreement (2b)
            since, why = stop.from_at, stop.reason
            st.caption(t("The clock has stood still since {moment}: {reason}.", moment=since, reason=why))
        elif stop.to_at is None:
            st.caption(
                t(
                    "The clock has stood still since {moment}: {reason}. Ask again on {day}.",
                    moment=stop.from_at, reason=stop.reason, day=stop.ask_again_on,
                )
            )  # fmt: skip


def _promises(view: RequestView) -> list[_Promise]:
    request, decided = view.request, view.decided
    promises = [_Promise(t("Reply"), None, None, request.respond_due_at, request.responded_at)]
    if decided.arrival is not None:
        promises.append(
            _Promise(
                t("Arrival"), request.asked_at, request.promised_at, decided.arrival.by_hours_at, request.arrived_at
            )
        )
    if decided.repair is not None:
        promises.append(_Promise(t("Repair"), None, None, decided.repair.due_at, request.finished_at))
    return promises


def _actual(promise: _Promise, now: datetime) -> str:
    said = short_time(promise.actual, now)
    if promise.actual is None or promise.due is None:
        return said
    kept = promise.actual <= promise.due
    return f'<span class="{"kept" if kept else "broken"}">{"✓" if kept else "✗"} {said}</span>'


def draw_decisions(view: RequestView) -> None:
    """Warranty, charge, recurrence and deadlines, one line each with its reasons behind it."""
    request, decided = view.request, view.decided
    ends_on, warranty = request.warranty_ends_on, show(request.warranty)
    if ends_on is not None and request.warranty is WarrantyStatus.OUT:
        warranty = t("{status}, ended on {day}", status=warranty, day=ends_on)
    elif ends_on is not None:
        warranty = t("{status}, until {day}", status=warranty, day=ends_on)
    _line(t("Warranty"), warranty, decided.warranty, "why_warranty")
    if request.kind.needs_visit:  # a question or an opinion costs nothing, and nothing is undecided about it
        charge = show(request.charge)
        if request.charge_by_hand:
            charge = t("{charge}, decided by hand", charge=charge)
        _line(t("Charge"), charge, decided.charge, "why_charge")
    given = decided.charge.remedies if not request.charge_by_hand else ()
    if request.remedy is not None:
        st.caption(t("Remedy: {remedy}", remedy=request.remedy) if len(given) < 2 else
                   t("Remedy: {remedy}, or {other}.", remedy=given[0], other=given[1]))  # fmt: skip
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
        _line(label, show(deadline.due_at), deadline, key)
        if deadline.provisional:
            st.caption(t("Provisional: holidays that aren't announced yet may still move it."))


def _line(label: str, result: str, decision: Decision[Any] | Deadline, key: str) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(f":small[:gray[{label}]]  \n**{as_typed(result)}**", width="stretch")
        reasons_popover(decision, key=key)
