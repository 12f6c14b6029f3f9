"""The tables' own registry and column types.

A registry of our own, because a screen server drops and imports local modules anew when a file is
saved, and the shared one would then find every table defined twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, String
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


@lru_cache(maxsize=256)
def _defaults(kind: type[SQLModel]) -> dict[str, Any]:
    return {name: field.get_default() for name, field in kind.model_fields.items() if not field.is_required()}


class Base(SQLModel, registry=registry()):
    """Every table's parent. Tables validate nothing: services validate plain input models first."""

    def __init__(self, **values: Any) -> None:
        # As nothing is validated, a new row is its values and defaults: a tenth of the time.
        unknown = values.keys() - type(self).model_fields.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        self.__dict__.update(_defaults(type(self)))
        self.__dict__.update(values)
        self.__pydantic_fields_set__.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        # For the same reason the column's own descriptor is all that is needed: a sixth of the time.
        object.__setattr__(self, name, value)


Base.metadata.naming_convention = NAMING


SHOWN = len("2026-11-25 04:00:00.000000")


def _read_moment(value: Any) -> datetime | None:
    """From whatever zone the driver gives it in."""
    if value is None:
        return None
    read: datetime = value
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def _read_text(value: str | None) -> datetime | None:
    """From a text in UTC, as SQLite keeps it; an eighth of the time that `replace(tzinfo=…)` takes."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(f"{value}+00:00")
    except ValueError:  # a hand that wrote past us put a zone there
        return datetime.fromisoformat(value).astimezone(UTC)


def _write_moment(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return value.astimezone(UTC)


def _write_text(value: datetime | None) -> str | None:
    """To the text that SQLite keeps: 2026-11-25 04:00:00.000000, always as long, so that it sorts."""
    if value is None:
        return None
    moment = value if value.tzinfo is UTC else _write_moment(value)
    return moment.isoformat(" ", "microseconds")[:SHOWN]  # type: ignore[union-attr]  # there is one


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on every database and read back aware.

    Its values go in and out by one function each, without the layers of a type decorator: a board reads
    thousands of moments.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return _write_moment(value)

    def bind_processor(self, dialect: Any) -> Callable[[datetime | None], Any]:
        return _write_text if dialect.name == "sqlite" else _write_moment

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], datetime | None]:
        return _read_text if dialect.name == "sqlite" else _read_moment


class _Members(dict[Any, Any]):
    """What each member, and each value of one, is stored as."""

    def __missing__(self, value: Any) -> Any:
        raise ValueError(f"{value!r} is none of {', '.join(map(repr, self.values()))}")


class Word(TypeDecorator[StrEnum]):
    """An enum stored as its value, so that a new member needs no migration, and read back as the member."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: Any) -> str | None:
        return None if value is None else self.kind(value).value

    def bind_processor(self, dialect: Any) -> Callable[[StrEnum | str | None], str | None]:
        members: dict[Any, str | None] = {None: None, **{member.value: member.value for member in self.kind}}
        return _Members(members).__getitem__

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], StrEnum | None]:
        members: dict[Any, StrEnum | None] = {None: None, **{member.value: member for member in self.kind}}
        return members.__getitem__

    def process_literal_param(self, value: Any, dialect: Any) -> str:
        return repr(str(value))
