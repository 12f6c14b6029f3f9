"""Take one step of an audit: what was typed stays after an error, and somebody else's change is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError, ChangedMeanwhile
from aftersales.queries.audit_view import AuditView, find_audit_version
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.text import say, t

_DONE = "audit_done"


def audit_key(view: AuditView, name: str, field: str) -> str:
    """The same until a step was taken."""
    turn = st.session_state.get(f"audit_turn:{view.id}", 0)
    return f"audit:{view.id}:{name}:{turn}:{field}"


def seen_version(view: AuditView, name: str) -> int:
    """The version as it was when this form was first drawn."""
    version: int = st.session_state.setdefault(audit_key(view, name, "version"), view.audit.version)
    return version


def take_audit_step(view: AuditView, name: str, label: str, deed: Callable[[Session, datetime, int], Any]) -> None:
    """Do it in one transaction and draw the page anew, or tell what is wrong here."""
    version = seen_version(view, name)
    try:
        with unit_of_work() as session:
            deed(session, utc_now(), version)
    except ChangedMeanwhile as error:
        st.warning(say(error), icon=":material/group:")
        with reading() as session:
            st.session_state[audit_key(view, name, "version")] = find_audit_version(session, view.id)
        return
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return
    turn = f"audit_turn:{view.id}"
    st.session_state[turn] = st.session_state.get(turn, 0) + 1
    st.session_state[_DONE] = label
    st.rerun()


def tell_audit_done() -> None:
    """What was done before the page was drawn anew."""
    done = st.session_state.pop(_DONE, None)
    if done:
        st.toast(t("Done: {step}", step=done), icon=":material/check_circle:")
