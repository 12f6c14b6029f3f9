"""The whole loop, from the call to the closed file: eleven steps, each a durable commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

from aftersales.database import Store
from benchmarks.bare import Bare
from benchmarks.bare_loop import BareLoop, Stage, stage_of
from benchmarks.company.cases import OVER, repaired_free
from benchmarks.company.draw import sign_index_of, values_of
from benchmarks.company.world import END, World
from benchmarks.figure import Figure, in_turns, rate_figure
from benchmarks.run import Run

EACH = 10


def measure(run: Run) -> Iterator[Figure]:
    with run.writing() as (store, world):
        each = run.each(EACH)
        ours = by_services(store, world)
        bare = Bare(store)
        theirs = BareLoop(bare, world, stages(store, world, bare))
        rounds = in_turns(lambda: [ours() for _ in range(each)], lambda: [theirs.run() for _ in range(each)],
                          run.rounds)  # fmt: skip
        bare.close()
    yield rate_figure(
        "loop", "the whole loop through the services, eleven commits", rounds, each,
        reference_is="the same reads and writes by the driver alone", goal=0.35,
    )  # fmt: skip


def by_services(store: Store, world: World) -> Callable[[], int]:
    """One loop on the next sign in warranty, every step in a unit of work of its own. Gives the request's id."""
    turns = count()
    return lambda: _loop(world, next(turns), partial(_step, store))


def _step(store: Store, service: Callable[..., Any], **values: Any) -> Any:
    with store.unit_of_work() as session:
        return service(session, **values)


def _loop(world: World, index: int, step: Callable[..., Any]) -> int:
    signs = range(1, world.signs + 1)
    _, values, _ = values_of(world, index, signs)
    # The signs go on taking turns: whose turn it is was visited a year ago, too long for a recurrence.
    sign_id = signs[sign_index_of(world, world.requests + index, OVER[0][0])]
    return repaired_free(step, replace(values, sign_id=sign_id, at=END + timedelta(hours=4 * index)))


def stages(store: Store, world: World, bare: Bare) -> list[Stage]:
    """One loop more, before the others, with its rows after each step: what the driver writes by itself."""
    seen: list[Stage] = []

    def step(service: Callable[..., Any], **values: Any) -> Any:
        made = _step(store, service, **values)
        seen.append(stage_of(bare, values.get("request_id") or made.id))
        return made

    _loop(world, -1, step)
    return seen
