"""Writing many rows at once into either database: without indexes, durability and foreign keys until it is done."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from aftersales.adapters import SEARCH_TABLES
from aftersales.database import Store
from aftersales.models import Base

Row = tuple[Any, ...]


class Bulk(Protocol):
    def write(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Append rows, by table."""

    def finish(self) -> None:
        """Indexes, search and statistics again."""


def columns_of(table: str) -> list[str]:
    return [f'"{column.name}"' for column in Base.metadata.tables[table].columns]


def open_bulk(store: Store) -> Bulk:
    return SqliteBulk(store) if store.url.get_backend_name() == "sqlite" else PostgresBulk(store)


class SqliteBulk:
    def __init__(self, store: Store) -> None:
        store.close()
        self._connection = sqlite3.connect(str(store.url.database), isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
            self._connection.execute(f"PRAGMA {pragma}")
        found = self._connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        self._indexes = found.fetchall()
        for name, _ in self._indexes:
            self._connection.execute(f"DROP INDEX {name}")
        self._connection.execute("BEGIN")

    def write(self, rows: Mapping[str, Sequence[Row]]) -> None:
        for table, found in rows.items():
            columns = columns_of(table)
            marks = ", ".join("?" * len(columns))
            self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", found)

    def finish(self) -> None:
        execute = self._connection.execute
        execute("COMMIT")
        for _, sql in self._indexes:
            execute(sql)
        for table in SEARCH_TABLES:
            execute(f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')")
        execute("PRAGMA journal_mode=WAL")
        self._connection.close()


class PostgresBulk:
    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._connection = store.engine.connect()
        execute = self._connection.exec_driver_sql
        execute("SET session_replication_role = replica")  # no look at foreign keys while loading
        execute("SET TimeZone = 'UTC'")
        found = execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint WHERE conname = indexname)"
        )
        self._indexes = [(name, sql) for name, sql in found if not name.startswith("alembic")]
        for name, _ in self._indexes:
            execute(f"DROP INDEX {name}")

    def write(self, rows: Mapping[str, Sequence[Row]]) -> None:
        driver: Any = self._connection.connection.driver_connection
        with driver.cursor() as cursor:
            for table, found in rows.items():
                with cursor.copy(f"COPY {table} ({', '.join(columns_of(table))}) FROM STDIN") as copy:
                    for row in found:
                        copy.write_row(row)

    def finish(self) -> None:
        execute = self._connection.exec_driver_sql
        execute("SET maintenance_work_mem = '512MB'")
        for _, sql in self._indexes:
            execute(sql)
        for table in Base.metadata.sorted_tables:
            column = table.primary_key.columns.values()[0]
            if column.name == "id" and execute(f"SELECT pg_get_serial_sequence('{table.name}', 'id')").scalar():
                execute(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce(max(id), 0) + 1, false) "
                    f"FROM {table.name}"
                )
        execute("SET session_replication_role = DEFAULT")
        self._connection.commit()
        self._connection.close()
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
