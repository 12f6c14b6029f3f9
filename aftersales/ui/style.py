"""The few rules of the look that the theme file can't say."""

from __future__ import annotations

import streamlit as st

# Less air above the title, so that the first screenful holds the work; paper gets the page without its frame.
_RULES = """
<style>
.stMainBlockContainer { padding-top: 3.75rem; padding-bottom: 4rem; }
[data-testid="stMetricValue"], [data-testid="stTable"] { font-variant-numeric: tabular-nums; }
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"] { display: none; }
  .stMainBlockContainer { padding: 0; }
}
</style>
"""


def draw_style() -> None:
    st.html(_RULES)
