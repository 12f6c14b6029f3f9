"""Who is here. One function answers, `current_actor`; tests may put another in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from aftersales.clock import utc_now
from aftersales.config import idle_minutes
from aftersales.errors import NotAllowed
from aftersales.queries.accounts import is_open_demo
from aftersales.queries.sessions import Standing, find_standing
from aftersales.queries.staff import find_demo_actor, find_first_manager
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.sign_in import MOST_TRIES
from aftersales.services.passwords import token_hash
from aftersales.services.second_factor import own_tries
from aftersales.services.sessions import TOUCHED_EACH, touch_session
from aftersales.services.sign_in_tries import ensure_may_try
from aftersales.ui.keep import keep_in_cookie
from aftersales.ui.page import guard_with, page_store
from aftersales.ui.text import t

PERSON_KEY, PERSON_COOKIE = "person", "aftersales_person"  # of the demo
SESSION_KEY, SESSION_COOKIE = "signed_in_session", "aftersales_session"


@dataclass(frozen=True, slots=True)
class Here:
    """The person at this browser; without a session in the demo, where anybody may be anyone."""

    actor: Actor
    session_id: int | None = None
    must_change: bool = False


# Set while a whole page runs, after it was found out once; a part that runs by itself asks anew.
_found: ContextVar[Here | None] = ContextVar("found", default=None)


def session_cookie() -> str | None:
    """The token that this browser sent when the tab connected."""
    kept = st.context.cookies.get(SESSION_COOKIE)
    return kept if isinstance(kept, str) and kept else None


def _find_standing() -> Standing | None:
    """The session of this tab, else of this browser's cookie: asked of the database each time."""
    now, idle = utc_now(), idle_minutes()
    of_tab, token = st.session_state.get(SESSION_KEY), session_cookie()
    if not of_tab and not token:
        return None
    with page_store().reading() as session:
        standing = find_standing(session, now=now, idle_minutes=idle, session_id=of_tab) if of_tab else None
        if standing is None and token:
            standing = find_standing(session, now=now, idle_minutes=idle, token_hash=token_hash(token))
    return standing


def _find_in_demo() -> Actor | None:
    """The person picked on the page *Who is here*, else the first manager; nobody where it isn't an open demo."""
    chosen = str(st.session_state.get(PERSON_KEY) or st.context.cookies.get(PERSON_COOKIE) or "")
    with page_store().reading() as session:
        is_number = chosen.isascii() and chosen.isdigit() and len(chosen) < 10
        picked = find_demo_actor(session, int(chosen)) if is_number else None
        if picked is not None:
            return picked
        return find_first_manager(session) if is_open_demo(session) else None


_finder: Callable[[], Actor | None] | None = None


def find_here() -> Here | None:
    """Who is here, found out anew."""
    if _finder is not None:
        actor = _finder()
        return Here(actor) if actor else None
    standing = _find_standing()
    if standing is not None:
        st.session_state[SESSION_KEY] = standing.session_id
        return Here(standing.actor, standing.session_id, standing.must_change)
    st.session_state.pop(SESSION_KEY, None)
    actor = _find_in_demo()
    return Here(actor) if actor else None


@contextmanager
def found_here() -> Iterator[Here | None]:
    """Find out once for the whole page that runs inside, and note that its session is in use."""
    here = find_here()
    if here and here.session_id:
        _note_use(here.session_id)
    token = _found.set(here)
    try:
        yield here
    finally:
        _found.reset(token)


def _note_use(session_id: int) -> None:
    noted_at, now = st.session_state.get("use_noted_at"), utc_now()
    if noted_at is None or now - noted_at >= TOUCHED_EACH:
        with page_store().unit_of_work() as session:
            touch_session(session, now=now, session_id=session_id)
        st.session_state["use_noted_at"] = now


def is_whole_page() -> bool:
    """Whether the whole page is being drawn, and not a part that runs by itself."""
    return _found.get() is not None


def current_here() -> Here | None:
    return _found.get() or find_here()


def current_actor() -> Actor | None:
    """The person who uses this page; None where nobody is signed in."""
    here = current_here()
    return here.actor if here else None


def actor_here() -> Actor:
    """The same, for pages that only make sense for somebody: without anybody the page ends here."""
    actor = current_actor()
    if actor is None:
        st.info(t("Nobody is signed in here."), icon=":material/info:")
        st.stop()
    return actor


def ensure_still_signed_in() -> None:
    """Before a click or a part that runs by itself uses the store: it may be minutes since the page was drawn."""
    if _found.get() is not None or get_script_run_ctx(suppress_warning=True) is None:
        return
    drawn_for = st.session_state.get(SESSION_KEY)
    standing = _find_standing() if drawn_for else None
    if drawn_for and (standing is None or standing.session_id != drawn_for):
        st.rerun()  # the whole page, which then asks to sign in; a click's own function goes on below
        raise NotAllowed(N_("You have been signed out. Please sign in again."))


def count_own_try(here: Here) -> None:
    """Before the password of an open session is asked once more. Raises NotAllowed after too many wrong ones."""
    key = own_tries(here.actor.staff_id or 0)
    ensure_may_try(page_store().unit_of_work, key=key, most=MOST_TRIES, now=utc_now())


guard_with(ensure_still_signed_in)


def find_actor_with(finder: Callable[[], Actor | None] | None) -> None:
    """Put another way of finding out who is here in place; None: the usual one again."""
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
