"""Registering beside django-helpdesk (PyPI), which makes a ticket through its own form, with SQLite set up alike."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.company.kept import bench_folder
from benchmarks.figure import Figure, Rounds, rate_figure
from benchmarks.figures.register import service
from benchmarks.run import Run, Skipped

PACKAGE, EACH = "django-helpdesk>=2.6,<3", 40
STORED = 10_000  # the other begins with an empty store: beside a full one we would wait for more pages of the disk
CHILD = Path(__file__).resolve().parent.parent / "helpdesk_child.py"


def measure(run: Run) -> Iterator[Figure]:
    if not run.kept.is_sqlite:
        raise Skipped("it is compared on SQLite")
    python, each = _environment(), run.each(EACH)
    ours, theirs = list[float](), list[float]()
    stored = min(run.requests, STORED)
    with run.writing(stored) as (store, world), tempfile.TemporaryDirectory() as folder, _desk(python, folder) as make:
        register = service(store, world)
        for turn in range(run.rounds + 1):
            started = time.perf_counter()
            for _ in range(each):
                register()
            seconds = time.perf_counter() - started, make(each)
            if turn:  # the first is for warming up
                ours.append(seconds[0])
                theirs.append(seconds[1])
    yield rate_figure(
        "helpdesk", f"register a request with {stored:,} stored, beside another product", Rounds(ours, theirs), each,
        reference_is="django-helpdesk makes a ticket through its own form", goal=5,
    )  # fmt: skip


def _environment() -> Path:
    """Its own virtual environment, made once; it shares nothing with ours."""
    folder = bench_folder() / "helpdesk"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / "installed"
    if not done.exists():
        steps = ([sys.executable, "-m", "venv", str(folder)], [str(python), "-m", "pip", "install", "-q", PACKAGE])
        for step in steps:
            made = subprocess.run(step, capture_output=True, text=True)
            if made.returncode:
                said = (made.stderr or made.stdout).strip().splitlines()
                raise Skipped(f"django-helpdesk can't be installed here: {said[-1] if said else made.returncode}")
        done.touch()
    return python


@contextmanager
def _desk(python: Path, folder: str) -> Iterator[Callable[[int], float]]:
    """Its process: give it a number of tickets, and it gives the seconds that they took."""
    process = subprocess.Popen(
        [str(python), str(CHILD), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, bufsize=1,
    )  # fmt: skip
    assert process.stdin and process.stdout and process.stderr
    try:
        if process.stdout.readline().strip() != "ready":
            raise Skipped(f"django-helpdesk does not start: {process.stderr.read().strip().splitlines()[-1:]}")

        def make(tickets: int) -> float:
            assert process.stdin and process.stdout
            process.stdin.write(f"{tickets}\n")
            process.stdin.flush()
            return float(process.stdout.readline())

        yield make
    finally:
        process.kill()
        process.wait()
