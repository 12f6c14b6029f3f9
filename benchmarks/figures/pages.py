"""Each page's rerun on the server, beside the same widgets drawn from answers that are known already."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from unittest.mock import patch

from sqlmodel import Session
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from aftersales.places import product_folder
from aftersales.queries.staff import find_actor
from aftersales.rules.roles import Actor
from aftersales.ui import who
from aftersales.ui.navigation import present_pages
from aftersales.ui.page import page_store
from aftersales.ui.text import LANGUAGE_KEY
from benchmarks.figure import Figure, Rounds, time_figure
from benchmarks.figures.page_records import addresses_of
from benchmarks.remember import Memory, statements_counted
from benchmarks.run import Run, Skipped

MOST_QUERIES = 8
WARM_UPS = 12  # as in a server that has run for some minutes: PostgreSQL plans a statement anew ten times, then no more
OF_TECHNICIAN = ("today", "notices", "service-report", "warranty-sign", "handbooks")


@dataclass(frozen=True, slots=True)
class Screen:
    """A page under its address, as one person sees it."""

    name: str
    file: str
    asked: dict[str, str] = field(default_factory=dict)


def screens(session: Session) -> list[Screen]:
    """Every page, and again with a record open where there is one to open."""
    found = [Screen(entry.url_path, entry.file) for entry in present_pages()]
    for entry in present_pages():
        for asked in addresses_of(session, entry.file)[:1]:
            found.append(Screen(f"{entry.url_path}-{'-'.join(asked)}", entry.file, asked))
    return found


def measure(run: Run) -> Iterator[Figure]:
    set_log_level("error")  # outside of a server Streamlit warns at every turn
    failed: list[str] = []
    with run.reading() as (store, world):
        address = store.url.render_as_string(hide_password=False)
        with patch.dict(os.environ, {"AFTERSALES_DATABASE_URL": address}):
            with store.reading() as session:
                manager, technician = (
                    find_actor(session, people[0].staff_id or 0) for people in (world.managers, world.technicians)
                )
                drawn = screens(session)
            # A technician sees few pages, but looks through all jobs that they ever had.
            theirs = [screen for screen in drawn if screen.name in OF_TECHNICIAN]
            usual = who._finder
            try:
                for person, role, screen in (
                    *((manager, "", screen) for screen in drawn),
                    *((technician, " of a technician", screen) for screen in theirs),
                ):
                    who.find_actor_with(partial(_same, person))
                    try:
                        yield _measure(run, screen, role)
                    except Exception as error:  # one page that can't be drawn here hides no other
                        failed.append(f"{screen.name}{role}: {error!r}")
            finally:
                who.find_actor_with(usual)
                page_store().close()
    if failed:
        raise Skipped("; ".join(failed))


def _same(person: Actor | None) -> Actor | None:
    return person


def _measure(run: Run, screen: Screen, role: str) -> Figure:
    app, memory = _open(screen), Memory()
    for _ in range(1 if run.is_short else WARM_UPS):
        _rerun(app, screen)
    with statements_counted(page_store().engine) as statements:
        _rerun(app, screen)
    with memory.answering():
        _rerun(app, screen)
    # Putting the memory in place isn't drawing: it stays outside of what is timed.
    ours, reference, working = list[float](), list[float](), list[tuple[float, float]]()
    for turn in range(run.rounds + 1):
        busy = []
        for into, context in ((ours, nullcontext()), (reference, memory.answering())):
            with context:
                started, began = time.perf_counter(), time.process_time()
                _rerun(app, screen)
                busy.append(time.process_time() - began)
                into += [time.perf_counter() - started] if turn else []
        working += [(busy[0], busy[1])] if turn else []
    rounds = Rounds(ours, reference, working)
    figure = time_figure(f"page-{screen.name}{'-technician' if role else ''}",
                         f"rerun of the page {screen.name}{role}", rounds, 1,
                         reference_is="the same widgets from answers known already", goal=1.5)  # fmt: skip
    return figure.also(len(statements) <= MOST_QUERIES, f"{MOST_QUERIES} queries", queries=len(statements))


def _open(screen: Screen) -> AppTest:
    app = AppTest.from_file(str(product_folder() / "pages" / "main.py"), default_timeout=60)
    # AppTest reads choices back outside of the session, where texts are English.
    app.session_state[LANGUAGE_KEY] = "en"
    app.run()
    app.switch_page(screen.file)
    for name, value in screen.asked.items():
        app.query_params[name] = value
    _rerun(app, screen)
    return app


def _rerun(app: AppTest, screen: Screen) -> None:
    app.run()
    if app.exception or app.error:
        said = [element.value for element in (*app.exception, *app.error)]
        raise AssertionError(f"{screen.name}: {said}")
