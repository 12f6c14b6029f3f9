"""What happens when the server starts and stops: the store is opened, the ticker begins and ends."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

from aftersales.clock import utc_now
from aftersales.config import data_folder, keeps_backups_days, keeps_drafts_days, settings
from aftersales.database import Store
from aftersales.locale import Language, translate
from aftersales.rules.message import N_
from aftersales.services.own_company import begin_own_company
from aftersales.services.passwords import new_readable_secret
from aftersales.services.setup import keep_setup_code, needs_setup
from aftersales.services.sweep import sweep_backups, sweep_drafts
from aftersales.services.ticker import tick
from aftersales.services.trail_notes import note_head, notes_path
from aftersales.ui.page import page_store

log = logging.getLogger(__name__)
TICK_SECONDS = 30
SETTLE_SECONDS = 5
NOTE_EACH = timedelta(hours=1)


def prepare() -> Store:
    """Bring the database up to date and import what the first page would else wait for.

    `aftersales serve` and `demo` have done the first already; `streamlit run` comes here directly.
    """
    store = page_store()
    copy = store.migrate()
    if copy:
        _tell(N_("The database was brought up to date. A copy from before lies at {path}."), path=str(copy))
    ready = store.readiness()
    if not ready.loaded and not ready.is_demo and not settings().is_demo:
        with store.unit_of_work() as session:
            begin_own_company(session, now=utc_now())
    open_setup(store)
    for heavy in ("pandas", "altair"):
        importlib.import_module(heavy)
    return store


def open_setup(store: Store) -> None:
    """While nobody can sign in: let the code of this start open the setup page.

    `aftersales serve` made and printed one; otherwise it is printed here, where only who runs the server reads it.
    """
    if not store.readiness().is_ready:
        return
    with store.unit_of_work() as session:
        if not needs_setup(session):
            return
        given = os.environ.get("AFTERSALES_SETUP_CODE")
        code = given or new_readable_secret(3)
        keep_setup_code(session, now=utc_now(), code=code)
    if not given:
        _tell(N_("Nobody can sign in yet. The setup page asks for this code: {code}"), code=code)


def _tell(words: str, **values: str) -> None:
    """A line for who runs the server, in the command line's language."""
    language: Language = "zh" if settings().language == "zh" else "en"
    print(translate(words, language).format(**values), flush=True)


def note_trail(store: Store) -> None:
    """Keep the trail's head outside the database too; a demo's trail proves nothing to anybody."""
    ready = store.readiness()
    if ready.is_ready and not ready.is_demo:
        with store.reading() as session:
            note_head(session, notes_path(data_folder(), store.url), now=utc_now())


def sweep(store: Store) -> None:
    """Delete what was kept long enough: copies made before migrations, forms that nobody went on with."""
    now = utc_now()
    for path in sweep_backups(data_folder() / "backups", now=now, days=keeps_backups_days()):
        log.info("Deleted the old backup %s", path)
    if store.readiness().is_ready:
        with store.unit_of_work() as session:
            sweep_drafts(session, now=now, days=keeps_drafts_days())


async def keep_ticking(store: Store) -> None:
    """Write what became due, every half minute. A failed tick is logged; the next one tries again."""
    note_at = utc_now()
    while True:
        try:
            await asyncio.to_thread(tick, store, utc_now())
            if utc_now() >= note_at:
                await asyncio.to_thread(note_trail, store)
                await asyncio.to_thread(sweep, store)
                note_at = utc_now() + NOTE_EACH
        except Exception:
            log.exception("The ticker failed; it tries again in %s seconds", TICK_SECONDS)
        await asyncio.sleep(TICK_SECONDS)


async def keep_settled() -> None:
    """Put what is loaded aside for good, whenever more was.

    Streamlit collects garbage after every run of a page, and looks at each object of every module loaded for
    that: a tenth of a second a click, in which nobody else is served. What is frozen isn't looked at.
    """
    settled = 0
    while True:
        await asyncio.sleep(SETTLE_SECONDS)  # the start itself isn't made slower
        if len(sys.modules) != settled:
            settled = len(sys.modules)
            await asyncio.to_thread(gc.collect)
            gc.freeze()
            gc.enable()  # the start was made without


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    store = await asyncio.to_thread(prepare)
    tasks = [asyncio.create_task(keep_ticking(store)), asyncio.create_task(keep_settled())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
