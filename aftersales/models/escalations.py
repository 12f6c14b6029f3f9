"""Escalations of requests to departments, with their own clock (4(2), 4(8))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.escalation import OWED, EscalationCause, EscalationState

# Written as literals: with bound parameters SQLite does not use a partial index.
OWED_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in OWED) + ")"


class Escalation(Base, table=True):
    """One department told of one request; `raised_by_id` is None for what a major severity raised by itself."""

    __tablename__ = "escalation"
    __table_args__ = (
        Index(
            "uq_escalation_owed", "request_id", "department_id", unique=True, sqlite_where=text(OWED_SQL),
            postgresql_where=text(OWED_SQL),
        ),
        Index("ix_escalation_due", "next_due_at", sqlite_where=text(OWED_SQL), postgresql_where=text(OWED_SQL)),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    department_id: int = Field(foreign_key="department.id", index=True)
    state: EscalationState = Field(sa_type=Word(EscalationState))
    version: int = Field(default=1)
    cause: EscalationCause = Field(sa_type=Word(EscalationCause))
    round: int = Field(default=1)  # of the request
    reason: str = Field(default="", max_length=400)
    first_raised_at: datetime = Field(sa_type=Moment, index=True)
    raised_at: datetime = Field(sa_type=Moment)  # to the department that has it now: its clock begins here
    raised_by_id: int | None = Field(default=None, foreign_key="staff.id")
    acknowledge_due_at: datetime = Field(sa_type=Moment)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Moment)
    next_due_at: datetime | None = Field(default=None, sa_type=Moment)  # acknowledgement or feedback; None: given
    feedback: str = Field(default="", max_length=2000)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_by_id: int | None = Field(default=None, foreign_key="staff.id")
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by_id: int | None = Field(default=None, foreign_key="staff.id")
