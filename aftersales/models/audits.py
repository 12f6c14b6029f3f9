"""Sampled audits of closed requests (5.2(3)): what was drawn, how each was answered, what was found."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.audit import (
    OPEN_AUDITS,
    AuditAnswer,
    AuditCheck,
    AuditState,
    FindingState,
)

# Written as literals: with bound parameters SQLite does not use a partial index.
OPEN_AUDIT_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in OPEN_AUDITS) + ")"
OPEN_FINDING_SQL = f"state = '{FindingState.OPEN.value}'"


class AuditSample(Base, table=True):
    """One draw among the requests that an office closed in a month. The same seed draws the same ones."""

    __tablename__ = "audit_sample"
    __table_args__ = (UniqueConstraint("office_id", "month"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    month: date = Field(index=True)  # its first day
    seed: int
    size: int | None = Field(default=None)  # as asked for: a number …
    percent: int | None = Field(default=None)  # … or a share
    population: int
    drawn: int
    drawn_at: datetime = Field(sa_type=Moment)
    drawn_by_id: int | None = Field(default=None, foreign_key="staff.id")


class Audit(Base, table=True):
    """One request of a sample. `good` and `asked` are its result, from the moment it is finished."""

    __tablename__ = "audit"
    __table_args__ = (
        Index(
            "ix_audit_open", "due_at", sqlite_where=text(OPEN_AUDIT_SQL), postgresql_where=text(OPEN_AUDIT_SQL),
        ),
        UniqueConstraint("sample_id", "request_id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    state: AuditState = Field(sa_type=Word(AuditState))
    version: int = Field(default=1)
    sample_id: int = Field(foreign_key="audit_sample.id")
    request_id: int = Field(foreign_key="service_request.id", index=True)
    office_id: int = Field(foreign_key="office.id")
    auditor_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    due_at: datetime = Field(sa_type=Moment)
    drawn_at: datetime = Field(sa_type=Moment, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    good: int | None = Field(default=None)
    asked: int | None = Field(default=None)
    words: str = Field(default="", max_length=1000)


class AuditLine(Base, table=True):
    """One question's answer. `from_facts`: as the product answered it, untouched by the auditor."""

    __tablename__ = "audit_line"
    __table_args__ = (UniqueConstraint("audit_id", "question"),)

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    question: AuditCheck = Field(sa_type=Word(AuditCheck))
    answer: AuditAnswer | None = Field(default=None, sa_type=Word(AuditAnswer))
    note: str = Field(default="", max_length=400)
    from_facts: bool = Field(default=False)


class AuditFinding(Base, table=True):
    """What a no asks for: a task with an owner and a day, or a corrective action whose effect is checked."""

    __tablename__ = "audit_finding"
    __table_args__ = (
        Index(
            "ix_audit_finding_open", "due_at", sqlite_where=text(OPEN_FINDING_SQL),
            postgresql_where=text(OPEN_FINDING_SQL),
        ),
        UniqueConstraint("audit_id", "question"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=28, unique=True)  # the audit's with a place behind it
    audit_id: int = Field(foreign_key="audit.id")
    question: AuditCheck = Field(sa_type=Word(AuditCheck))
    words: str = Field(max_length=1000)
    state: FindingState = Field(sa_type=Word(FindingState))
    version: int = Field(default=1)
    owner_id: int = Field(foreign_key="staff.id", index=True)
    due_on: date  # by which its owner sees to it
    due_at: datetime = Field(sa_type=Moment)  # the end of the day of what comes next: that one, or the check
    action_id: int | None = Field(default=None, foreign_key="corrective_action.id", index=True)
    found_at: datetime = Field(sa_type=Moment)
    seen_to_at: datetime | None = Field(default=None, sa_type=Moment)
    seen_to_by_id: int | None = Field(default=None, foreign_key="staff.id")
    seen_to_words: str = Field(default="", max_length=1000)
