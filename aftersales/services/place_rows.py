"""The rows behind a decision: a sign's project and customer, and what was finished on it before. Only to look at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from aftersales.bulk import BulkSession
from aftersales.models import Base, Customer, Project, ServiceRequest, Sign
from aftersales.prepared import Prepared
from aftersales.rules.kinds import FaultCategory, Kind
from aftersales.rules.lifecycle import RequestState
from aftersales.services.plain_rows import ask, columns_of, objects_of
from aftersales.services.rows import rows_by

MOST_EARLIER = 20
Finished = tuple[int, str, FaultCategory, FaultCategory | None, datetime, Kind]

_TABLES = Base.metadata.tables
_S, _P, _C, _R = (_TABLES[name].c for name in ("sign", "project", "customer", "service_request"))
_SIGN = Prepared(
    select(*columns_of(Sign, Project, Customer))
    .join_from(_TABLES["sign"], _TABLES["project"], _P.id == _S.project_id)
    .join(_TABLES["customer"], _C.id == _P.customer_id)
    .where(_S.id == bindparam("id"))
)
_PROJECT = Prepared(
    select(*columns_of(Project, Customer))
    .join_from(_TABLES["project"], _TABLES["customer"], _C.id == _P.customer_id)
    .where(_P.id == bindparam("id"))
)
_FINISHED = Prepared(
    select(_R.id, _R.number, _R.fault, _R.fault_found, _R.finished_at, _R.kind)
    .where(_R.sign_id == bindparam("sign_id"), _R.finished_at.is_not(None))
    .where(or_(_R.state == RequestState.DONE, _R.state == RequestState.CLOSED))
    .order_by(_R.finished_at.desc())
    .limit(MOST_EARLIER)
)


def place_of_sign(session: Session, sign_id: int) -> tuple[Sign, Project, Customer] | None:
    if isinstance(session, BulkSession):
        sign = session.get(Sign, sign_id)
        pair = place_of_project(session, sign.project_id) if sign else None
        return (sign, *pair) if sign and pair else None
    kept: list[Sign] | None = session.info.get((Sign, "id", sign_id))
    if kept:
        (project,) = rows_by(session, Project, "id", kept[0].project_id)
        return kept[0], project, rows_by(session, Customer, "id", project.customer_id)[0]
    rows = ask(session, _SIGN, id=sign_id)
    if not rows:
        return None
    sign, project, customer = objects_of(rows[0], Sign, Project, Customer)
    return sign, project, customer


def place_of_project(session: Session, project_id: int) -> tuple[Project, Customer] | None:
    if isinstance(session, BulkSession):
        project = session.get(Project, project_id)
        return (project, session.get_one(Customer, project.customer_id)) if project else None
    rows = ask(session, _PROJECT, id=project_id)
    if not rows:
        return None
    project, customer = objects_of(rows[0], Project, Customer)
    return project, customer


def finished_requests(session: Session, sign_id: int) -> list[Finished]:
    """The last ones of a sign whose work is done: id, number, fault reported and found, when, and kind."""
    if isinstance(session, BulkSession):
        done = [
            one
            for one in rows_by(session, ServiceRequest, "sign_id", sign_id)
            if one.finished_at is not None and one.state in (RequestState.DONE, RequestState.CLOSED)
        ]
        done.sort(key=lambda one: one.finished_at or one.received_at, reverse=True)
        return [
            (one.id or 0, one.number, one.fault, one.fault_found, one.finished_at or one.received_at, one.kind)
            for one in done[:MOST_EARLIER]
        ]
    return list(ask(session, _FINISHED, sign_id=sign_id))
