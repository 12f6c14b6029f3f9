"""Copies and drafts are kept as long as the settings say, and no longer; on both databases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from aftersales.config import keeps_backups_days, keeps_drafts_days
from aftersales.database import Store
from aftersales.errors import InvalidInput, Unavailable
from aftersales.models import FormDraft
from aftersales.services.drafts import keep_draft
from aftersales.services.sweep import sweep_backups, sweep_drafts
from tests.builders import DAY, NOON, Firm

SECOND = timedelta(seconds=1)


def copy(folder: Path, age: timedelta, ending: str = "-12-0123456789ab.sqlite3") -> Path:
    path = folder / f"aftersales-{NOON - age:%Y%m%dT%H%M%S}{ending}"
    path.write_bytes(b"x")
    return path


@pytest.mark.parametrize("ending", ["-12-0123456789ab.sqlite3", ".sqlite3", "-9-0123456789ab.dump"])
def test_a_copy_goes_when_its_days_are_over(tmp_path: Path, ending: str) -> None:
    kept, last, gone = (copy(tmp_path, 90 * DAY + off, ending) for off in (-SECOND, 0 * SECOND, SECOND))
    assert sweep_backups(tmp_path, now=NOON, days=90) == [gone]
    assert sorted(tmp_path.iterdir()) == sorted([kept, last])
    assert sweep_backups(tmp_path, now=NOON, days=90) == []


def test_files_of_others_stay(tmp_path: Path) -> None:
    names = ("my copy.sqlite3", "aftersales-20200101.sqlite3", "notes-20200101T000000.txt", "a-20209901T000000.dump")
    others = [tmp_path / name for name in names]
    for path in others:
        path.write_bytes(b"x")
    (tmp_path / "aftersales-20200101T000000.sqlite3").mkdir()
    assert sweep_backups(tmp_path, now=NOON, days=1) == []
    assert sweep_backups(tmp_path / "none", now=NOON, days=1) == []


def test_the_copy_that_a_migration_makes_is_known_by_its_name(tmp_path: Path, store: Store) -> None:
    try:
        made = store.adapter.backup(store.engine, tmp_path, NOON)
    except Unavailable as error:  # no pg_dump here, or one that is older than the server
        pytest.skip(str(error))
    assert sweep_backups(tmp_path, now=NOON + 90 * DAY + SECOND, days=90) == [made]


def test_a_draft_goes_when_nobody_went_on_with_it(firm: Firm) -> None:
    for form, age in (("old", 30 * DAY + SECOND), ("kept", 30 * DAY), ("new", DAY)):
        keep_draft(firm.session, actor=firm.hotline, now=NOON - age, form=form, content={"contact_name": "王芳"})
    assert sweep_drafts(firm.session, now=NOON, days=30) == 1
    assert sorted(firm.session.exec(select(FormDraft.form))) == ["kept", "new"]


@pytest.mark.parametrize("given", ["0", "-1", "many", "36501", "1.5"])
def test_a_setting_that_is_no_number_of_days_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("AFTERSALES_KEEP_BACKUPS_DAYS", given)
    monkeypatch.setenv("AFTERSALES_KEEP_DRAFTS_DAYS", given)
    for setting in (keeps_backups_days, keeps_drafts_days):
        with pytest.raises(InvalidInput):
            setting()
