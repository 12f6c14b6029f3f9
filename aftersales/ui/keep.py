"""Choices that a browser keeps beyond this session: a route sets them as cookies.

A script can't set a cookie. An invisible picture asks the route that can, so that nothing is
reloaded and nothing typed is lost.
"""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st


def keep_in_cookie(route: str, **parameters: str | int) -> None:
    """Ask `route` once to set its cookie; safe to call at every rerun with the same values."""
    st.html(
        f'<img src="{route}?{urlencode(parameters)}" alt="" width="1" height="1" style="position:absolute;opacity:0">'
    )
