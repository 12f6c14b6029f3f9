"""The three cases that a demo company always begins with, found by what they are."""

from __future__ import annotations

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col, select

from aftersales.models import Company, Customer, ServiceRequest
from aftersales.models.requests import OPEN_SQL
from aftersales.rules.kinds import FaultCategory

PROMISE, RECURRENCE, DANGER = "promise", "recurrence", "danger"


def find_staged(session: Session) -> dict[str, str]:
    """Case to request number: a hospital's promised arrival, a third recurrence, something that may fall.

    Of each the one received last that is still open; a case that was dealt with is left out. Empty
    where this is no demo.
    """
    company = session.get(Company, 1)
    if company is None or not company.is_demo:
        return {}
    request = ServiceRequest
    cases: dict[str, tuple[ColumnElement[bool], ...]] = {
        PROMISE: (
            col(Customer.name).contains("医院"),
            col(request.promised_at).is_not(None),
            col(request.arrived_at).is_(None),
        ),
        RECURRENCE: (col(request.to_manager).is_(True),),
        DANGER: (col(request.fault) == FaultCategory.MAY_FALL,),
    }
    found = {}
    for case, which in cases.items():
        number = session.exec(
            select(request.number)
            .join(Customer, col(Customer.id) == request.customer_id)
            .where(text(f"service_request.{OPEN_SQL}"), *which)
            .order_by(col(request.received_at).desc())
            .limit(1)
        ).first()
        if number is not None:
            found[case] = number
    return found


__all__ = ["DANGER", "PROMISE", "RECURRENCE", "find_staged"]
