"""The fields that the steps of a return ask for, each drawn in one way wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st

from aftersales.clock import local_day
from aftersales.queries.returns import LineView
from aftersales.rules.kinds import Cause
from aftersales.rules.message import N_
from aftersales.rules.product_return import BEFORE_RECEIPT, OLD_ONE, WITH_CUSTOMER, Outcome, Whereabouts
from aftersales.ui.text import show, t

GIVEN = (Outcome.REPAIR, Outcome.REPLACE, Outcome.REFUND)
FIELDS_OF: dict[str, tuple[str, ...]] = {
    "move": ("before", "carrier", "waybill"),
    "receive": ("quantity", "condition", "serials"),
    "inspect": ("quantity", "finding", "cause"),
    "quote": ("quoted", "yuan"),
    "accept_quote": ("answered_by",),
    "decline_quote": ("reason",),
    "exception": ("excepted", "reason"),
    "repair": ("quantity",),
    "replace": ("quantity",),
    "refund": ("quantity", "yuan"),
    "refuse": ("quantity", "reason"),
    "ship": ("carrier", "waybill", "shipped_on", "new_serials", "old"),
    "pay_refund": ("refunded_on", "voucher"),
    "send_back": ("carrier", "waybill", "shipped_on"),
    "close": ("arrived_on", "after"),
    "scrap": (),
    "withdraw": ("reason",),
}


def draw_fields(fields: tuple[str, ...], one: LineView, *, key: Callable[[str], str], now: datetime) -> dict[str, Any]:
    """Draw them in their order; gives what is typed, by field. Those that this line can't need are left out."""
    today = local_day(now)
    line = one.line
    typed: dict[str, Any] = {}
    for field in fields:
        name = key(field)
        if field == "quantity":
            if line.quantity == 1:
                typed[field] = 1
                continue
            typed[field] = st.number_input(
                t("Pieces"), min_value=1, max_value=line.quantity, value=line.quantity, step=1, key=name,
                help=t("Fewer than all: the others stay behind, as a line of their own."),
            )  # fmt: skip
        elif field in _TEXTS:
            label, most = _TEXTS[field]
            typed[field] = st.text_input(t(label), max_chars=most, key=name)
        elif field in _AREAS:
            label, most = _AREAS[field]
            typed[field] = st.text_area(t(label), max_chars=most, height=90, key=name)
        elif field in _DAYS:
            typed[field] = st.date_input(t(_DAYS[field]), value=today, max_value=today, format="YYYY-MM-DD", key=name)
        elif field == "new_serials":
            if line.outcome is Outcome.REPLACE:
                typed[field] = st.text_input(t("Serial numbers of the new ones"), max_chars=400, key=name)
        elif field == "yuan":
            typed[field] = st.number_input(
                t("Amount (yuan)"), min_value=0.0, max_value=100_000_000.0, value=None, step=10.0, format="%.2f",
                key=name,
            )  # fmt: skip
        elif field == "cause":
            words = {cause: show(cause) for cause in Cause}
            typed[field] = st.selectbox(
                t("Cause"), list(words), format_func=words.__getitem__, key=name,
                index=list(words).index(line.cause) if line.cause else None, placeholder=t("Choose the cause"),
            )  # fmt: skip
        else:
            typed |= _draw_choice(field, one, name)
    return typed


_TEXTS = {
    "carrier": (N_("Carrier"), 80),
    "waybill": (N_("Waybill"), 60),
    "serials": (N_("Serial numbers"), 400),
    "answered_by": (N_("Who at the customer accepted"), 80),
    "voucher": (N_("Voucher"), 60),
}
_AREAS = {"condition": (N_("Condition"), 400), "finding": (N_("Finding"), 1000), "reason": (N_("Reason"), 400)}
_DAYS = {"shipped_on": N_("Shipped on"), "refunded_on": N_("Refunded on"), "arrived_on": N_("Arrived on")}


def _draw_choice(field: str, one: LineView, name: str) -> dict[str, Any]:
    """One of a few; nothing where the line's outcome leaves no choice."""
    line = one.line
    if field == "before":
        return {field: _choose(t("Where it is now"), BEFORE_RECEIPT, line.whereabouts, name)}
    if field == "old":
        if line.outcome is not Outcome.REPLACE:
            return {}
        return {field: _choose(t("The old one"), OLD_ONE, Whereabouts.AT_WORKSHOP, name)}
    if field == "after":
        if line.outcome not in (Outcome.REPAIR, Outcome.REFUSE):
            return {}
        return {field: _choose(t("Where it is now"), WITH_CUSTOMER, Whereabouts.AT_CUSTOMER, name)}
    free = one.decision.free if one.decision else frozenset()
    offered = tuple(outcome for outcome in GIVEN if outcome not in free)
    return {field: _choose(t("For what"), offered, offered[0], name)}


def _choose(label: str, options: tuple[Any, ...], usual: Any, name: str) -> Any:
    return st.segmented_control(
        label, options, default=usual if usual in options else options[0], format_func=show, required=True, key=name,
        wrap=True,
    )  # fmt: skip
