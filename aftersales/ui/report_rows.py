"""The rows of the report form that can be added and taken away: parts used, and cost lines."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from aftersales.models import Bearer
from aftersales.queries.report_job import Price
from aftersales.rules.kinds import Charge, CostKind
from aftersales.ui.report_state import OWN_WORDS, ReportState
from aftersales.ui.text import current_language, show, t

NEW_PART: dict[str, object] = {"name": "", "size": "", "count": 1, "old_returned": False}
NEW_COST: dict[str, object] = {
    "item": None, "name": "", "kind": CostKind.OUTSIDE.value, "quantity": 1.0, "unit": "", "unit_yuan": None,
    "bearer": None, "keeps": None,
}  # fmt: skip
Keep = Callable[[], None]


def draw_parts(state: ReportState, keep: Keep) -> None:
    """Name, size, count, whether the old one was brought back."""
    for row in state.rows("part"):
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.text_input(t("Part"), key=state.key("part", row, "name"), max_chars=80, on_change=keep)
                st.text_input(t("Size"), key=state.key("part", row, "size"), max_chars=80, on_change=keep, width=180)
                st.number_input(
                    t("Count"), min_value=1, max_value=100_000, step=1, key=state.key("part", row, "count"),
                    on_change=keep, width=130,
                )  # fmt: skip
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.checkbox(t("Old part returned"), key=state.key("part", row, "old_returned"), on_change=keep)
                _drop_button(state, "part", row, keep)
    _add_button(state, "part", t("Add a part"), NEW_PART, keep)


def draw_costs(state: ReportState, prices: list[Price], charge: Charge, *, sees_costs: bool, keep: Keep) -> None:
    """From the price list with a quantity. Who sees no costs sees and sets none (4(5))."""
    chinese = current_language() == "zh"
    names = {str(price.id): price.name if chinese else price.name_en or price.name for price in prices}
    units = {str(price.id): price.unit if chinese else price.unit_en or price.unit for price in prices}

    def label(item: str) -> str:
        return t("Something else") if item == OWN_WORDS else f"{names.get(item, item)} / {units.get(item, '')}"

    for row in state.rows("cost"):
        item = state.get("cost", row, "item")
        options = [*names, OWN_WORDS] if item is None or item in names else [item, *names, OWN_WORDS]
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.selectbox(
                    t("From the price list"), options, index=None, format_func=label,
                    key=state.key("cost", row, "item"), on_change=keep, placeholder=t("Choose …"),
                )  # fmt: skip
                st.number_input(
                    t("Quantity"), min_value=0.0, max_value=100_000.0, step=0.5, format="%g",
                    key=state.key("cost", row, "quantity"), on_change=keep, width=130,
                )  # fmt: skip
            if state.get("cost", row, "item") == OWN_WORDS:
                _draw_own_words(state, row, keep)
            elif sees_costs:
                _draw_price(state, row, keep)
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                if sees_costs and charge is not Charge.FREE:
                    st.segmented_control(
                        t("Borne by"), [bearer.value for bearer in Bearer],
                        format_func=lambda value: show(Bearer(value)),
                        key=state.key("cost", row, "bearer"), on_change=keep, label_visibility="collapsed",
                    )  # fmt: skip
                else:
                    st.markdown("")
                _drop_button(state, "cost", row, keep)
    _add_button(state, "cost", t("Add a cost line"), NEW_COST, keep)


def _draw_own_words(state: ReportState, row: int, keep: Keep) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("What it was"), key=state.key("cost", row, "name"), max_chars=120, on_change=keep)
        st.selectbox(
            t("Cost of"), [kind.value for kind in CostKind], format_func=lambda value: show(CostKind(value)),
            key=state.key("cost", row, "kind"), on_change=keep, width=150,
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("Unit"), key=state.key("cost", row, "unit"), max_chars=16, on_change=keep, width=110)
        _draw_price(state, row, keep)


def _draw_price(state: ReportState, row: int, keep: Keep) -> None:
    is_kept = bool(state.get("cost", row, "keeps"))
    is_own = state.get("cost", row, "item") == OWN_WORDS
    st.number_input(
        t("Unit price (yuan)"), min_value=0.0, max_value=100_000_000.0, value=None, step=1.0, format="%.2f",
        key=state.key("cost", row, "unit_yuan"), on_change=keep,
        placeholder=t("as stored") if is_kept else t("paid amount") if is_own else t("by the price list"),
    )  # fmt: skip


def _add_button(state: ReportState, kind: str, label: str, values: dict[str, object], keep: Keep) -> None:
    def add() -> None:
        state.add_row(kind, values)
        keep()

    st.button(label, icon=":material/add:", key=state.key("add", kind), on_click=add)


def _drop_button(state: ReportState, kind: str, row: int, keep: Keep) -> None:
    def drop() -> None:
        state.drop_row(kind, row)
        keep()

    st.button(t("Remove"), icon=":material/delete:", type="tertiary", key=state.key("drop", kind, row), on_click=drop)
