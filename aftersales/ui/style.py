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


def stay_at_the_bottom(key: str) -> None:
    """The container of this key stays in sight while the page is scrolled: a button within the thumb's reach."""
    theme = st.context.theme.type or "light"
    colour = st.get_option(f"theme.{theme}.backgroundColor") or "Canvas"
    st.html(
        f"<style>[data-testid=stLayoutWrapper]:has(> .st-key-{key})"
        f"{{position:sticky;bottom:0;z-index:90;padding:.5rem 0 .75rem;background:{colour}}}</style>"
    )
