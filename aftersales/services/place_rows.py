"""The rows behind a decision: a sign's project and customer, and what was finished on it before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select

from aftersales.bulk import BulkSession
from aftersales.models import Customer, Project, ServiceRequest, Sign
from aftersales.rules.kinds import FaultCategory, Kind
from aftersales.rules.lifecycle import RequestState
from aftersales.services.rows import rows_by

MOST_EARLIER = 20
Finished = tuple[int, str, FaultCategory, FaultCategory | None, datetime, Kind]

_SIGN = (
    select(Sign, Project, Customer)
    .join(Project, col(Project.id) == Sign.project_id)
    .join(Customer, col(Customer.id) == Project.customer_id)
    .where(Sign.id == bindparam("id"))
)
_PROJECT = (
    select(Project, Customer)
    .join(Customer, col(Customer.id) == Project.customer_id)
    .where(Project.id == bindparam("id"))
)
_FINISHED = (
    select(
        ServiceRequest.id, ServiceRequest.number, ServiceRequest.fault, ServiceRequest.fault_found,
        ServiceRequest.finished_at, ServiceRequest.kind,
    )
    .where(ServiceRequest.sign_id == bindparam("sign_id"))
    .where(col(ServiceRequest.finished_at).is_not(None))
    .where(or_(ServiceRequest.state == RequestState.DONE, ServiceRequest.state == RequestState.CLOSED))
    .order_by(col(ServiceRequest.finished_at).desc())
    .limit(MOST_EARLIER)
)  # fmt: skip


def place_of_sign(session: Session, sign_id: int) -> tuple[Sign, Project, Customer] | None:
    if isinstance(session, BulkSession):
        sign = session.get(Sign, sign_id)
        pair = place_of_project(session, sign.project_id) if sign else None
        return (sign, *pair) if sign and pair else None
    row = session.exec(_SIGN, params={"id": sign_id}).first()
    return (row[0], row[1], row[2]) if row else None


def place_of_project(session: Session, project_id: int) -> tuple[Project, Customer] | None:
    if isinstance(session, BulkSession):
        project = session.get(Project, project_id)
        return (project, session.get_one(Customer, project.customer_id)) if project else None
    row = session.exec(_PROJECT, params={"id": project_id}).first()
    return (row[0], row[1]) if row else None


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
    return [tuple(row) for row in session.exec(_FINISHED, params={"sign_id": sign_id})]  # type: ignore[misc]
