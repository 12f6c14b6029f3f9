"""Lists to choose from when the register is added to."""

from __future__ import annotations

from sqlmodel import Session, col, select

from aftersales.models import Office, SignType


def list_offices(session: Session) -> list[Office]:
    """All offices, by age: the head office comes first."""
    return list(session.exec(select(Office).order_by(col(Office.id))))


def list_sign_types(session: Session) -> list[SignType]:
    """All sign types by name."""
    return list(session.exec(select(SignType).order_by(col(SignType.name))))
