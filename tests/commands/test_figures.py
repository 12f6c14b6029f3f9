"""`aftersales figures` counts the daily sums again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from aftersales.cli import main
from aftersales.database import Store
from aftersales.queries.figures.daily import marked_days
from tests.builders import HOUR, NOON, build_firm


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    url = f"sqlite:///{(tmp_path / 'own.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    store = Store.open(url)
    store.migrate(backed_up=True)
    with store.unit_of_work() as session:
        firm = build_firm(session)
        firm.closable()
        firm.register(at=NOON + HOUR)
        session.connection().execute(text("UPDATE company SET is_loaded = TRUE"))
    return store


def test_marked_days_are_counted(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with store.reading() as session:
        assert marked_days(session)
    assert main(["figures"]) == 0
    assert "Daily sums counted: 1." in capsys.readouterr().out
    with store.reading() as session:
        assert marked_days(session) == []
    assert main(["figures"]) == 0
    assert "Daily sums counted: 0." in capsys.readouterr().out


def test_a_rebuild_mends_sums_that_are_wrong(store: Store) -> None:
    assert main(["figures"]) == 0
    with store.unit_of_work() as session:
        session.connection().execute(text("UPDATE daily_figures SET requests_top = 99"))
    assert main(["figures", "--rebuild"]) == 0
    with store.reading() as session:
        assert session.connection().execute(text("SELECT SUM(requests_top) FROM daily_figures")).scalar() == 2
