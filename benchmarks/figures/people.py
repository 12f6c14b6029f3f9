"""Fifty people clicking at once, beside one alone; and what their sessions cost the server in memory."""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from aftersales.outside.lifespan import SETTLE_SECONDS
from benchmarks.company.draw import sign_values_of, values_of
from benchmarks.company.world import World
from benchmarks.figure import Figure, percentile
from benchmarks.run import Run
from benchmarks.served import Served, open_to_everybody, product_served
from benchmarks.tab import opened

PEOPLE, SECONDS, ALONE_SECONDS = 50, 120.0, 45.0
SHORT_PEOPLE, SHORT_SECONDS = 4, 5.0
PAUSE = (4.0, 8.0)  # between two clicks of one person, who looks at what they opened and is quick
ALONE_PAUSE = (0.3, 0.6)  # alone nobody waits for anybody: more clicks in less time
MOST_TIMES, MOST_MIB = 10, 5
Click = tuple[str, str]  # a page's address and its query


@dataclass(slots=True)
class Clicked:
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    resident_mib: float | None = None


def measure(run: Run) -> Iterator[Figure]:
    people, seconds = (SHORT_PEOPLE, SHORT_SECONDS) if run.is_short else (PEOPLE, SECONDS)
    alone_seconds = SHORT_SECONDS if run.is_short else ALONE_SECONDS
    with tempfile.TemporaryDirectory() as folder, run.writing() as (store, world):
        open_to_everybody(store)
        with store.reading() as session:
            last = session.connection().exec_driver_sql("SELECT number FROM service_request ORDER BY id DESC LIMIT 50")
            clicks = _clicks(world, [row[0] for row in last])
        url = store.url.render_as_string(hide_password=False)
        with product_served(url, Path(folder)) as served:
            asyncio.run(_warm_up(served, world, clicks))
            idle = served.resident_mib
            alone = asyncio.run(_click(served, world, clicks, 1, alone_seconds, ALONE_PAUSE))
            together = asyncio.run(_click(served, world, clicks, people, seconds, PAUSE))
    errors = [*alone.errors, *together.errors]
    if errors:
        raise AssertionError(f"{len(errors)} errors on screens: {errors[0]}")
    p95, p95_alone = (1000 * percentile(one.seconds, 0.95) for one in (together, alone))
    yield Figure(
        "people", f"{people} people clicking at once for {seconds:.0f} s: 95th percentile", "ms", p95, p95_alone,
        "one person alone", p95 / p95_alone, f"at most {MOST_TIMES} times, no error", p95 <= MOST_TIMES * p95_alone,
        {
            "clicks": len(together.seconds), "median_ms": round(1000 * statistics.median(together.seconds), 1),
            "median_alone_ms": round(1000 * statistics.median(alone.seconds), 1), "errors": len(errors),
        },
    )  # fmt: skip
    if idle is not None and together.resident_mib is not None:
        each = (together.resident_mib - idle) / people
        yield Figure(
            "people-memory", f"the server's memory with {people} sessions", "MiB", together.resident_mib, idle,
            "the idle server, every page opened once", together.resident_mib / idle,
            f"at most {MOST_MIB} MiB a session", each <= MOST_MIB, {"mib_a_session": round(each, 2)},
        )  # fmt: skip


def _clicks(world: World, numbers: Sequence[str]) -> list[Click]:
    """What is opened, as often as an office opens it: most often a request, the board or Today."""
    _, _, place = values_of(world, world.requests // 2, range(1, world.signs + 1))
    code = sign_values_of(world, place).code
    pages = [("", ""), ("board", ""), ("intake", f"sign={code}"), ("notices", ""), ("surveys", ""), ("warranty", "")]
    return [*pages, ("", ""), ("board", ""), *(("request", f"number={number}") for number in numbers[:6])]


async def _warm_up(served: Served, world: World, clicks: Sequence[Click]) -> None:
    async with opened(served.port, world.managers[0].staff_id or 0) as tab:
        for click in dict.fromkeys(clicks):
            await tab.click(*click)
    await asyncio.sleep(SETTLE_SECONDS + 1)  # what these pages loaded is put aside


async def _click(
    served: Served, world: World, clicks: Sequence[Click], people: int, seconds: float, pause: tuple[float, float]
) -> Clicked:
    found = Clicked()
    async with AsyncExitStack() as stack:
        staff = [world.managers[0], world.hotline[0], world.dispatchers[0]]
        tabs = [
            await stack.enter_async_context(opened(served.port, staff[place % len(staff)].staff_id or 0))
            for place in range(people)
        ]
        ends_at = time.monotonic() + seconds

        async def work(place: int) -> None:
            chance = random.Random(place)
            await asyncio.sleep(chance.uniform(0, pause[1]) if people > 1 else 0)
            await tabs[place].click("")  # the tab is opened: not counted, it loads what a click doesn't
            while time.monotonic() < ends_at:
                await asyncio.sleep(chance.uniform(*pause))
                found.seconds.append(await tabs[place].click(*chance.choice(clicks)))

        await asyncio.gather(*(work(place) for place in range(people)))
        gc.collect()
        found.resident_mib = served.resident_mib
        found.errors = [error for tab in tabs for error in tab.errors]
    return found
