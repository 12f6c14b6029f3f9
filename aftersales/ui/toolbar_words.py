"""Streamlit's own words on the toolbars of charts and tables and in lists of choices, in the language of the screen.

They are English only, and no setting changes that. Without this script everything works the same, in English.
"""

from __future__ import annotations

import html
import json

import streamlit as st

from aftersales.locale import translate
from aftersales.rules.message import N_
from aftersales.ui.text import current_language

WORDS = (
    N_("Show data"), N_("Show chart"), N_("Download as PNG"), N_("Copy Vega-Lite spec"), N_("Copied!"),
    N_("Fullscreen"), N_("Close fullscreen"), N_("Download as CSV"), N_("Search"), N_("Show/hide columns"),
    N_("Clear selection"), N_("Add row"), N_("Delete row(s)"), N_("Sort ascending"), N_("Sort descending"),
    N_("Format"), N_("Autosize"), N_("Pin column"), N_("Unpin column"), N_("Hide column"), N_("Statistics"),
    N_("Copy column name"), N_("Select all"), N_("Type to search"), N_("No results"),
)  # fmt: skip

# The text never changes, because browsers are told to run this one by its hash: the words stand in the mark beside it.
SCRIPT = """
(() => {
const mark = document.querySelector("[data-toolbar-words]");
if (!mark) return;
window.aftersalesWords = JSON.parse(mark.dataset.toolbarWords);
const inside = "[data-testid=stElementToolbar], [data-testid=stTooltipContent], [data-testid^=stDataFrame], "
  + "[data-testid=stSelectboxVirtualDropdown], [data-testid=stMultiSelectDropdown]";
const word = (text) => window.aftersalesWords[text.trim()];
const named = (button) => {
  const label = button.getAttribute("aria-label") ?? "";
  const end = label.indexOf(": ");
  const first = end < 0 ? label : label.slice(0, end);
  if (word(first)) button.setAttribute("aria-label", word(first) + (end < 0 ? "" : label.slice(end)));
};
const written = (root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const found = word(node.nodeValue);
    if (found) node.nodeValue = found;
  }
  for (const field of root.querySelectorAll("input[placeholder]")) {
    const found = word(field.placeholder);
    if (found) field.placeholder = found;
  }
};
const all = (root) => {
  const parts = root.matches?.(inside) ? [root] : root.closest?.(inside) ? [root] : root.querySelectorAll(inside);
  for (const part of parts) {
    written(part);
    for (const button of part.querySelectorAll("[aria-label]")) named(button);
    if (part.matches("[aria-label]")) named(part);
  }
};
all(document.body);
if (window.aftersalesWordsWatched) return;
window.aftersalesWordsWatched = true;
new MutationObserver((changes) => {
  for (const change of changes) {
    if (change.type === "attributes") named(change.target);
    for (const node of change.addedNodes) if (node.nodeType === 1) all(node);
  }
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
})();
"""


def draw_toolbar_words() -> None:
    """Once a page; words of the other language are turned too, so that a change of language leaves none behind."""
    pairs = [(word, translate(word, "zh")) for word in WORDS]
    words = dict(pairs) if current_language() == "zh" else {chinese: word for word, chinese in pairs}
    mark = html.escape(json.dumps(words, ensure_ascii=False), quote=True)
    st.html(f'<span hidden data-toolbar-words="{mark}"></span><script>{SCRIPT}</script>', unsafe_allow_javascript=True)
