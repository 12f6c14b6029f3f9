"""A session for telling a long history to the services at once, in a store that nobody else uses meanwhile.

The services stay the only way in and do the same as always. The session differs: it keeps every row
made in it, gives ids by itself, answers what the services look up again and again from memory, and
writes many rows with one statement when it commits, or when somebody asks something it can't answer.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, insert, inspect, select, update
from sqlalchemy.sql.util import find_tables
from sqlmodel import Session

from aftersales.models import Base
from aftersales.models.base import Word

ORDER = {table: number for number, table in enumerate(Base.metadata.sorted_tables)}


class _Shape:
    """What is needed of one table class, looked up once."""

    def __init__(self, kind: type[Base]) -> None:
        mapper: Any = inspect(kind)
        self.table: Table = mapper.local_table
        self.keys = [mapper.get_property_by_column(column).key for column in mapper.primary_key]
        self.columns = [attribute.key for attribute in mapper.column_attrs]
        types = {key: mapper.columns[key].type for key in self.columns}
        self.words = [(key, kept.kind) for key, kept in types.items() if isinstance(kept, Word)]
        self.own = [
            mapper.get_property_by_column(column).key
            for column in self.table.columns
            if any(key.column.table is self.table for key in column.foreign_keys)
        ]
        self.gives_ids = self.keys == ["id"] and mapper.columns["id"].autoincrement is not False
        changed: dict[str, Any] = {key: bindparam(f"new_{key}") for key in self.columns if key not in self.keys}
        by_key = (self.table.c[key] == bindparam(f"old_{key}") for key in self.keys)
        self.update = update(self.table).values(changed).where(*by_key)


class BulkSession(Session):
    """See the module. One for the whole load; commit as often as you like."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options, autoflush=False, expire_on_commit=False)
        self._shapes: dict[type, _Shape] = {}
        self._rows: dict[type, dict[Any, Any]] = {}  # by primary key
        self._indexes: dict[type, dict[str, dict[Any, list[Any]]]] = defaultdict(dict)
        self._filed: dict[type, dict[str, dict[int, Any]]] = defaultdict(dict)
        self._was_empty: dict[type, bool] = {}
        self._next_ids: dict[type, int] = {}
        self._known: set[int] = set()
        self._fresh: dict[type, list[Any]] = defaultdict(list)
        self._fresh_ids: set[int] = set()
        self._touched: dict[type, dict[int, Any]] = defaultdict(dict)
        self._later: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._words: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._memory: dict[Any, Any] = {}

    # --- what the services call -------------------------------------------------------------------

    def add(self, instance: Any, *_: Any, **__: Any) -> None:
        """Keep a new row under an id of its own, or note that a written one has changed."""
        kind = type(instance)
        shape = self._shapes.get(kind) or self._shape(kind)
        values = instance.__dict__
        for key, word in shape.words:
            value = values.get(key)
            if value is not None and value.__class__ is not word:
                setattr(instance, key, word(value))
        if id(instance) not in self._known and inspect(instance).key is not None:
            self._adopt(shape, instance)
        if id(instance) in self._known:
            if id(instance) not in self._fresh_ids:
                self._touched[kind][id(instance)] = instance
        else:
            if shape.gives_ids and values.get("id") is None:
                instance.id = self._next_ids[kind]
                self._next_ids[kind] += 1
            self._known.add(id(instance))
            self._fresh_ids.add(id(instance))
            self._fresh[kind].append(instance)
            self._rows[kind][self._key(shape, instance)] = instance
        for key in self._indexes[kind]:
            self._file(kind, key, instance)

    def add_all(self, instances: Iterable[Any]) -> None:
        for instance in instances:
            self.add(instance)

    def flush(self, objects: Any = None) -> None:
        """Nothing: ids are given at once, and rows are written later."""

    def refresh(self, instance: Any, *args: Any, **options: Any) -> None:
        """Nothing for a row kept here: nobody else changes it."""
        if id(instance) not in self._known:
            super().refresh(instance, *args, **options)

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        if entity not in self._shapes:
            self._shape(entity)
        found = self._rows[entity].get(ident)
        if found is None and not self._was_empty[entity]:
            self.write_out()
            found = super().get(entity, ident, **options)
            if found is not None:
                self._adopt(self._shape(entity), found)
        return found

    def get_one(self, entity: Any, ident: Any, **options: Any) -> Any:
        found = self.get(entity, ident, **options)
        return found if found is not None else super().get_one(entity, ident, **options)

    def exec(self, statement: Any, **options: Any) -> Any:
        self._write_what_is_asked(statement)
        return super().exec(statement, **options)

    def execute(self, statement: Any, *args: Any, **options: Any) -> Any:
        self._write_what_is_asked(statement)
        return super().execute(statement, *args, **options)

    def commit(self) -> None:
        self.write_out()
        super().commit()

    # --- what `services.rows`, the trail and the search index call ---------------------------------

    def kept_rows(self, kind: type, key: str, value: Any) -> list[Any] | None:
        """Rows of `kind` whose attribute `key` is `value`, by id; None where rows from before may be among them."""
        if kind not in self._shapes:
            self._shape(kind)
        if not self._was_empty[kind]:
            return None
        if key not in self._indexes[kind]:
            self._indexes[kind][key] = {}
            self._filed[kind][key] = {}
            for instance in self._rows[kind].values():
                self._file(kind, key, instance)
        return list(self._indexes[kind][key].get(value, ()))

    def remember(self, key: Any, make: Callable[[], Any]) -> Any:
        """What `make` gave the first time: for things that the history being told doesn't change."""
        if key not in self._memory:
            self._memory[key] = make()
        return self._memory[key]

    def forget(self) -> None:
        """What is remembered has changed."""
        self._memory.clear()

    def write_later(self, table: Table, values: dict[str, Any]) -> None:
        self._later[table].append(values)

    def index_later(self, table: str, row_id: int, words: str) -> None:
        self._words[table].append((row_id, words))

    # --- writing ---------------------------------------------------------------------------------

    def write_out(self) -> None:
        """Write what is new and changed, in an order that the foreign keys allow."""
        if not (self._fresh or self._touched or self._later or self._words):
            return
        connection = self.connection()
        lists: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        for kind, instances in self._fresh.items():
            shape = self._shapes[kind]
            lists[shape.table] += [self._first_values(shape, instance) for instance in instances]
        for table, values in self._later.items():
            lists[table] += values
        for table in sorted(lists, key=ORDER.__getitem__):
            connection.execute(insert(table), lists[table])
        for kind, changed in self._touched.items():
            self._update(self._shapes[kind], list(changed.values()))
        for name, words in self._words.items():
            self.info["adapter"].index_new_words(self, name, words)
        self._fresh.clear()
        self._fresh_ids.clear()
        self._touched.clear()
        self._later.clear()
        self._words.clear()
        self.info["adapter"].after_given_ids(self, [self._shapes[kind].table.name for kind in self._next_ids])

    def _write_what_is_asked(self, statement: Any) -> None:
        """Write first, unless the statement only reads tables for which nothing waits."""
        if isinstance(statement, Select):
            waiting = {self._shapes[kind].table for kind in (*self._fresh, *self._touched)}
            waiting.update(self._later, (Base.metadata.tables[name] for name in self._words))
            if waiting.isdisjoint(find_tables(statement, check_columns=True, include_joins=True, include_selects=True)):
                return
        self.write_out()

    def _update(self, shape: _Shape, instances: list[Any]) -> None:
        rows = []
        for instance in instances:
            values = self._values(shape, instance)
            rows.append({f"old_{key}" if key in shape.keys else f"new_{key}": value for key, value in values.items()})
        self.connection().execute(shape.update, rows)

    def _shape(self, kind: type) -> _Shape:
        shape = self._shapes.get(kind)
        if shape is None:
            shape = self._shapes[kind] = _Shape(kind)
            self._rows[kind] = {}
            connection = self.connection()
            first = connection.execute(select(shape.table.c[shape.keys[0]]).limit(1)).first()
            self._was_empty[kind] = first is None
            if shape.gives_ids:
                last = connection.execute(select(func.max(shape.table.c.id))).scalar_one()
                self._next_ids[kind] = (last or 0) + 1
        return shape

    def _adopt(self, shape: _Shape, instance: Any) -> None:
        """Keep a row that was read: from here on its changes are written by this session alone."""
        kept = self._rows[type(instance)].setdefault(self._key(shape, instance), instance)
        if kept is not instance:
            raise RuntimeError(f"two copies of one row: {instance!r}")
        if instance in self:
            self.expunge(instance)
        self._known.add(id(instance))

    def _key(self, shape: _Shape, instance: Any) -> Any:
        keys = tuple(getattr(instance, key) for key in shape.keys)
        return keys[0] if len(keys) == 1 else keys

    def _file(self, kind: type, key: str, instance: Any) -> None:
        """Put a row where it is found by this attribute; one whose value has changed is moved."""
        index, filed = self._indexes[kind][key], self._filed[kind][key]
        value = instance.__dict__.get(key)
        if id(instance) in filed:
            if filed[id(instance)] == value:
                return
            index[filed[id(instance)]].remove(instance)
        filed[id(instance)] = value
        index.setdefault(value, []).append(instance)

    def _first_values(self, shape: _Shape, instance: Any) -> dict[str, Any]:
        """As a new row is written: what points to a later row of its own table follows when that one is there."""
        values = self._values(shape, instance)
        for key in shape.own:
            if values[key] is not None and values[key] > values["id"]:
                values[key] = None
                self._touched[type(instance)][id(instance)] = instance
        return values

    def _values(self, shape: _Shape, instance: Any) -> dict[str, Any]:
        values = instance.__dict__
        return {key: values.get(key) for key in shape.columns}


@contextmanager
def gathering(session: BulkSession) -> Iterator[BulkSession]:
    """Nothing that is kept can be garbage, so looking for it among ever more rows is left out meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        if was_on:
            gc.enable()
