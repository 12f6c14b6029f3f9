"""A place to sign with a finger, by Streamlit's own way of small components; nothing is fetched."""

from __future__ import annotations

import base64
from collections.abc import Callable

import streamlit as st

from aftersales.ui.text import t

MOST_CHARACTERS = 2_000_000
_PREFIX = "data:image/png;base64,"
_HTML = (
    '<div class="pad"><canvas></canvas>'
    '<div class="row"><button class="clear"></button><button class="use"></button></div></div>'
)
# Paper stays white in the dark theme too: the picture is printed.
_CSS = """
.pad{font-family:var(--st-font)}
canvas{box-sizing:border-box;width:100%;height:150px;display:block;background:#fff;
border:1px solid var(--st-border-color);border-radius:var(--st-base-radius);touch-action:none;cursor:crosshair}
.row{display:flex;gap:.5rem;margin-top:.5rem}
button{flex:1;font:inherit;font-size:.875rem;padding:.55rem;border-radius:var(--st-button-radius);cursor:pointer;
border:1px solid var(--st-border-color);background:var(--st-background-color);color:var(--st-text-color)}
button.use{border-color:var(--st-primary-color);color:var(--st-primary-color);font-weight:600}
button:disabled{opacity:.45;cursor:default}
"""
_JS = """
export default function ({ parentElement, data, setTriggerValue }) {
  const canvas = parentElement.querySelector("canvas");
  const clear = parentElement.querySelector(".clear");
  const use = parentElement.querySelector(".use");
  clear.textContent = data.clear;
  use.textContent = data.use;
  canvas.setAttribute("aria-label", data.label);
  if (canvas.dataset.ready) return;
  canvas.dataset.ready = "1";
  const pen = canvas.getContext("2d");
  const blank = () => {
    canvas.width = canvas.clientWidth * 2;
    canvas.height = canvas.clientHeight * 2;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 5;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#12263f";
    clear.disabled = use.disabled = true;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * 2, (event.clientY - box.top) * 2];
  };
  let drawing = false;
  canvas.onpointerdown = (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  };
  canvas.onpointermove = (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
    clear.disabled = use.disabled = false;
  };
  canvas.onpointerup = canvas.onpointercancel = () => { drawing = false; };
  clear.onclick = blank;
  use.onclick = () => { setTriggerValue("signed", canvas.toDataURL("image/png")); blank(); };
  requestAnimationFrame(blank);
}
"""
_pad = st.components.v2.component("aftersales_signature", html=_HTML, css=_CSS, js=_JS)


def draw_signature_pad(key: str, on_signed: Callable[[bytes], None]) -> None:
    """`on_signed` is given the PNG when the customer's signature is taken."""

    def taken() -> None:
        content = picture_of(st.session_state[key].get("signed"))
        if content:
            on_signed(content)

    _pad(
        key=key,
        data={"clear": t("Clear"), "use": t("Take this signature"), "label": t("Sign here with a finger")},
        on_signed_change=taken,
    )


def picture_of(sent: object) -> bytes | None:
    """The PNG of what the browser sent; None for anything else."""
    if not isinstance(sent, str) or not sent.startswith(_PREFIX) or len(sent) > MOST_CHARACTERS:
        return None
    try:
        return base64.b64decode(sent.removeprefix(_PREFIX), validate=True)
    except ValueError:
        return None
