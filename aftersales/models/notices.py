"""Notices in the app, and the lease that lets exactly one ticker run."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word


class NoticeKind(StrEnum):
    RESPONSE_SOON = "response_soon"
    RESPONSE_LATE = "response_late"
    ARRIVAL_SOON = "arrival_soon"
    ARRIVAL_LATE = "arrival_late"
    REPAIR_LATE = "repair_late"
    ASK_AGAIN = "ask_again"
    RECURRENCE_TO_MANAGER = "recurrence_to_manager"
    DANGER = "danger"
    JOB_ASSIGNED = "job_assigned"
    JOB_HANDED_BACK = "job_handed_back"
    COMPLAINT = "complaint"  # came in
    COMPLAINT_OWNER = "complaint_owner"  # is this person's to see through
    FEEDBACK_LATE = "feedback_late"
    OPINION_ROUTED = "opinion_routed"  # to the department
    ESCALATED = "escalated"  # to the department
    AUDITS_GIVEN = "audits_given"  # closed requests to audit
    AUDIT_FINDING = "audit_finding"  # something to see to
    ACTION_GIVEN = "action_given"  # a corrective action is this person's to carry out
    EFFECT_NOT_GOOD = "effect_not_good"
    MATTER_ANSWERED = "matter_answered"  # to whoever looks after the request


class Notice(Base, table=True):
    """One thing that one person should know. The moment it is about makes it unique: it is told once.

    About a request, or about a record with a page of its own: then its number, what it is about and that page stand
    here, so that a list of notices joins no other table.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("staff_id", "kind", "subject", "subject_id", "about_at"),
        # Counted at every click, and listed apart: whoever has read ten thousand looks at the newest only.
        Index(
            "ix_notice_unread",
            "staff_id",
            "made_at",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(
            "ix_notice_read",
            "staff_id",
            "made_at",
            sqlite_where=text("read_at IS NOT NULL"),
            postgresql_where=text("read_at IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    kind: NoticeKind = Field(sa_type=Word(NoticeKind))
    subject: str = Field(default="request", max_length=24)
    subject_id: int
    request_id: int | None = Field(default=None, foreign_key="service_request.id")
    number: str = Field(default="", max_length=24)  # of a record that isn't a request
    about: str = Field(default="", max_length=120)
    page: str = Field(default="", max_length=48)  # the file of its page
    about_at: datetime = Field(sa_type=Moment)
    made_at: datetime = Field(sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)


class TickerLease(Base, table=True):
    __tablename__ = "ticker_lease"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    holder: str = Field(max_length=64)
    until_at: datetime = Field(sa_type=Moment)
