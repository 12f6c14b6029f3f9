"""Keys that Streamlit's own widgets don't know: choose the first find by Enter, walk through finds by arrows.

Without this script everything is there by mouse and by Tab.
"""

from __future__ import annotations

import html

import streamlit as st

# The listeners stand on the document once, so that reruns may draw their fields anew. The text never
# changes, because browsers are told to run this one by its hash: what differs stands in the mark beside it.
SCRIPT = """
(() => {
const keysFor = (area, wanted) => {
  const field = () => document.querySelector(`.st-key-${area}_field input`);
  const hits = () => [...document.querySelectorAll(`.st-key-${area}_hits button`)];
  const found = () => document.querySelector(`.st-key-${area}_hits [data-typed]`)?.dataset.typed;
  const known = (window.aftersalesKeys ??= new Set());
  if (!known.has(area)) {
    known.add(area);
    const chooseFirst = (typed, tries) => {
      const first = hits()[0];
      const now = field()?.value.trim();
      if (found() === typed && first) first.click();
      else if (tries && (now === undefined || now === typed)) setTimeout(() => chooseFirst(typed, tries - 1), 50);
    };
    document.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const all = hits();
      const at = all.indexOf(document.activeElement);
      if (event.target === field()) {
        if (event.key === "Enter" && field().value.trim()) chooseFirst(field().value.trim(), 200);
        else if (event.key === "ArrowDown" && all.length) { event.preventDefault(); all[0].focus(); }
      } else if (at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        const next = at + (event.key === "ArrowDown" ? 1 : -1);
        (next < 0 ? field() : all[Math.min(next, all.length - 1)])?.focus();
      }
    }, true);
  }
  const reach = (tries) => {
    const there = wanted && document.querySelector(wanted);
    const active = document.activeElement;
    // Never away from where somebody is typing already.
    const isBusy = active !== field() && active?.matches("input, textarea");
    if (!tries || isBusy || (there && there === active)) return;
    there?.focus({ preventScroll: true });
    setTimeout(() => reach(tries - 1), 100);
  };
  if (wanted) reach(50);
};
// A choice among pills keeps the Enter of Ctrl+Enter to itself, and the button with that shortcut never hears of it.
if (!window.aftersalesPassOn) {
  window.aftersalesPassOn = true;
  document.addEventListener("keydown", (event) => {
    if (!event.isTrusted || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (!event.target.matches?.("[role=radio], [role=radio] *")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { key, code, ctrlKey, metaKey } = event;
    for (const kind of ["keydown", "keyup"]) {
      document.body.dispatchEvent(new KeyboardEvent(kind, { key, code, ctrlKey, metaKey, bubbles: true }));
    }
  }, true);
}
for (const mark of document.querySelectorAll("[data-keys-area]")) {
  if (mark.isTaken) continue;
  mark.isTaken = true;
  keysFor(mark.dataset.keysArea, mark.dataset.keysFocus);
}
})();
"""


def search_keys(area: str, *, focus: str = "", turn: str = "") -> None:
    """Keys for the search field in container `<area>_field` and its finds in `<area>_hits`.

    `focus`: a selector to put the cursor at; each new `turn` does it again.
    """
    values = {"area": area, "focus": focus, "turn": turn}
    mark = " ".join(f'data-keys-{name}="{html.escape(value, quote=True)}"' for name, value in values.items())
    st.html(f"<span hidden {mark}></span><script>{SCRIPT}</script>", unsafe_allow_javascript=True)


def mark_found(typed: str) -> None:
    """Inside the finds: for which typed text they are, so that Enter never takes those of an earlier one."""
    st.html(f'<span hidden data-typed="{html.escape(typed.strip(), quote=True)}"></span>')
