"""Which company a start opens, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from aftersales.clock import utc_now
from aftersales.commands.company import _say_if_stale, load_demo_company, prepare_own_company
from aftersales.database import Store
from aftersales.errors import RuleBroken
from aftersales.models import Company
from aftersales.queries.company import is_demo_company
from aftersales.queries.staff import find_first_manager, list_people
from aftersales.rules.kinds import Role
from db.demo import load_demo, story_ended_at
from tests.conftest import new_postgres
from tests.screens.small_company import NAMES, build_small_company


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'company.sqlite3').as_posix()}"


def test_the_first_serve_begins_an_empty_company_with_its_owner(url: str) -> None:
    prepare_own_company(url)
    store = Store.open(url)
    assert store.readiness().is_ready
    with store.reading() as session:
        assert not is_demo_company(session)
        owner = find_first_manager(session)
    assert owner is not None
    assert owner.roles == frozenset(Role) - {Role.SYSTEM}
    store.close()


def test_the_second_serve_changes_nothing(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    prepare_own_company(url)
    capsys.readouterr()
    prepare_own_company(url)
    store = Store.open(url)
    with store.reading() as session:
        assert len(list_people(session)) == 1
    store.close()
    assert capsys.readouterr().out == ""


def test_serve_says_when_it_opens_a_demo_company(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    build_small_company(url)
    prepare_own_company(url)
    assert capsys.readouterr().out == "Note: this database holds the demo company, not your own.\n"


def test_the_demo_is_never_loaded_over_a_real_company(url: str) -> None:
    build_small_company(url, is_demo=False)
    for is_reset in (False, True):
        with pytest.raises(RuleBroken, match="holds a real company"):
            load_demo_company(url, is_reset=is_reset)
    store = Store.open(url)
    with store.reading() as session:
        assert not is_demo_company(session)
        assert len(list_people(session)) == len(NAMES)
    store.close()


def test_a_demo_that_is_there_stays_as_it_is(url: str) -> None:
    staff_ids = build_small_company(url)
    load_demo_company(url)
    store = Store.open(url)
    with store.reading() as session:
        assert {person.staff_id for person in list_people(session)} == set(staff_ids.values())
    store.close()


@pytest.mark.parametrize(("hours", "said"), [(11.9, False), (12, False), (12.1, True)])
def test_an_old_demo_says_how_to_begin_again(
    url: str, hours: float, said: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store.open(url)
    store.migrate(backed_up=True)
    load_demo(store, now=utc_now(), progress=lambda done, total: None, scale=0.005)
    with store.reading() as session:
        last = story_ended_at(session)
    capsys.readouterr()
    _say_if_stale(store, last + timedelta(hours=hours))
    assert ("aftersales demo --reset" in capsys.readouterr().out) is said
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest, url: str) -> str:
    return url if request.param == "sqlite" else new_postgres(request.getfixturevalue("postgres_server"))


def test_a_reset_takes_everything_away_and_begins_again(either_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build_small_company(either_url)
    made: list[Store] = []

    class Demo:
        @staticmethod
        def load_demo(store: Store, **_: object) -> None:
            with store.reading() as session:
                assert session.get(Company, 1) is None
                assert list_people(session) == []
            made.append(store)

    monkeypatch.setattr("aftersales.commands.company.load_module", lambda name: Demo)
    load_demo_company(either_url, is_reset=True)
    assert len(made) == 1


def test_a_demo_that_was_broken_off_is_begun_again(either_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build_small_company(either_url)
    store = Store.open(either_url)
    with store.unit_of_work() as session:
        company = session.get(Company, 1)
        assert company is not None
        company.is_loaded = False
    store.close()
    made: list[bool] = []

    class Demo:
        @staticmethod
        def load_demo(store: Store, **_: object) -> None:
            made.append(store.readiness().is_demo)

    monkeypatch.setattr("aftersales.commands.company.load_module", lambda name: Demo)
    load_demo_company(either_url)
    assert made == [False]
