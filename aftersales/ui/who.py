"""Who is here. One function answers; tests and sign-in put another in its place."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from aftersales.queries.company import is_demo_company
from aftersales.queries.staff import find_actor, find_first_manager
from aftersales.rules.roles import Actor
from aftersales.ui.keep import keep_in_cookie
from aftersales.ui.page import reading
from aftersales.ui.text import t

PERSON_KEY = "person"
PERSON_COOKIE = "aftersales_person"


def _chosen_staff_id() -> int | None:
    """The person picked in this session, else the one kept in the cookie."""
    chosen = str(st.session_state.get(PERSON_KEY) or st.context.cookies.get(PERSON_COOKIE) or "")
    return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None


def person_of_this_browser() -> Actor | None:
    """In a demo the person picked on the page *Who is here*; else, until there is sign-in, the manager.

    Without sign-in the server only listens on this machine, so whoever reaches it is its owner.
    """
    chosen = _chosen_staff_id()
    with reading() as session:
        picked = find_actor(session, chosen) if chosen and is_demo_company(session) else None
        return picked or find_first_manager(session)


_finder: Callable[[], Actor | None] = person_of_this_browser


def current_actor() -> Actor | None:
    """The person who uses this page, read anew at each call; None where the company has nobody yet."""
    return _finder()


def actor_here() -> Actor:
    """The same, for pages that only make sense for somebody: without anybody the page ends here."""
    actor = current_actor()
    if actor is None:
        st.info(t("This company has nobody yet who could work here."), icon=":material/info:")
        st.stop()
    return actor


def find_actor_with(finder: Callable[[], Actor | None]) -> None:
    """Put another way of finding out who is here in place."""
    global _finder
    _finder = finder


def become(staff_id: int | None) -> None:
    """Be this person from the next rerun on; only in a demo."""
    st.session_state[PERSON_KEY] = staff_id


def keep_person() -> None:
    """Let the browser keep the choice for its next visit."""
    chosen = st.session_state.get(PERSON_KEY)
    if chosen:
        keep_in_cookie("/enter", staff=chosen)
