"""What a person sees when a page fails: one sentence, and for our own faults a reference to the log."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from aftersales.errors import AftersalesError
from aftersales.ui.text import say, t

log = logging.getLogger(__name__)


def show_trouble(error: Exception) -> bool:
    """Called for every error that leaves a page. True: we have shown it ourselves."""
    if isinstance(error, AftersalesError):
        st.error(say(error), icon=":material/error:")
        return True
    reference = secrets.token_hex(4)
    log.error("Trouble %s on a page", reference, exc_info=error)
    st.error(
        t(
            "Something went wrong here and nothing was saved by this step. Try again; "
            "if it stays, tell your administrator this reference: {reference}.",
            reference=reference,
        ),
        icon=":material/error:",
    )
    return True
