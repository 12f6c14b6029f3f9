"""What every page needs: the store, a unit of work, and errors shown as sentences."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import streamlit as st
from sqlmodel import Session

from aftersales.config import settings
from aftersales.database import Store
from aftersales.errors import AftersalesError
from aftersales.ui.text import say


@st.cache_resource(show_spinner=False)
def _open_store(database_url: str) -> Store:
    return Store.open(database_url)


def page_store() -> Store:
    """The one store of this server process: pages, routes and the ticker share its connections."""
    return _open_store(settings().database_url)


def _let_in() -> None:
    """Where nothing else is said, everybody may ask the store."""


_guard: Callable[[], None] = _let_in


def guard_with(guard: Callable[[], None]) -> None:
    """Call `guard` before each use of the store by a page: `ui/who.py` refuses those who were signed out meanwhile."""
    global _guard
    _guard = guard


def unit_of_work() -> AbstractContextManager[Session]:
    """A session that commits at the end, or rolls everything back if an error leaves it."""
    _guard()
    return page_store().unit_of_work()


def reading() -> AbstractContextManager[Session]:
    """A session for looking only."""
    _guard()
    return page_store().reading()


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show an error of ours as one sentence where it happened; the page goes on below.

    Nothing is rerun, so what was typed stays in its fields.
    """
    try:
        yield
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")


def once_key(form: str) -> str:
    """The token of this filling-in of `form`: sent with each try, so that a double click saves once."""
    key: str = st.session_state.setdefault(f"once:{form}", secrets.token_urlsafe(12))
    return key


def next_once_key(form: str) -> None:
    """Begin a new filling-in, after the last one was saved."""
    st.session_state.pop(f"once:{form}", None)
