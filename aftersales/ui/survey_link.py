"""The public link of a survey: as text to copy, and as a QR code for the customer's phone."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import segno
import streamlit as st

from aftersales.ui.text import t


def survey_address(token: str) -> str:
    """The whole address, as this server is reached now."""
    here = urlsplit(st.context.url or "http://localhost")
    return f"{here.scheme}://{here.netloc}/survey/{token}"


def draw_link(address: str) -> None:
    """Both ways of handing it over."""
    st.code(address, language=None, wrap_lines=True)
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=6, border=2)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(picture.getvalue(), width=180)
        st.caption(t("Good for one answer, for 14 days. Copy it into the chat, or let the customer scan the code."))
