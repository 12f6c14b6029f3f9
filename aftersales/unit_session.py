"""The session of a unit of work: SQLModel's own, with a quicker way to write rows.

The ORM's flush sorts whatever graph of objects there may be; ours are single rows without relationships,
so each is written by one prebuilt statement: what is new in the order of the foreign keys, then of each
changed row the columns that changed. That takes a third of the time, and one use case flushes often.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, bindparam, insert, inspect, update
from sqlalchemy.orm import make_transient, make_transient_to_detached
from sqlmodel import Session

from aftersales.models import Base

_ORDER = {table: number for number, table in enumerate(Base.metadata.sorted_tables)}


def _kind(row: Any) -> Any:
    return type(row)


@lru_cache(maxsize=64)
def _table(kind: Any) -> Table:
    return Base.metadata.tables[str(kind.__tablename__)]


@lru_cache(maxsize=64)
def _insert(kind: Any) -> tuple[Any, tuple[str, ...]]:
    table = _table(kind)
    return insert(table), tuple(column.key for column in table.columns)


@lru_cache(maxsize=512)
def _update(kind: Any, keys: frozenset[str]) -> tuple[Any, tuple[str, ...]]:
    """Sets the columns `keys` of one row, which is found by `where_…`."""
    table = _table(kind)
    primary = tuple(column.key for column in table.primary_key)
    statement = update(table).values({key: bindparam(f"new_{key}") for key in keys})
    for key in primary:
        statement = statement.where(table.c[key] == bindparam(f"where_{key}"))
    return statement, primary


class UnitSession(Session):
    """Reads as any session does. Rows must not be deleted through it object by object."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        if objects is not None or self.deleted:
            super().flush(objects)
            return
        new, changed = list(self.new), list(self.dirty)
        if len(new) > 1:
            new.sort(key=lambda row: _ORDER[_table(_kind(row))])
        for row in new:
            self._write_new(row)
        for row in changed:
            self._write_changes(row)

    def _write_new(self, row: Any) -> None:
        statement, columns = _insert(_kind(row))
        held = row.__dict__
        values = {key: held.get(key) for key in columns}
        if "id" in values and values["id"] is None:
            del values["id"]
        key = self.connection().execute(statement, values).inserted_primary_key
        if key is not None and "id" in columns and held.get("id") is None:
            row.id = key[0]
        self.expunge(row)
        self._keep_as_written(row)

    def _write_changes(self, row: Any) -> None:
        held, before = row.__dict__, inspect(row).committed_state
        keys = frozenset(key for key, old in before.items() if old != held[key])
        if keys:
            statement, primary = _update(_kind(row), keys)
            values = {f"new_{key}": held[key] for key in keys}
            values |= {f"where_{key}": before.get(key, held[key]) for key in primary}
            self.connection().execute(statement, values)
        make_transient(row)
        self._keep_as_written(row)

    def _keep_as_written(self, row: Any) -> None:
        """What the row holds is what is stored."""
        make_transient_to_detached(row)
        self.add(row)
