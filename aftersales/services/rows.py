"""Rows that steps look up again and again: by one column, oldest first, or the lock on one row.

One prebuilt statement each, past the ORM's own reading, which takes longer; a bulk load answers from memory
what it made itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col, select

from aftersales.bulk import BulkSession
from aftersales.models import Assignment, Dispatch
from aftersales.models.base import Base
from aftersales.services.plain_rows import ask, objects_of

T = TypeVar("T")
R = TypeVar("R", bound=Base)


@lru_cache(maxsize=128)
def _by_column(kind: Any, key: str) -> Any:
    columns = Base.metadata.tables[str(kind.__tablename__)].c
    return select(*columns).where(columns[key] == bindparam("value")).order_by(columns.id)


@lru_cache(maxsize=128)
def _objects_by(kind: Any, key: str) -> Any:
    return select(kind).where(getattr(kind, key) == bindparam("value")).order_by(kind.id)


@lru_cache(maxsize=16)
def _locked(kind: type[Base]) -> Any:
    statement = select(kind).where(getattr(kind, "id") == bindparam("id")).with_for_update()  # noqa: B009
    return statement.execution_options(populate_existing=True)


_CREWS = (
    select(Assignment)
    .join(Dispatch, Dispatch.id == Assignment.dispatch_id)  # type: ignore[arg-type]
    .where(Dispatch.request_id == bindparam("request_id"))
    .order_by(Assignment.id)  # type: ignore[arg-type]
)


def rows_by(session: Session, kind: type[R], key: str, value: Any) -> list[R]:
    """The rows of `kind` whose column `key` is `value`, by id."""
    if isinstance(session, BulkSession):
        kept = session.kept_rows(kind, key, value)
        return kept if kept is not None else list(session.exec(_objects_by(kind, key), params={"value": value}))
    return [_known(session, kind, row) for row in ask(session, _by_column(kind, key), value=value)]


def _known(session: Session, kind: type[R], row: Sequence[Any]) -> R:
    """The session's own object of this row: one that it knows already stays as it is."""
    known: R | None = session.identity_map.get(identity_key(kind, row[0]))
    if known is not None:
        return known
    (made,) = objects_of(row, kind)
    session.add(made)
    found: R = made
    return found


def lock_row(session: Session, kind: type[R], row_id: int) -> R | None:
    """One row as it stands now, locked to the end of the transaction."""
    if isinstance(session, BulkSession):
        found: R | None = session.get(kind, row_id)
        return found
    row: R | None = session.exec(_locked(kind), params={"id": row_id}).first()
    return row


def assignments_of(session: Session, request_id: int) -> list[Assignment]:
    """Everybody who was ever put on a visit of this request."""
    if isinstance(session, BulkSession):
        visits = rows_by(session, Dispatch, "request_id", request_id)
        return [one for visit in visits for one in rows_by(session, Assignment, "dispatch_id", visit.id)]
    return list(session.exec(_CREWS, params={"request_id": request_id}))


def find_overlap(
    session: Session, staff_ids: list[int], starts_at: datetime, ends_at: datetime
) -> tuple[Assignment, str | None] | None:
    """The first planned time of one of these people that overlaps, with its dispatch number."""
    if isinstance(session, BulkSession):
        clashes = [
            one
            for one in rows_by(session, Assignment, "is_live", True)
            if one.staff_id in staff_ids and one.starts_at < ends_at and one.ends_at > starts_at
        ]
        first = min(clashes, key=lambda one: one.starts_at, default=None)
        return (first, session.get_one(Dispatch, first.dispatch_id).number) if first else None
    row = session.exec(
        select(Assignment, Dispatch.number)
        .join(Dispatch, col(Dispatch.id) == Assignment.dispatch_id)
        .where(col(Assignment.staff_id).in_(staff_ids), col(Assignment.is_live))
        .where(Assignment.starts_at < ends_at, Assignment.ends_at > starts_at)
        .order_by(col(Assignment.starts_at))
    ).first()
    return (row[0], row[1]) if row else None


def remembered(session: Session, key: Any, make: Callable[[], T]) -> T:
    """What `make` gives; a bulk load, whose register stands, asks once only."""
    if isinstance(session, BulkSession):
        kept: T = session.remember(key, make)
        return kept
    return make()


def forget(session: Session) -> None:
    """To be called by whatever changes what is `remembered`."""
    if isinstance(session, BulkSession):
        session.forget()
