"""What stands beside every page: who is here, and the language switch."""

from __future__ import annotations

import re
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path

import streamlit as st

from aftersales.queries.notices import MOST_COUNTED, count_unread
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.ui.gate import sign_out
from aftersales.ui.keep import keep_in_cookie
from aftersales.ui.page import reading
from aftersales.ui.text import LANGUAGE_KEY, LANGUAGE_NAMES, as_typed, current_language, named, show, t
from aftersales.ui.who import Here, keep_person

# A Material symbol as the tab's icon would be fetched from the internet.
PRODUCT_ICON = str(Path(__file__).with_name("icon.png"))
_SWITCH = "language_switch"
MOST_ROLES_SHOWN = 3
DEMO = N_(
    "This is the demo company: its people and customers are made up, nobody signs in, and everybody may be anyone."
)
_NOTICES = "notices.py"


def _is_option(value: object) -> bool:
    """Whether this is a choice among options rather than typed text, a click or a file."""
    if isinstance(value, list | tuple):
        return bool(value) and all(_is_option(item) for item in value)
    if isinstance(value, Enum) or is_dataclass(value):
        return True
    if isinstance(value, str):  # a word of code, such as an enum's value
        return re.fullmatch(r"[a-z]+(_[a-z]+)*", value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


def _switched() -> None:
    chosen = st.session_state[_SWITCH]
    if not chosen:  # the chosen one pressed again leaves none
        return
    st.session_state[LANGUAGE_KEY] = chosen
    # The browser knows an option by its text, which now changes. Setting each anew tells it the new text;
    # otherwise it would send the old one back, and the choice would silently fall to the first option.
    for key, value in list(st.session_state.items()):
        if _is_option(value):
            st.session_state[key] = value


def _draw_unread(actor: Actor) -> None:
    with reading() as session:
        unread = count_unread(session, actor)
    if unread:
        more = "+" if unread >= MOST_COUNTED else ""
        st.page_link(
            _NOTICES, label=t("Unread: {count}", count=f"{unread}{more}"), icon=":material/notifications_unread:"
        )


def _draw_way_out(here: Here) -> None:
    """Sign out; in the demo instead what it is, and the way to be somebody else."""
    if here.session_id is None:
        st.markdown(f":orange-badge[:material/science: {as_typed(t('Demo'))}]", help=t(DEMO))
    elif st.button(t("Sign out"), key="sign_out", icon=":material/logout:", type="tertiary"):
        sign_out(here)


def draw_sidebar(here: Here | None) -> None:
    st.logo(PRODUCT_ICON, size="large")
    actor = here.actor if here else None
    with st.sidebar:
        if here and actor and not here.must_change:
            name = as_typed(named(actor.name, actor.name_en))
            roles = show(tuple(sorted(actor.roles)))
            if len(actor.roles) > MOST_ROLES_SHOWN:
                roles = t("{count} roles", count=len(actor.roles))
            st.markdown(f":material/account_circle: **{name}**  \n:small[:gray[{as_typed(roles)}]]")
            _draw_unread(actor)
        if here:
            _draw_way_out(here)
        st.session_state[_SWITCH] = current_language()
        st.segmented_control(
            "中文 / English",
            LANGUAGE_NAMES,
            format_func=LANGUAGE_NAMES.__getitem__,
            key=_SWITCH,
            on_change=_switched,
            label_visibility="collapsed",
        )
        if st.session_state.get(LANGUAGE_KEY):
            keep_in_cookie("/language", to=st.session_state[LANGUAGE_KEY])
        keep_person()
