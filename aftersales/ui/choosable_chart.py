"""Charts whose marks can be clicked, and that can be saved as pictures."""

from __future__ import annotations

from typing import Any

import streamlit as st

PICKED = "picked"  # the name of a chart's clicks


def saveable(chart: Any, name: str) -> Any:
    """With the menu that saves it as a picture, under a name that says what it is."""
    return chart.properties(
        usermeta={"embedOptions": {"actions": {"export": True, "source": False, "compiled": False, "editor": False},
                                   "downloadFileName": name}}
    )  # fmt: skip


def draw_choosable(chart: Any, name: str, key: str, title: str, *fields: str) -> Any:
    """Draw a chart with a point selection `PICKED` of these fields; gives those of the mark that was clicked, once."""
    event: Any = st.altair_chart(
        saveable(chart, name), width="stretch", key=key, alt=title, on_select="rerun", selection_mode=PICKED
    )
    marks = event["selection"].get(PICKED) or []
    if not marks or any(field not in marks[0] for field in fields):
        return None
    st.session_state.pop(key, None)
    found = tuple(marks[0][field] for field in fields)
    return found if len(fields) > 1 else found[0]
