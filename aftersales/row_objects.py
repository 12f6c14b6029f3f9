"""Objects made of plain rows, in the way of SQLAlchemy's own loading but without its layers.

Our tables have no relationships and no loading of parts, so that a row is its columns and nothing else.
`tests/test_row_objects.py` holds these objects against those that the ORM loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session

from aftersales.models import Base

R = TypeVar("R", bound=Base)


@lru_cache(maxsize=128)
def _shape(kind: Any) -> tuple[Any, Any, tuple[str, ...]]:
    mapper: Any = inspect(kind)
    return mapper.class_manager, mapper.identity_key_from_primary_key, tuple(c.key for c in mapper.local_table.columns)


def unknown_object(kind: type[R], row: Sequence[Any]) -> R:
    """An object with all columns of its table, whose first is the primary key, only to look at."""
    manager, key_of, names = _shape(kind)
    made: R = manager.new_instance()
    made.__dict__.update(zip(names, row, strict=True))
    instance_state(made).key = key_of((row[0],))
    return made


def known_object(session: Session, kind: type[R], row: Sequence[Any], *, is_fresh: bool = False) -> R:
    """The session's own object of this row.

    One that it knows already stays as it is, unless the row `is_fresh`: read under a lock just now, after a flush.
    """
    key = _shape(kind)[1]((row[0],))
    known: R | None = session.identity_map.get(key)
    if known is None:
        known = unknown_object(kind, row)
        state: Any = instance_state(known)
        state.session_id = session.hash_key
        session.identity_map._add_unpresent(state, key)
    elif is_fresh or instance_state(known).expired:
        known.__dict__.update(zip(_shape(kind)[2], row, strict=True))
        as_stored(session, known)
    return known


def as_stored(session: Session, row: Any) -> None:
    """What the row holds is what is stored."""
    instance_state(row)._commit_all(row.__dict__, session.identity_map)
