"""Rows that steps look up again and again: by one column, oldest first, or the lock on one row.

One prebuilt statement each; a bulk load answers from memory what it made itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from aftersales.bulk import BulkSession
from aftersales.models import Assignment, Dispatch
from aftersales.models.base import Base

T = TypeVar("T")
R = TypeVar("R", bound=Base)


@lru_cache(maxsize=128)
def _by_column(kind: type[Base], key: str) -> Any:
    column, order = getattr(kind, key), getattr(kind, "id")  # noqa: B009 — not every table class declares it
    return select(kind).where(column == bindparam("value")).order_by(order)


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
    kept = session.kept_rows(kind, key, value) if isinstance(session, BulkSession) else None
    return kept if kept is not None else list(session.exec(_by_column(kind, key), params={"value": value}))


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
