"""Rows of several tables by one statement: what a page needs of one record, without asking once a table.

The tables' columns are laid over each other by their kinds (numbers, texts, moments, days, JSON) in a UNION ALL,
and taken apart again afterwards, each into the objects that the session then knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Integer,
    String,
    Time,
    cast,
    literal_column,
    null,
    select,
    type_coerce,
)
from sqlalchemy.sql import union_all
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine
from sqlmodel import Session

from aftersales.models import Base
from aftersales.prepared import Prepared
from aftersales.row_objects import known_object

_KINDS: tuple[tuple[str, type[TypeEngine[Any]], TypeEngine[Any]], ...] = (
    ("number", Boolean, Integer()),
    ("number", Integer, Integer()),
    ("moment", DateTime, DateTime(timezone=True)),
    ("day", Date, Date()),
    ("time", Time, Time()),
    ("json", JSON, String()),
    ("text", String, String()),
)
Converter = Callable[[Any], Any]


def _kind_of(column: Any) -> tuple[str, TypeEngine[Any]]:
    plain = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    for name, kind, shared in _KINDS:
        if isinstance(plain, kind):
            return name, shared
    raise TypeError(f"{column}: no place among the kinds of columns")


def _laid(column: Any, shared: TypeEngine[Any]) -> Any:
    """A column as a value of its kind: only flags and JSON are another type there."""
    return cast(column, shared) if isinstance(column.type, (Boolean, JSON)) else type_coerce(column, shared)


class Together:
    """Each part is a table's class and a select of all its columns, in their order; named places are shared."""

    def __init__(self, *parts: tuple[type[Base], Any]) -> None:
        shapes = [[_kind_of(column) for column in _columns(kind)] for kind, _ in parts]
        wide: dict[str, int] = {}
        for shape in shapes:
            for name in dict.fromkeys(name for name, _ in shape):
                wide[name] = max(wide.get(name, 0), sum(one == name for one, _ in shape))
        slots = [(name, place) for name, count in wide.items() for place in range(count)]
        shared = {name: kind for name, _, kind in _KINDS}
        self._kinds = [kind for kind, _ in parts]
        self._places: list[list[int]] = []  # of each part's columns, in the joint row
        selects = []
        for number, ((_, chosen), shape) in enumerate(zip(parts, shapes, strict=True)):
            found = chosen.subquery()
            taken = dict.fromkeys(wide, 0)
            by_slot: dict[tuple[str, int], Any] = {}
            places = []
            for column, (name, kind) in zip(found.c, shape, strict=True):
                slot = (name, taken[name])
                taken[name] += 1
                by_slot[slot] = _laid(column, kind)
                places.append(1 + slots.index(slot))
            self._places.append(places)
            values = [by_slot.get(slot, cast(null(), shared[slot[0]])).label(f"{slot[0]}_{slot[1]}") for slot in slots]
            selects.append(select(literal_column(str(number)).label("part"), *values))
        joint = union_all(*selects).subquery()
        # Untyped: the driver's values, converted below by the types of each table's own columns.
        self._statement = Prepared(select(*(type_coerce(column, NullType()) for column in joint.c)))
        self._converters: dict[str, list[list[tuple[int, Converter]]]] = {}

    def rows(self, session: Session, values: Mapping[str, Any]) -> dict[type[Base], list[Any]]:
        """The objects of each class, by id."""
        found: dict[type[Base], list[Any]] = {kind: [] for kind in self._kinds}
        converters = self._of_dialect(session.connection().dialect)
        for row in self._statement.rows(session, values):
            number = row[0]
            own = [row[place] for place in self._places[number]]
            for place, convert in converters[number]:
                own[place] = convert(own[place])
            found[self._kinds[number]].append(own)
        return {
            kind: [known_object(session, kind, row) for row in sorted(rows, key=lambda row: row[0])]
            for kind, rows in found.items()
        }

    def _of_dialect(self, dialect: Any) -> list[list[tuple[int, Converter]]]:
        known = self._converters.get(dialect.name)
        if known is None:
            known = self._converters[dialect.name] = [
                [
                    (place, convert)
                    for place, column in enumerate(_columns(kind))
                    if (convert := _converter(column, dialect)) is not None
                ]
                for kind in self._kinds
            ]
        return known


def _converter(column: Any, dialect: Any) -> Converter | None:
    if isinstance(column.type, Boolean):
        return _read_flag
    if isinstance(column.type, JSON):
        return _read_json
    convert: Converter | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return convert


def _read_flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _read_json(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def _columns(kind: type[Base]) -> Sequence[Any]:
    return list(Base.metadata.tables[str(kind.__tablename__)].columns)
