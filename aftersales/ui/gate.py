"""Before anybody is let in: what stands at every address until then, and letting them in."""

from __future__ import annotations

import re

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.accounts import is_open_demo
from aftersales.queries.sessions import is_ticket_used
from aftersales.services.sessions import end_session
from aftersales.services.setup import needs_setup
from aftersales.services.sign_in import Outcome
from aftersales.ui.identity import leave_provider
from aftersales.ui.keep import keep_in_cookie
from aftersales.ui.page import page_store
from aftersales.ui.text import LANGUAGE_KEY, say, t
from aftersales.ui.who import PERSON_KEY, SESSION_KEY, Here

OUTCOME_KEY = "sign_in_outcome"
OWNER_KEY = "state_belongs_to"
MOST_LOOKS = 20
LOOK_SECONDS = 0.25


def gate_file(here: Here | None) -> str | None:
    """The page that stands at every address for who isn't let in (yet); None: let in."""
    if here is not None:
        return "new_password.py" if here.must_change else None
    with page_store().reading() as session:
        if needs_setup(session):
            return "setup.py"
        return "who.py" if is_open_demo(session) else "sign_in.py"


def client_address() -> str:
    """Where the tries come from; behind a reverse proxy on this machine, what the proxy says."""
    address = st.context.ip_address
    return address if isinstance(address, str) else "this machine"


_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("MicroMessenger/", "WeChat"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device() -> str:
    """This browser in two words, for the list of where one is signed in."""
    agent = str(st.context.headers.get("User-Agent", ""))
    words = [next((name for sign, name in known if sign in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return " · ".join(word for word in words if word) or re.sub(r"[^ -~]", "", agent)[:40]


def take_outcome(outcome: Outcome) -> bool:
    """Show a refusal; with a session begin letting in. Whether a code is awaited now is for the page."""
    if outcome.refusal:
        st.error(say(outcome.refusal), icon=":material/lock:")
        return False
    if outcome.session_id:
        st.session_state[OUTCOME_KEY] = outcome
        st.rerun()
    return True


def draw_letting_in() -> None:
    """Where a right password was just given: wait until the browser has its cookie, then show what was asked for.

    The cookie is fetched by an invisible picture, so that the address and its query stay.
    """
    outcome: Outcome | None = st.session_state.get(OUTCOME_KEY)
    if outcome is None or outcome.session_id is None:
        return
    st.markdown(t("Signing in …"))
    if outcome.ticket:
        keep_in_cookie("/signed-in", ticket=outcome.ticket)
    _look_for_cookie(outcome.session_id)
    st.stop()


@st.fragment(run_every=LOOK_SECONDS)
def _look_for_cookie(session_id: int) -> None:
    looks = st.session_state["cookie_looks"] = st.session_state.get("cookie_looks", 0) + 1
    with page_store().reading() as session:
        has_cookie = is_ticket_used(session, session_id)
    if has_cookie or looks > MOST_LOOKS:  # a browser without cookies is let in for as long as this tab is open
        st.session_state.pop(OUTCOME_KEY, None)
        st.session_state.pop("cookie_looks", None)
        st.session_state[SESSION_KEY] = session_id
        st.rerun()


def sign_out(here: Here) -> None:
    """End this session, and with it what the company's sign-in said."""
    with page_store().unit_of_work() as session:
        end_session(session, actor=here.actor, now=utc_now(), session_id=here.session_id or 0)
    forget_typed()
    leave_provider()
    st.rerun()


def keep_state_apart(here: Here) -> None:
    """What one person typed into this tab is never shown to the next who signs in here."""
    if here.session_id is None:
        return
    owner = st.session_state.get(OWNER_KEY)
    if owner not in (None, here.actor.staff_id):
        forget_typed()
        st.session_state[SESSION_KEY] = here.session_id
    st.session_state[OWNER_KEY] = here.actor.staff_id


def forget_typed() -> None:
    """Empty this tab, but for the language."""
    for key in list(st.session_state):
        if key not in (LANGUAGE_KEY, PERSON_KEY):
            del st.session_state[key]
