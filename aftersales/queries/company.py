"""The company whose desk this is."""

from __future__ import annotations

from sqlmodel import Session, select

from aftersales.models import Company, Sign


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
