"""Each page's rerun on the server, beside the same widgets drawn from answers that are known already."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from unittest.mock import patch

from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from aftersales.database import Store
from aftersales.places import product_folder
from aftersales.queries.staff import find_actor
from aftersales.ui import who
from aftersales.ui.navigation import present_pages
from aftersales.ui.page import page_store
from aftersales.ui.text import LANGUAGE_KEY
from benchmarks.company.draw import sign_values_of, values_of
from benchmarks.company.world import World
from benchmarks.figure import Figure, Rounds, time_figure
from benchmarks.remember import Memory, statements_counted
from benchmarks.run import Run, Skipped

MOST_QUERIES = 8


@dataclass(frozen=True, slots=True)
class Screen:
    """A page under its address, as one person sees it."""

    name: str
    file: str
    asked: dict[str, str] = field(default_factory=dict)


def screens(world: World, number: str) -> list[Screen]:
    _, _, place = values_of(world, world.requests // 2, range(1, world.signs + 1))
    code = sign_values_of(world, place).code
    found = [Screen(entry.url_path, entry.file) for entry in present_pages() if entry.file != "request.py"]
    return [
        *found,
        Screen("request", "request.py", {"number": number}),
        Screen("intake-sign", "intake.py", {"sign": code}),
    ]


def measure(run: Run) -> Iterator[Figure]:
    set_log_level("error")  # outside of a server Streamlit warns at every turn
    failed: list[str] = []
    with run.reading() as (store, world):
        number = _last_number(store)
        with patch.dict(os.environ, {"AFTERSALES_DATABASE_URL": store.url.render_as_string(hide_password=False)}):
            with store.reading() as session:
                person = find_actor(session, world.managers[0].staff_id or 0)
            usual = who._finder
            who.find_actor_with(lambda: person)
            try:
                for screen in screens(world, number):
                    try:
                        yield _measure(run, screen)
                    except Exception as error:  # one page that can't be drawn here hides no other
                        failed.append(f"{screen.name}: {error!r}")
            finally:
                who.find_actor_with(usual)
                page_store().close()
    if failed:
        raise Skipped("; ".join(failed))


def _last_number(store: Store) -> str:
    with store.reading() as session:
        last = session.connection().exec_driver_sql("SELECT number FROM service_request ORDER BY id DESC LIMIT 1")
        return str(last.scalar_one())


def _measure(run: Run, screen: Screen) -> Figure:
    app, memory = _open(screen), Memory()
    with statements_counted(page_store().engine) as statements:
        _rerun(app, screen)
    with memory.answering():
        _rerun(app, screen)
    # Putting the memory in place isn't drawing: it stays outside of what is timed.
    ours, reference = list[float](), list[float]()
    for turn in range(run.rounds + 1):
        for into, context in ((ours, nullcontext()), (reference, memory.answering())):
            with context:
                started = time.perf_counter()
                _rerun(app, screen)
                into += [time.perf_counter() - started] if turn else []
    rounds = Rounds(ours, reference)
    figure = time_figure(f"page-{screen.name}", f"rerun of the page {screen.name}", rounds, 1,
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
