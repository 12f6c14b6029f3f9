"""What runs beside the pages as long as the server does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aftersales.database import Store
from aftersales.outside import lifespan as module
from aftersales.queries.company import find_company


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", f"sqlite:///{(tmp_path / 'company.sqlite3').as_posix()}")
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))
    monkeypatch.setattr(module, "TICK_SECONDS", 0.01)


def run(monkeypatch: pytest.MonkeyPatch, tick: object) -> None:
    monkeypatch.setattr(module, "tick", tick)

    async def live() -> None:
        async with module.lifespan(None):
            await asyncio.sleep(0.3)

    asyncio.run(live())


def test_a_start_begins_an_own_company_and_ticks_until_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[datetime] = []

    def tick(store: Store, now: datetime) -> int:
        with store.reading() as session:
            company = find_company(session)
        assert company is not None
        assert not company.is_demo
        told.append(now)
        return 0

    run(monkeypatch, tick)
    assert len(told) > 1
    assert all(moment.tzinfo for moment in told)


def test_a_failed_tick_is_logged_and_the_next_one_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[datetime] = []

    def tick(store: Store, now: datetime) -> int:
        tried.append(now)
        raise OSError("the disk is full")

    run(monkeypatch, tick)
    assert len(tried) > 1
    assert "the disk is full" in caplog.text


def test_a_demo_that_is_not_made_yet_is_not_taken_for_an_own_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERSALES_DEMO", "1")
    found: list[object] = []

    def tick(store: Store, now: datetime) -> int:
        with store.reading() as session:
            found.append(find_company(session))
        return 0

    run(monkeypatch, tick)
    assert found[0] is None


def test_a_running_server_deletes_backups_that_were_kept_long_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "backups").mkdir()
    old = tmp_path / "backups" / "company-20200101T000000-3-0123456789ab.sqlite3"
    new = tmp_path / "backups" / f"company-{datetime.now(UTC):%Y%m%dT%H%M%S}-3-0123456789ab.sqlite3"
    for path in (old, new):
        path.write_bytes(b"x")
    run(monkeypatch, lambda store, now: 0)
    assert (old.exists(), new.exists()) == (False, True)
