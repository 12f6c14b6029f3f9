"""The three cases that a demo company always begins with, found by what they are."""

from __future__ import annotations

from sqlalchemy import ColumnElement, text
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
    where this is no demo.
    """
    company = session.get(Company, 1)
    if company is None or not company.is_demo:
        return {}
    found = ((case, find_last_case(session, case, is_open=True)) for case in CASES)
    return {case: request.number for case, request in found if request is not None}


def find_last_case(session: Session, case: str, *, is_open: bool) -> ServiceRequest | None:
    """The request of this case received last, among the open ones or among all."""
    statement = select(ServiceRequest).join(Customer, col(Customer.id) == ServiceRequest.customer_id)
    if is_open:
        statement = statement.where(text(f"service_request.{OPEN_SQL}"))
    return session.exec(statement.where(*CASES[case]).order_by(col(ServiceRequest.received_at).desc()).limit(1)).first()


__all__ = ["CASES", "DANGER", "PROMISE", "RECURRENCE", "find_last_case", "find_staged"]
