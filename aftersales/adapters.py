"""The one place that asks which database it is: locking, search, triggers, backup."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlmodel import Session

from aftersales.errors import InvalidInput, Unavailable
from aftersales.models import Base
from aftersales.rules.message import N_
from aftersales.rules.words import EITHER
from aftersales.search_statements import (
    fts_name,
    fts_word,
    postgres_search,
    postgres_words,
    sqlite_search,
    sqlite_words,
    tsquery_word,
)

NEWEST_FIRST_LOOK = 5000


SEARCH_TABLES = ("request_words", "sign_words", "project_words", "customer_words")
TRAIL_TABLES = ("event", "sealed_event")
OWN_TABLES = frozenset(Base.metadata.tables) | {"alembic_version"}


def _head_name(engine: Engine) -> str:
    """For a backup's name: how long its trail is and how it ends; nothing for one without a trail."""
    if not inspect(engine).has_table("trail_head"):
        return ""
    with engine.connect() as connection:
        head = connection.exec_driver_sql("SELECT count, hash FROM trail_head WHERE id = 1").first()
    return f"-{head[0]}-{head[1][:12]}" if head else ""


class SqliteAdapter:
    """Embedded: WAL, full synchronous commits, foreign keys on, one writer at a time."""

    def make_engine(self, url: URL) -> Engine:
        if not url.database or url.database == ":memory:":  # it would be another one on each connection
            raise InvalidInput(N_("AFTERSALES_DATABASE_URL names no database file: add its path at the end."))
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": 30}, pool_size=20, max_overflow=30)

        @event.listens_for(engine, "connect")
        def prepare(connection: sqlite3.Connection, _record: object) -> None:
            connection.isolation_level = None  # transactions are begun below, not by the driver
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA busy_timeout=30000")
            cursor.execute("PRAGMA cache_size=-32000")
            cursor.close()

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # A writer takes its lock at once: one that reads first and writes later could only fail.
            writes = connection.get_execution_options().get("writes", False)
            # By the driver: the way through SQLAlchemy would cost each transaction twice what beginning it does.
            driver: Any = connection.connection.dbapi_connection
            if not driver.in_transaction:  # a session of ours may have begun it
                self.begin(driver, writes)

        return engine

    def begin(self, driver: Any, writes: bool) -> None:
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    def lock_trail(self, session: Session) -> None:
        """BEGIN IMMEDIATE already keeps every other writer out."""

    def lock_staff(self, session: Session, staff_ids: list[int]) -> None:
        """BEGIN IMMEDIATE already keeps every other writer out."""

    def index_words(self, session: Session, table: str, row_id: int, old: str | None, new: str) -> None:
        insert, update, forget, index = sqlite_words(table)
        if old is None:
            insert.run(session, {"id": row_id, "words": new})
        else:
            forget.run(session, {"id": row_id, "words": old})
            update.run(session, {"id": row_id, "words": new})
        index.run(session, {"id": row_id, "words": new})

    def index_new_words(self, session: Session, table: str, rows: Sequence[tuple[int, str]]) -> None:
        connection = session.connection()
        connection.exec_driver_sql(f"INSERT INTO {table}(id, words) VALUES (?, ?)", list(rows))
        connection.exec_driver_sql(f"INSERT INTO {fts_name(table)}(rowid, words) VALUES (?, ?)", list(rows))

    def after_given_ids(self, session: Session, tables: Sequence[str]) -> None:
        """SQLite goes on from the largest id by itself."""

    def search_ids(
        self, session: Session, table: str, words: list[str], before_id: int | None, limit: int
    ) -> list[int]:
        query = " AND ".join(f"({' OR '.join(map(fts_word, word.split(EITHER)))})" for word in words)
        values = {"q": query, "before": before_id, "n": limit}
        return [row[0] for row in sqlite_search(table, before_id is not None).rows(session, values)]

    def after_schema(self, connection: Connection) -> None:
        for table in SEARCH_TABLES:
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {fts_name(table)} USING fts5("
                f"words, content='{table}', content_rowid='id', detail=none, tokenize='ascii')"
            )
        for table in TRAIL_TABLES:
            for deed in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
                )

    def backup(self, engine: Engine, folder: Path, now: datetime) -> Path | None:
        source = engine.url.database
        with engine.connect() as connection:
            tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE type = 'table'").scalar()
        if not source or not tables:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{Path(source).stem}-{now:%Y%m%dT%H%M%S}{_head_name(engine)}.sqlite3"
        with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
            origin.backup(copy)
        return target

    def throw_away(self, engine: Engine) -> None:
        engine.dispose()
        path = engine.url.database
        assert path
        for ending in ("", "-wal", "-shm"):
            try:
                Path(path + ending).unlink(missing_ok=True)
            except PermissionError:  # Windows: another server has it open
                raise Unavailable(N_("{path} is in use; stop the other server first."), path=path) from None

    @contextmanager
    def migration_lock(self, engine: Engine) -> Iterator[None]:
        """A lock file's place taken by the database itself: an exclusive side database."""
        path = engine.url.database
        lock = sqlite3.connect(f"{path}.lock", timeout=120, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            lock.close()


class PostgresAdapter:
    def make_engine(self, url: URL) -> Engine:
        return create_engine(url, pool_size=20, max_overflow=30, pool_pre_ping=True)

    def begin(self, driver: Any, writes: bool) -> None:
        """The driver begins with the first statement."""

    def lock_trail(self, session: Session) -> None:
        session.connection().execute(text("SELECT id FROM trail_head WHERE id = 1 FOR UPDATE"))

    def lock_staff(self, session: Session, staff_ids: list[int]) -> None:
        # In one order for everybody, so that two planners can't wait for each other.
        session.connection().execute(
            text("SELECT id FROM staff WHERE id = ANY(:ids) ORDER BY id FOR UPDATE"), {"ids": sorted(staff_ids)}
        )

    def index_words(self, session: Session, table: str, row_id: int, old: str | None, new: str) -> None:
        postgres_words(table).run(session, {"id": row_id, "w": new})

    def index_new_words(self, session: Session, table: str, rows: Sequence[tuple[int, str]]) -> None:
        values = [{"id": row_id, "w": words} for row_id, words in rows]
        session.connection().execute(text(f"INSERT INTO {table}(id, words) VALUES (:id, :w)"), values)

    def after_given_ids(self, session: Session, tables: Sequence[str]) -> None:
        for table in tables:
            session.connection().execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) > 0")
            )

    def search_ids(
        self, session: Session, table: str, words: list[str], before_id: int | None, limit: int
    ) -> list[int]:
        parts = []
        for word in words:
            parts.append(f"({' | '.join(map(tsquery_word, word.split(EITHER)))})")
        query = " & ".join(parts)
        newest, everywhere = postgres_search(table, before_id is not None)
        values = {"q": query, "before": before_id, "n": limit, "look": NEWEST_FIRST_LOOK}
        ids = [row[0] for row in newest.rows(session, values)]
        return ids if len(ids) == limit else [row[0] for row in everywhere.rows(session, values)]

    def after_schema(self, connection: Connection) -> None:
        for table in SEARCH_TABLES:
            # Stored, not only indexed: the look at the newest rows would make it anew for each, 50 ms instead of 1.
            connection.execute(
                text(
                    f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS vector tsvector "
                    f"GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED"
                )
            )
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS ix_{table}_vector ON {table} USING gin (vector)"))
            connection.execute(text(f"DROP INDEX IF EXISTS ix_{table}_words"))
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
            )
        )
        for table in TRAIL_TABLES:
            for deed, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
                connection.execute(
                    text(
                        f"CREATE OR REPLACE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                        f"FOR EACH {each} EXECUTE FUNCTION trail_is_append_only()"
                    )
                )

    def backup(self, engine: Engine, folder: Path, now: datetime) -> Path | None:
        with engine.connect() as connection:
            if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
                return None
        tool = shutil.which("pg_dump")
        if tool is None:
            raise Unavailable(
                N_(
                    "pg_dump was not found, so no copy could be made before the migration. "
                    "Make one and add --backed-up."
                )
            )
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{engine.url.database}-{now:%Y%m%dT%H%M%S}{_head_name(engine)}.dump"
        # The password goes by the environment: a command's words can be read by everybody on the machine.
        own = engine.url
        url = URL.create("postgresql", own.username, None, own.host, own.port, own.database, own.query)
        password = {"PGPASSWORD": str(own.password)} if own.password else {}
        done = subprocess.run(
            [tool, "--format=custom", f"--file={target}", url.render_as_string()],
            capture_output=True, text=True, env={**os.environ, **password},
        )  # fmt: skip
        if done.returncode != 0:
            target.unlink(missing_ok=True)  # half a copy is none
            raise Unavailable(
                N_("The copy before the migration failed: {reason}. Make one yourself and add --backed-up."),
                reason=done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode),
            )
        return target

    def throw_away(self, engine: Engine) -> None:
        with engine.begin() as connection:
            names = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            quote = engine.dialect.identifier_preparer.quote
            tables = ", ".join(quote(name) for (name,) in names if name in OWN_TABLES)
            if tables:
                connection.exec_driver_sql(f"DROP TABLE {tables} CASCADE")

    @contextmanager
    def migration_lock(self, engine: Engine) -> Iterator[None]:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(7215003)"))
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(7215003)"))


ADAPTERS: dict[str, type[SqliteAdapter] | type[PostgresAdapter]] = {
    "sqlite": SqliteAdapter,
    "postgresql": PostgresAdapter,
}
