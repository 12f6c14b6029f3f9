"""Rows that are only looked at: by prebuilt statements, past the objects, in a third of the time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.models import Base


def ask(session: Session, statement: Select[Any], **values: Any) -> Sequence[Any]:
    """Plain rows of a statement over tables (not classes), with `values` in its named places."""
    if isinstance(session, BulkSession):
        kept: Sequence[Any] = session.execute(statement, values).all()
        return kept
    session.flush()
    rows: Sequence[Any] = session.connection().execute(statement, values).all()
    return rows


@lru_cache(maxsize=32)
def _columns(kind: type[Base]) -> tuple[Any, ...]:
    return tuple(Base.metadata.tables[str(kind.__tablename__)].columns)


def columns_of(*kinds: type[Base]) -> list[Any]:
    """Every column of these tables, one after the other, for `objects_of`."""
    return [column for kind in kinds for column in _columns(kind)]


def objects_of(row: Sequence[Any], *kinds: type[Base]) -> list[Any]:
    """The objects that the columns of these tables hold, one each. No session knows them."""
    found, start = [], 0
    for kind in kinds:
        names = [column.key for column in _columns(kind)]
        made = kind(**dict(zip(names, row[start : start + len(names)], strict=True)))
        make_transient_to_detached(made)
        found.append(made)
        start += len(names)
    return found
