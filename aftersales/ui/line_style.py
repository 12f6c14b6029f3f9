"""Buttons that are lines of a list begin at the left, like the lines of any list."""

from __future__ import annotations

import streamlit as st

_RULES = """
<style>
[class*="_hits"] button, [class*="st-key-lines_"] button { justify-content: flex-start; text-align: left; }
[class*="_hits"] button > div, [class*="st-key-lines_"] button > div { justify-content: flex-start; width: 100%; }
[class*="_hits"] button p, [class*="st-key-lines_"] button p { text-align: left; }
</style>
"""


def draw_line_style() -> None:
    st.html(_RULES)
