"""What the server has loaded is put aside from the garbage collection that follows every click."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest

from aftersales.outside import lifespan


@pytest.fixture(autouse=True)
def thawed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lifespan, "SETTLE_SECONDS", 0.01)
    gc.unfreeze()
    yield
    gc.unfreeze()


def _run_for_a_moment() -> int:
    async def run() -> None:
        task = asyncio.create_task(lifespan.keep_settled())
        while gc.get_freeze_count() < 1000:
            await asyncio.sleep(0.01)
        task.cancel()

    asyncio.run(asyncio.wait_for(run(), 10))
    return gc.get_freeze_count()


def test_what_is_loaded_is_looked_at_no_more() -> None:
    before = len(gc.get_objects())
    frozen = _run_for_a_moment()
    assert frozen > before / 2
    assert len(gc.get_objects()) < before / 2


def test_a_start_without_collection_ends_with_it() -> None:
    gc.disable()
    try:
        _run_for_a_moment()
        assert gc.isenabled()
    finally:
        gc.enable()


def test_garbage_made_later_is_still_collected() -> None:
    _run_for_a_moment()
    ring: list[object] = []
    ring.append(ring)
    del ring
    assert gc.collect() >= 1
