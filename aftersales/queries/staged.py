"""The three cases that a demo company always begins with, found by what they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, literal, text, union_all
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from aftersales.models import Company, Customer, ServiceRequest
from aftersales.models.requests import OPEN_SQL
from aftersales.prepared import Prepared
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
    return dict(_STAGED.rows(session))


def find_last_case(session: Session, case: str, *, is_open: bool) -> ServiceRequest | None:
    """The request of this case received last, among the open ones or among all."""
    statement = select(ServiceRequest).join(Customer, col(Customer.id) == ServiceRequest.customer_id)
    if is_open:
        statement = statement.where(text(f"service_request.{OPEN_SQL}"))
    return session.exec(statement.where(*CASES[case]).order_by(col(ServiceRequest.received_at).desc()).limit(1)).first()


def _last_open(case: str) -> Any:
    """Its name and number, from the register of a demo only."""
    found = (
        plain_select(literal(case).label("case"), col(ServiceRequest.number).label("number"))
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(text(f"service_request.{OPEN_SQL}"), exists().where(col(Company.is_demo)), *CASES[case])
        .order_by(col(ServiceRequest.received_at).desc())
        .limit(1)
        .subquery()
    )
    return plain_select(found.c.case, found.c.number)


_STAGED = Prepared(union_all(*map(_last_open, CASES)))


__all__ = ["CASES", "DANGER", "PROMISE", "RECURRENCE", "find_last_case", "find_staged"]
