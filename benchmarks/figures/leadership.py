"""Leadership's figures of any period at any office, beside the same summed over the rows; equal to the last fen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from aftersales.queries.figures.sums import sum_figures
from aftersales.queries.where import Where
from aftersales.rules.periods import Period
from benchmarks.company.world import END, World
from benchmarks.figure import Figure, Rounds, time_figure
from benchmarks.run import Run

TIMES_FASTER = 50
PERIODS = (
    ("month", "one month, everywhere", Period(date(2026, 3, 1), date(2026, 3, 31)), False),
    ("year", "one year at one office", Period(date(2025, 1, 1), date(2025, 12, 31)), True),
    ("all", "ten years, everywhere", Period(date(2016, 12, 1), date(2026, 11, 24)), False),
)


def measure(run: Run) -> Iterator[Figure]:
    rounds = 1 if run.is_short else 3
    with run.reading() as (store, world), store.reading() as session:
        for name, what, period, is_one_office in PERIODS:
            where = Where(office_id=world.sites[0].office_id) if is_one_office else Where()
            seconds: dict[bool, list[float]] = {True: [], False: []}
            for _ in range(rounds):
                found = {from_rows: _sum(session, world, period, where, from_rows, seconds) for from_rows in seconds}
                if found[True] != found[False]:
                    raise AssertionError(f"{what}: the daily sums differ from the rows")
            figure = time_figure(
                f"figures-{name}", f"leadership's figures: {what}", Rounds(seconds[False], seconds[True]), 1,
                reference_is="the same summed over the rows", goal=1 / TIMES_FASTER,
            )  # fmt: skip
            assert figure.ratio
            yield figure.also(True, f"{TIMES_FASTER} times faster", times_faster=round(1 / figure.ratio))


def _sum(
    session: Session, world: World, period: Period, where: Where, from_rows: bool, seconds: dict[bool, list[float]]
) -> object:
    started = time.perf_counter()
    found = sum_figures(session, world.managers[0], period, now=END, where=where, from_rows=from_rows)
    seconds[from_rows].append(time.perf_counter() - started)
    return found
