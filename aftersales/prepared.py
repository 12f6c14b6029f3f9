"""Statements compiled once and run by the driver's own cursor: for the few paths that `docs/performance.md` names.

SQLAlchemy looks a statement up in its cache, sets up a context and a result at each run: 40 to 70 µs for
what the driver does in 5. Here the text, the conversions of values and of columns are kept instead. The
transaction stays the session's own. Errors become SQLAlchemy's; and where somebody listens to what is sent,
as the tests' counters do, it is sent the usual way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import Executable
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session

from aftersales.driver_session import DriverSession

Converter = Callable[[Any], Any]
NO_VALUES: Mapping[str, Any] = {}


class _Numbers(TypeDecorator[Any]):
    """A list of numbers as one value."""

    impl = String
    cache_ok = True

    def bind_processor(self, dialect: Any) -> Callable[[Any], Any]:
        return json.dumps if dialect.name == "sqlite" else list


class _numbers(FunctionElement[Any]):
    """The rows of a list of numbers, so that the statement stays the same however many they are."""

    inherit_cache = True
    name = "numbers"


@compiles(_numbers, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"


@compiles(_numbers, "postgresql")
def _in_postgres(element: Any, compiler: Any, **options: Any) -> str:
    return f"(SELECT unnest(CAST({compiler.process(element.clauses, **options)} AS bigint[])))"


def is_one_of(column: Any, name: str) -> ColumnElement[bool]:
    """Whether the column is one of the numbers given under `name`."""
    found: ColumnElement[bool] = column.op("IN", is_comparison=True)(_numbers(bindparam(name, type_=_Numbers())))
    return found


class _Compiled:
    """One statement as one database's driver takes it."""

    __slots__ = ("binds", "columns", "fixed", "is_by_order", "order", "sql")

    def __init__(self, statement: Any, dialect: Dialect, keys: Sequence[str] | None) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=keys)
        known = compiled.construct_params(_check=False)
        sql, order, binds = str(compiled), compiled.positiontup, dict(compiled._bind_processors)
        if compiled.post_compile_params:  # lists written in the statement itself, such as states
            written = compiled._process_parameters_for_postcompile(known)
            sql, order, known = written.statement, written.positiontup, written.parameters
            binds = {name: convert for name, convert in (binds | written.processors).items() if name in known}
        self.sql: str = sql
        self.order: tuple[str, ...] = tuple(order) if compiled.positional else tuple(known)
        self.is_by_order: bool = compiled.positional
        self.binds: tuple[tuple[int, Converter], ...] = tuple(
            (place, binds[name]) for place, name in enumerate(self.order) if name in binds
        )
        self.fixed: dict[str, Any] = {name: value for name, value in known.items() if value is not None}
        found = [column[3].dialect_impl(dialect).result_processor(dialect, None) for column in compiled._result_columns]
        self.columns: tuple[tuple[int, Converter], ...] = tuple(
            (place, convert) for place, convert in enumerate(found) if convert is not None
        )

    def values(self, given: Mapping[str, Any]) -> Any:
        """As the driver wants them: converted, in order or by name."""
        if self.fixed:
            given = {**self.fixed, **given}
        values = [given[name] for name in self.order]
        for place, convert in self.binds:
            values[place] = convert(values[place])
        return values if self.is_by_order else dict(zip(self.order, values, strict=True))

    def read(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        columns = self.columns
        if not columns:
            return rows  # type: ignore[return-value]  # the driver's own tuples
        found = []
        for row in rows:
            values = list(row)
            for place, convert in columns:
                values[place] = convert(values[place])
            found.append(tuple(values))
        return found


class Prepared:
    """A Core statement with named places. An insert or update names its columns in `keys`, unless it says them."""

    __slots__ = ("_by_dialect", "_keys", "statement")

    def __init__(self, statement: Executable, keys: Sequence[str] | None = None) -> None:
        self.statement, self._keys = statement, keys
        self._by_dialect: dict[str, _Compiled] = {}

    def rows(self, session: Session, values: Mapping[str, Any] = NO_VALUES) -> Sequence[tuple[Any, ...]]:
        """What it gives, as plain tuples with their values converted."""
        return self._send(session, values, True)

    def run(self, session: Session, values: Mapping[str, Any] = NO_VALUES) -> None:
        self._send(session, values, False)

    def _send(self, session: Session, values: Mapping[str, Any], gives_rows: bool) -> Sequence[tuple[Any, ...]]:
        cursor = session.unheard_cursor() if isinstance(session, DriverSession) else None
        if cursor is None:
            result = session.connection().execute(self.statement, dict(values))
            return result.all() if gives_rows else ()
        dialect: Dialect = session.dialect  # type: ignore[attr-defined]
        compiled = self._by_dialect.get(dialect.name)
        if compiled is None:
            compiled = self._by_dialect[dialect.name] = _Compiled(self.statement, dialect, self._keys)
        asked = compiled.values(values)
        try:
            cursor.execute(compiled.sql, asked)
            return compiled.read(cursor.fetchall()) if gives_rows else ()
        except dialect.loaded_dbapi.Error as error:
            raise session.as_ours(error, compiled.sql, asked) from error  # type: ignore[attr-defined]
