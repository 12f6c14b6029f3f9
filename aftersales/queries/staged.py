"""The three cases that a demo company always begins with, found by what they are."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from aftersales.models import Company, Customer, ServiceRequest
from aftersales.prepared import Prepared
from aftersales.queries.cards import CAME_IN, IS_OPEN
from aftersales.rules.kinds import FaultCategory
from aftersales.services.plain_rows import ask

PROMISE, RECURRENCE, DANGER = "promise", "recurrence", "danger"
MOST_LOOKED_AT = 10_000

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
    found: dict[str, str] = {}
    for number, *fits in ask(session, _staged()):
        for case, is_it in zip(CASES, fits, strict=True):
            if is_it:
                found.setdefault(case, number)
    return found


@cache
def _staged() -> Prepared:
    """Built once: every demo's first page asks it again and again."""
    is_demo = exists().where(col(Company.id) == 1, col(Company.is_demo))
    cases = [and_(*conditions) for conditions in CASES.values()]
    return Prepared(
        plain_select(col(ServiceRequest.number), *cases)
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(IS_OPEN, is_demo, or_(*cases))
        .order_by(CAME_IN.desc())
    )


def find_last_case(session: Session, case: str) -> ServiceRequest | None:
    """The request of this case received last, open or not, among the newest: more than a demo begins with."""
    newest = select(ServiceRequest.id).order_by(col(ServiceRequest.received_at).desc()).limit(MOST_LOOKED_AT)
    return session.exec(
        select(ServiceRequest)
        .join(Customer, col(Customer.id) == ServiceRequest.customer_id)
        .where(*CASES[case], col(ServiceRequest.id).in_(newest))
        .order_by(CAME_IN.desc())
        .limit(1)
    ).first()


__all__ = ["CASES", "DANGER", "PROMISE", "RECURRENCE", "find_last_case", "find_staged"]
