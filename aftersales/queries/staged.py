"""The three cases that a demo company always begins with, found by what they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, literal, text, union_all
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from aftersales.models import Company, Customer, ServiceRequest
from aftersales.models.requests import OPEN_SQL
from aftersales.rules.kinds import FaultCategory

PROMISE, RECURRENCE, DANGER = "promise", "recurrence", "danger"


CASES: dict[str, tuple[ColumnElement[bool], ...]] = {
    PROMISE: (
        col(Customer.name).contains("医院"),
        col(ServiceRequest.promised_at).is_not(None),
        col(ServiceRequest.arrived_at).is_(None),
    ),
    RECURRENCE: (col(ServiceRequest.to_manager).is_(True),),
    DANGER: (col(ServiceRequest.fault) == FaultCategory.MAY_FALL,),
}


def find_staged(session: Session) -> dict[str, str]:
    """Case to request number: a hospital's promised arrival, a third recurrence, something that may fall.

    Of each the one received last that is still open; a case that was dealt with is left out. Empty
    where this is no demo. One query.
    """
    is_demo = exists().where(col(Company.id) == 1, col(Company.is_demo))
    parts = [
        plain_select(literal(case).label("case"), _last(case, ServiceRequest.number, is_open=True).subquery())
        for case in CASES
    ]
    rows = session.connection().execute(union_all(*(part.where(is_demo) for part in parts)))
    return {row.case: row.number for row in rows}


def find_last_case(session: Session, case: str, *, is_open: bool) -> ServiceRequest | None:
    """The request of this case received last, among the open ones or among all."""
    found: ServiceRequest | None = session.exec(_last(case, ServiceRequest, is_open=is_open)).first()
    return found


def _last(case: str, what: Any, *, is_open: bool) -> Any:
    statement = select(what).select_from(ServiceRequest).join(Customer, col(Customer.id) == ServiceRequest.customer_id)
    if is_open:
        statement = statement.where(text(f"service_request.{OPEN_SQL}"))
    return statement.where(*CASES[case]).order_by(col(ServiceRequest.received_at).desc()).limit(1)


__all__ = ["CASES", "DANGER", "PROMISE", "RECURRENCE", "find_last_case", "find_staged"]
