"""Rows that steps look up again and again: by one column, oldest first, or the lock on one row.

One prepared statement each, past the ORM's own reading, which takes longer; a bulk load answers from memory
what it made itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlmodel import Session, col
from sqlmodel import select as model_select

from aftersales.bulk import BulkSession
from aftersales.models import Assignment, Dispatch, ServiceRequest, Staff, StaffRole
from aftersales.models.base import Base
from aftersales.prepared import Prepared, is_one_of
from aftersales.row_objects import known_object
from aftersales.rules.kinds import Role
from aftersales.services.plain_rows import ask, columns_of
from aftersales.unit_session import UnitSession

T = TypeVar("T")
R = TypeVar("R", bound=Base)


def _select(kind: Any) -> Any:
    return select(*columns_of(kind))


@lru_cache(maxsize=128)
def _by_column(kind: Any, key: str) -> Prepared:
    columns = Base.metadata.tables[str(kind.__tablename__)].c
    return Prepared(_select(kind).where(columns[key] == bindparam("value")).order_by(columns.id))


@lru_cache(maxsize=128)
def _objects_by(kind: Any, key: str) -> Any:
    return model_select(kind).where(getattr(kind, key) == bindparam("value")).order_by(kind.id)


@lru_cache(maxsize=64)
def _locked(kind: Any) -> Prepared:
    columns = Base.metadata.tables[str(kind.__tablename__)].c
    return Prepared(_select(kind).where(columns.id == bindparam("id")).with_for_update())


_T = Base.metadata.tables
_CREWS = Prepared(
    _select(Assignment)
    .join_from(_T["assignment"], _T["dispatch"], _T["dispatch"].c.id == _T["assignment"].c.dispatch_id)
    .where(_T["dispatch"].c.request_id == bindparam("request_id"))
    .order_by(_T["assignment"].c.id)
)


_A, _D = _T["assignment"].c, _T["dispatch"].c
_VISITS = Prepared(
    select(*columns_of(Dispatch, Assignment))
    .select_from(_T["dispatch"].outerjoin(_T["assignment"], _D.id == _A.dispatch_id))
    .where(_D.request_id == bindparam("request_id"))
    .order_by(_D.id, _A.id)
)
_VISIT_WIDTH = len(columns_of(Dispatch))
_OVERLAP = Prepared(
    _select(Assignment)
    .add_columns(_D.number)
    .join_from(_T["assignment"], _T["dispatch"], _D.id == _A.dispatch_id)
    .where(is_one_of(_A.staff_id, "staff_ids"), _A.is_live)
    .where(_A.starts_at < bindparam("ends_at"), _A.ends_at > bindparam("starts_at"))
    .order_by(_A.starts_at)
    .limit(1)
)
_TECHNICIANS = Prepared(
    _select(Staff)
    .join_from(_T["staff"], _T["staff_role"], _T["staff_role"].c.staff_id == _T["staff"].c.id)
    .where(is_one_of(_T["staff"].c.id, "staff_ids"), _T["staff_role"].c.role == Role.TECHNICIAN)
    .order_by(_T["staff"].c.id)
)


def rows_by(session: Session, kind: type[R], key: str, value: Any) -> list[R]:
    """The rows of `kind` whose column `key` is `value`, by id."""
    if isinstance(session, BulkSession):
        kept = session.kept_rows(kind, key, value)
        return kept if kept is not None else list(session.exec(_objects_by(kind, key), params={"value": value}))
    if isinstance(session, UnitSession):
        read_already = session.kept(kind, key, value)
    else:
        read_already = session.info.get((kind, key, value))
    if read_already is not None:
        return list(read_already)
    return [known_object(session, kind, row) for row in ask(session, _by_column(kind, key), value=value)]


def keep_rows(session: Session, kind: type[R], key: str, value: Any, rows: list[R]) -> None:
    """Let `rows_by` answer with these, which a page has read together with others. Only in a session for looking."""
    if not isinstance(session, UnitSession):
        session.info[kind, key, value] = rows


def lock_row(session: Session, kind: type[R], row_id: int) -> R | None:
    """One row as it stands now, locked to the end of the transaction."""
    if isinstance(session, BulkSession):
        found: R | None = session.get(kind, row_id)
        return found
    rows = ask(session, _locked(kind), id=row_id)
    if isinstance(session, UnitSession) and kind is ServiceRequest:
        session.locked_requests.add(row_id)
    return known_object(session, kind, rows[0], is_fresh=True) if rows else None


def visits_of(session: Session, request_id: int) -> list[Dispatch]:
    """The visits of a request, by id.

    They are only ever changed under the request's lock. Who holds it reads them once, crews and all; `rows_by` and
    `assignments_of` answer from that.
    """
    if not isinstance(session, UnitSession) or request_id not in session.locked_requests:
        return rows_by(session, Dispatch, "request_id", request_id)
    kept = session.kept(Dispatch, "request_id", request_id)
    if kept is not None:
        return list(kept)
    crews: dict[int, list[Assignment]] = {}
    visits: list[Dispatch] = []
    for row in ask(session, _VISITS, request_id=request_id):
        if row[0] not in crews:
            crews[row[0]] = []
            visits.append(known_object(session, Dispatch, row[:_VISIT_WIDTH]))
        if row[_VISIT_WIDTH] is not None:
            crews[row[0]].append(known_object(session, Assignment, row[_VISIT_WIDTH:]))
    session.keep(Dispatch, "request_id", request_id, visits)
    for visit_id, crew in crews.items():
        session.keep(Assignment, "dispatch_id", visit_id, crew)
    return list(visits)


def assignments_of(session: Session, request_id: int) -> list[Assignment]:
    """Everybody who was ever put on a visit of this request."""
    is_locked = isinstance(session, UnitSession) and request_id in session.locked_requests
    if is_locked or isinstance(session, BulkSession) or (Dispatch, "request_id", request_id) in session.info:
        visits = visits_of(session, request_id)
        return [one for visit in visits for one in rows_by(session, Assignment, "dispatch_id", visit.id)]
    return [known_object(session, Assignment, row) for row in ask(session, _CREWS, request_id=request_id)]


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
    values = {"staff_ids": staff_ids, "starts_at": starts_at, "ends_at": ends_at}
    rows = ask(session, _OVERLAP, **values)
    return (known_object(session, Assignment, rows[0][:-1]), rows[0][-1]) if rows else None


def technicians(session: Session, staff_ids: list[int]) -> list[Staff]:
    """Those of these people who are technicians, by id."""
    if isinstance(session, BulkSession):
        statement = model_select(Staff).join(StaffRole, col(StaffRole.staff_id) == Staff.id)
        found = statement.where(col(Staff.id).in_(staff_ids), StaffRole.role == Role.TECHNICIAN)
        return list(session.exec(found.order_by(col(Staff.id))))
    return [known_object(session, Staff, row) for row in ask(session, _TECHNICIANS, staff_ids=staff_ids)]


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
