"""A number that is the button which opens its rows: what it is above, how it changed below."""

from __future__ import annotations

import streamlit as st

from aftersales.ui.text import t

_STYLE = """
<style>
[class*="st-key-num_"] button { padding: 0; min-height: 2.2rem; }
[class*="st-key-num_"] button p { font-size: 1.4rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
[class*="st-key-small_"] { gap: 0.1rem; padding: 0.7rem 0.7rem; }
[class*="st-key-small_"] p { overflow-wrap: normal; word-break: normal; }
</style>
"""


def draw_number_style() -> None:
    """Once a page that draws such numbers."""
    st.html(_STYLE)


def draw_number(key: str, title: str, value: str, *, has_rows: bool, change: str = "", told: str = "") -> bool:
    """Whether it was pressed. `told` is its definition, shown on hover."""
    name = key.replace(":", "_")
    with st.container(border=True, height="stretch", key=f"small_{name}"):
        st.markdown(f":gray[:small[{title}]]", help=told or None)
        pressed = st.button(
            value, key=f"num_{name}", type="tertiary", disabled=not has_rows,
            help=t("Open the rows") if has_rows else None,
        )  # fmt: skip
        if change:
            st.markdown(change)
    return pressed
