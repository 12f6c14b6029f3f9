"""Whose desk a start opens: the generated demo company, or one's own."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Any

from aftersales.clock import utc_now
from aftersales.commands.console import say, told
from aftersales.database import Readiness, Store
from aftersales.errors import RuleBroken
from aftersales.places import load_module
from aftersales.rules.message import N_
from aftersales.services.own_company import begin_own_company

STALE_AFTER = timedelta(hours=12)


def _ensure_no_real_company(store: Store, ready: Readiness) -> None:
    if ready.loaded and not ready.is_demo:
        raise RuleBroken(
            N_("{where} holds a real company; the demo is not loaded into it."), where=store.url.render_as_string()
        )


def add_backed_up(parser: Any) -> None:
    """The option of every command that may bring the schema up to date."""
    parser.add_argument(
        "--backed-up", action="store_true",
        help=told(N_("make no copy of the database before bringing it up to date; you have made one")),
    )  # fmt: skip


def _begin_again(store: Store) -> Store:
    """An empty, migrated store in the place of this demo one."""
    store.adapter.throw_away(store.engine)
    url = store.url.render_as_string(hide_password=False)
    store.close()
    return open_up_to_date(url)


def _say_if_stale(store: Store, now: datetime) -> None:
    """A demo of some days ago shows a board on which everything is late: say how to begin again."""
    with store.reading() as session:
        ended_at = load_module("db.demo").story_ended_at(session)
    if now - ended_at > STALE_AFTER:
        say(
            N_("The demo company's story ended {ended_at}. To tell it again up to now: aftersales demo --reset"),
            ended_at=ended_at,
        )


def show_progress(done: int, total: int) -> None:
    """One line that fills up on a terminal; a line for each tenth in a pipe."""
    if sys.stdout.isatty():
        filled = 30 * done // total
        print(f"\r  {'█' * filled}{'·' * (30 - filled)} {100 * done // total:3d} %", end="", flush=True)
        if done >= total:
            print(flush=True)
    elif done >= total or 10 * done // total > 10 * (done - 1) // total:
        print(f"  {100 * done // total} %", flush=True)


def open_up_to_date(url: str, *, backed_up: bool = False) -> Store:
    """The store at `url`, migrated after a backup; says where the backup lies. `backed_up`: somebody made one."""
    store = Store.open(url)
    copy = store.migrate(backed_up=backed_up)
    if copy:
        say(N_("The database was brought up to date. A copy from before lies at {path}."), path=str(copy))
    return store


def load_demo_company(url: str, *, is_reset: bool = False, backed_up: bool = False) -> None:
    """Make the demo company at `url` unless it is there; refuses a database that holds a real one."""
    store = open_up_to_date(url, backed_up=backed_up)
    try:
        ready = store.readiness()
        _ensure_no_real_company(store, ready)
        if ready.is_demo and (is_reset or not ready.loaded):
            # Half made by a start that was broken off, or no longer wanted: begin again.
            store = _begin_again(store)
            ready = store.readiness()
        if not ready.loaded:
            say(N_("Making the demo company:"))
            load_module("db.demo").load_demo(store, now=utc_now(), progress=show_progress)
        else:
            load_module("db.demo").freshen(store, now=utc_now())
            _say_if_stale(store, utc_now())
    finally:
        store.close()


def prepare_own_company(url: str, *, backed_up: bool = False) -> None:
    """Found an empty company at `url` unless one is there; says so when it is the demo's."""
    store = open_up_to_date(url, backed_up=backed_up)
    try:
        ready = store.readiness()
        if ready.is_demo:
            say(N_("Note: this database holds the demo company, not your own."))
        elif not ready.loaded:
            with store.unit_of_work() as session:
                begin_own_company(session, now=utc_now())
            say(N_("A new, empty company was begun at {where}."), where=store.url.render_as_string())
    finally:
        store.close()
