"""`aftersales account`: for who can't come in any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from aftersales.cli import main
from aftersales.clock import utc_now
from aftersales.database import Store
from aftersales.models import Account, Event, Staff
from aftersales.rules.kinds import Role
from aftersales.services.sign_in import try_password
from tests.screens.own_company import PASSWORD, build_own_company
from tests.screens.small_company import NAMES


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{(tmp_path / 'own.sqlite3').as_posix()}"
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url)
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    opened = Store.open(url)
    yield opened
    opened.close()


def comes_in(store: Store, password: str) -> bool:
    outcome = try_password(store.unit_of_work, name="hotline", password=password, address="", device="", now=utc_now())
    return outcome.session_id is not None


@pytest.mark.parametrize("named", ["hotline", "HotLine", NAMES[Role.HOTLINE]])
def test_a_reset_prints_a_first_password_that_works(
    store: Store, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    build_own_company(store.url.render_as_string())
    assert main(["account", "reset", named]) == 0
    first = re.search(r"New first password of hotline: (\S+)", capsys.readouterr().out)
    assert first
    assert not comes_in(store, PASSWORD)
    assert comes_in(store, first[1])
    with store.reading() as session:
        assert session.exec(select(Account.must_change).where(Account.name == "hotline")).one()
        told = session.exec(select(Event).where(Event.name == "reset_account")).one()
    assert (told.actor_id, first[1] in repr(told.data)) == (None, False)


def test_a_name_that_nobody_or_several_have_is_refused(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    build_own_company(store.url.render_as_string())
    assert main(["account", "reset", "nobody"]) == 2
    assert "There is no account named nobody" in capsys.readouterr().err
    with store.unit_of_work() as session:
        for account in session.exec(select(Account)).all():
            person = session.get_one(Staff, account.staff_id)
            person.name = "王芳"
            session.add(person)
    assert main(["account", "reset", "王芳"]) == 2
    assert "Use the sign-in name" in capsys.readouterr().err
    assert comes_in(store, PASSWORD)


def test_the_list_shows_names_and_no_hashes(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    build_own_company(store.url.render_as_string())
    assert main(["account", "list"]) == 0
    said = capsys.readouterr().out
    assert f"hotline\t{NAMES[Role.HOTLINE]}" in said.splitlines()
    assert "argon2" not in said


def test_without_a_company_it_says_so(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account", "list"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
