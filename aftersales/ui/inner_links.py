"""Links between records stay in the tab: Streamlit would open each in one more.

Without this script everything works the same, in new tabs. With Ctrl or the middle button it still is a new one.
"""

from __future__ import annotations

import streamlit as st

# The text never changes, because browsers are told to run this one by its hash.
SCRIPT = """
(() => {
if (window.aftersalesLinksWatched) return;
window.aftersalesLinksWatched = true;
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-testid=stMarkdownContainer] a[target=_blank]");
  if (link && link.origin === window.location.origin) link.target = "_self";
}, true);
})();
"""


def keep_links_in_tab() -> None:
    """Once a page."""
    st.html(f"<span hidden data-inner-links></span><script>{SCRIPT}</script>", unsafe_allow_javascript=True)
