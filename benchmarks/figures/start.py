"""From the command to the first page drawn in a real browser, beside an empty Streamlit app."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.environment import environment_of
from benchmarks.figure import Figure, Rounds, time_figure
from benchmarks.run import Run, Skipped
from benchmarks.served import end, free_port, open_to_everybody, product_served, wait_until_answered

ROUNDS, SHORT_ROUNDS = 5, 1
EMPTY = 'import streamlit as st\n\nst.title("Empty")\n'
# A heading, and no script running any more.
DRAWN = "[data-testid='stApp'][data-test-script-state='notRunning'] h1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def measure(run: Run) -> Iterator[Figure]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Skipped("Playwright is not installed") from None
    path = os.environ.get("AFTERSALES_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise Skipped("no Chromium was found; AFTERSALES_CHROMIUM names one")
    rounds = SHORT_ROUNDS if run.is_short else ROUNDS
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        folder = Path(name)
        (folder / "empty.py").write_text(EMPTY, "utf-8")
        demo = f"sqlite:///{(folder / 'demo.sqlite3').as_posix()}"
        with product_served(demo, folder):
            pass  # makes the demo company, once
        yield _figure("start-demo", "start to first page, an existing demo", browser, folder, demo, rounds)
        with run.writing() as (store, world):
            open_to_everybody(store)
            url = store.url.render_as_string(hide_password=False)
            what = f"start to first page, {world.requests:,} requests stored"
            yield _figure("start-stored", what, browser, folder, url, rounds)
        browser.close()


def _figure(name: str, what: str, browser: Any, folder: Path, store_url: str, rounds: int) -> Figure:
    ours, empty = list[float](), list[float]()
    for _ in range(rounds):
        port = free_port()
        command = ["-m", "aftersales", "demo", "--no-browser", "--port", str(port)]
        ours.append(_seconds(browser, folder, store_url, port, command, "/healthz"))
        port = free_port()
        command = ["-m", "streamlit", "run", "empty.py", "--server.headless", "true", "--server.port", str(port),
                   "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]  # fmt: skip
        empty.append(_seconds(browser, folder, store_url, port, command, "/_stcore/health"))
    return time_figure(name, what, Rounds(ours, empty), 1, reference_is="an empty Streamlit app", goal=3,
                       slowest_ms=round(1000 * max(ours)), median_ms=round(1000 * statistics.median(ours)))  # fmt: skip


def _seconds(browser: Any, folder: Path, store_url: str, port: int, command: list[str], healthy: str) -> float:
    """Each time a new process and a browser that has seen nothing yet."""
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context()
    page = context.new_page()
    with (folder / f"start-{port}.log").open("w") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=environment_of(store_url, folder), stdout=log,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_until_answered(f"{address}{healthy}", process)
        page.goto(address)
        page.wait_for_selector(DRAWN, timeout=60_000)
        return time.perf_counter() - started
    finally:
        context.close()
        end(process)
