"""The company whose desk this is."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.models import Company, ServiceRequest, Sign


def find_company(session: Session) -> Company | None:
    """The one company; None before it was founded."""
    return session.exec(select(Company)).first()


def is_demo_company(session: Session) -> bool:
    """Whether this is the generated company, in which anybody may be anyone."""
    company = find_company(session)
    return company is not None and company.is_demo


def has_signs(session: Session) -> bool:
    """Whether anything is in the register yet."""
    return session.exec(select(Sign.id).limit(1)).first() is not None


def find_last_received_at(session: Session) -> datetime | None:
    """When the newest request came in; None before the first one."""
    newest = select(ServiceRequest.received_at).order_by(col(ServiceRequest.id).desc()).limit(1)
    return session.exec(newest).first()
