"""The database without the product: the driver alone, with the product's own settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

from psycopg.types.json import Json
from sqlalchemy import make_url

from aftersales.database import Store

MARK_DAY = (
    "INSERT INTO daily_figures (day, office_id, marks) VALUES (?, ?, 1) "
    "ON CONFLICT (day, office_id) DO UPDATE SET marks = daily_figures.marks + 1"
)

# A sign with its project and customer, and before them on whom a request of it hangs.
PLACE = (
    "SELECT sign.project_id, project.customer_id, project.office_id, sign.*, project.*, customer.* FROM sign "
    "JOIN project ON project.id = sign.project_id JOIN customer ON customer.id = project.customer_id WHERE sign.id = ?"
)


class Bare:
    """Statements are written for SQLite with `?`; PostgreSQL gets them with its own marks."""

    def __init__(self, store: Store) -> None:
        self.is_sqlite = store.url.get_backend_name() == "sqlite"
        self._known: dict[str, str] = {}
        if self.is_sqlite:
            self.connection: Any = sqlite3.connect(str(store.url.database), isolation_level=None)
            with store.engine.connect() as theirs:
                for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "cache_size"):
                    setting = theirs.exec_driver_sql(f"PRAGMA {pragma}").scalar()
                    self.connection.execute(f"PRAGMA {pragma}={setting}")
            self._cursor = self.connection.cursor()
        else:
            import psycopg

            url = make_url(store.url).set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(url, autocommit=True)
            self._cursor = self.connection.cursor()

    def begin(self) -> None:
        self._cursor.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")

    def commit(self) -> None:
        self._cursor.execute("COMMIT")

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        if not self.is_sqlite:
            sql = self._known.get(sql) or self._known.setdefault(sql, sql.replace("%", "%%").replace("?", "%s"))
        self._cursor.execute(sql, values)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        self.run(sql, values)
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def values_of(self, table: str, id: int) -> dict[str, Any]:
        """A stored row as the driver takes it back."""
        row = self.rows(f"SELECT * FROM {table} WHERE id = ?", (id,))[0]
        names = [column[0] for column in self._cursor.description]
        return dict(zip(names, map(self.plain, row), strict=True))

    @staticmethod
    def plain(value: Any) -> Any:
        """A value read, as it can be written again."""
        return Json(value) if isinstance(value, dict) else value

    @property
    def for_update(self) -> str:
        return "" if self.is_sqlite else " FOR UPDATE"

    def close(self) -> None:
        self.connection.close()


def insert_into(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def stored_words(bare: Bare) -> Iterator[str]:
    """The words of one request after another: those of a single one would leave its index next to nothing to do."""
    return cycle([row[0] for row in bare.rows("SELECT words FROM request_words ORDER BY id DESC LIMIT 1000")])
