"""Rows that are only looked at: by prepared statements, past the objects, in a fifth of the time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.models import Base
from aftersales.prepared import Prepared
from aftersales.row_objects import unknown_object


def ask(session: Session, statement: Prepared, **values: Any) -> Sequence[Any]:
    """Plain rows of a statement over tables (not classes), with `values` in its named places."""
    if isinstance(session, BulkSession):
        kept: Sequence[Any] = session.execute(statement.statement, values).all()
        return kept
    session.flush()
    return statement.rows(session, values)


@lru_cache(maxsize=64)
def _columns(kind: type[Base]) -> tuple[Any, ...]:
    return tuple(Base.metadata.tables[str(kind.__tablename__)].columns)


def columns_of(*kinds: type[Base]) -> list[Any]:
    """Every column of these tables, one after the other, for `objects_of`."""
    return [column for kind in kinds for column in _columns(kind)]


def objects_of(row: Sequence[Any], *kinds: type[Base]) -> list[Any]:
    """The objects that the columns of these tables hold; None where an outer join found none. No session knows them."""
    found, start = [], 0
    for kind in kinds:
        end = start + len(_columns(kind))
        found.append(None if row[start] is None else unknown_object(kind, row[start:end]))
        start = end
    return found
