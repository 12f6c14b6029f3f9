"""The version of a request as it was shown: a step is taken on what its person saw, not on what others made of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError, ChangedMeanwhile
from aftersales.models import ServiceRequest
from aftersales.ui.page import unit_of_work
from aftersales.ui.text import say, t


def drawer_version(request_id: int) -> str:
    """Where the drawer keeps the version that it showed first."""
    return f"drawer:{request_id}:version"


def forget_shown(request_id: int) -> None:
    """A drawer is opened anew: what it shows now counts."""
    st.session_state.pop(drawer_version(request_id), None)


def take_step(request: ServiceRequest, version_key: str, step: Callable[[Session, datetime, int], object]) -> bool:
    """Take it in one transaction; false after an error, which is shown in place so that what was typed stays.

    After somebody else's change the next press takes the step on top of it.
    """
    expected = st.session_state.setdefault(version_key, request.version)
    try:
        with unit_of_work() as session:
            step(session, utc_now(), expected)
    except ChangedMeanwhile as error:
        st.warning(say(error), icon=":material/group:")
        st.caption(t("What you typed is still here. Press the button again to take the step all the same."))
        st.session_state[version_key] = request.version
        return False
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return False
    st.session_state.pop(version_key, None)
    return True
