"""The rows behind a number as a table in which a row is chosen, with how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from aftersales.ui.figure_text import rows_shown

HIGHEST = 620  # pixels


def draw_rows_table(
    table: Sequence[Mapping[str, Any]], total: int, *, key: str, choose: str, config: Mapping[str, Any]
) -> int | None:
    """The place of the row that was chosen just now, else None.

    `total` counts them all, of which the table may hold the first; `choose` says what choosing a row does.
    """
    chosen = st.dataframe(
        list(table), hide_index=True, on_select="rerun", selection_mode="single-row", key=key,
        height=min(38 + 36 * len(table), HIGHEST), column_config=dict(config),
    )  # fmt: skip
    st.caption(rows_shown(len(table), total) + " · " + choose)
    picked = chosen["selection"]["rows"]
    if not picked or picked[0] >= len(table):
        return None
    st.session_state.pop(key, None)  # whoever comes back finds nothing chosen
    return int(picked[0])
