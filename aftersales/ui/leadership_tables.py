"""Figures split into parts: one row a part, one column a figure; a cell opens the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from aftersales.queries.figures.groups import By
from aftersales.rules.figures import FIGURES, NOTHING, Sum, Unit
from aftersales.ui.figure_text import definition, number, rows_shown
from aftersales.ui.leadership_rows import open_rows, part_name
from aftersales.ui.text import t

MOST_PARTS = 100
_FORMATS = {Unit.PERCENT: "%.1f%%", Unit.MARK: "%.2f", Unit.HOURS: "%.1f", Unit.MONEY: "¥%,.0f", Unit.COUNT: "%d"}


def draw_split(
    by: By,
    title: str,
    parts: Mapping[Any, Mapping[str, Sum]],
    names: dict[Any, tuple[str, str]],
    keys: Sequence[str],
    *,
    sort_by: str,
) -> None:
    """The parts with most of `sort_by` first."""
    keys = [key for key in keys if any(key in part for part in parts.values())]
    ordered = sorted(parts, key=lambda part: -(parts[part][sort_by].top))[:MOST_PARTS]
    cut = rows_shown(len(ordered), len(parts)) + " · " if len(parts) > len(ordered) else ""
    if not ordered:
        st.info(t("There is nothing in this period yet."), icon=":material/hourglass_empty:")
        return
    table = [
        {title: part_name(by, part, names)} | {t(FIGURES[key].title): number(key, parts[part][key]) for key in keys}
        for part in ordered
    ]
    config: dict[str, Any] = {
        t(FIGURES[key].title): st.column_config.NumberColumn(
            format=_FORMATS[FIGURES[key].unit], help=definition(key)
        )
        for key in keys
    }  # fmt: skip
    config[title] = st.column_config.TextColumn(pinned=True)
    widget = f"split_{by.value}"
    chosen = st.dataframe(
        table, hide_index=True, key=widget, on_select="rerun", selection_mode="single-cell", column_config=config,
        height=min(38 + 36 * len(table), 440),
    )  # fmt: skip
    st.caption(cut + t("Choose a number to open the rows behind it."))
    for row, column in chosen["selection"].get("cells", []):
        key = next((key for key in keys if t(FIGURES[key].title) == column), None)
        if key is not None and row < len(ordered) and parts[ordered[row]][key] != NOTHING:
            st.session_state.pop(widget, None)
            open_rows(key, by, ordered[row])
