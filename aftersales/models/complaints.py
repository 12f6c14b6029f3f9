"""Complaints (5.1(2), 5.2(4)), and in tables of their own those about somebody's integrity (*Opinions about people*).

What isn't in a table can't be counted, joined or exported from it by mistake: no list over `complaint` needs to know
that there are others.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.complaint import ENDED, ComplaintKind, ComplaintState, CustomerAnswer
from aftersales.rules.kinds import Channel

# Written as literals: with bound parameters SQLite does not use a partial index.
OPEN_COMPLAINT_SQL = "state NOT IN (" + ", ".join(f"'{state.value}'" for state in ENDED) + ")"


class ComplaintRow(Base):
    """What both tables hold. The first feedback's deadline is fixed at the receipt: nothing moves it."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    kind: ComplaintKind = Field(sa_type=Word(ComplaintKind))
    state: ComplaintState = Field(sa_type=Word(ComplaintState))
    version: int = Field(default=1)
    round: int = Field(default=1)
    channel: Channel = Field(sa_type=Word(Channel))
    request_id: int | None = Field(default=None, foreign_key="service_request.id", index=True)
    customer_id: int | None = Field(default=None, foreign_key="customer.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id")
    sign_id: int | None = Field(default=None, foreign_key="sign.id")
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    survey_id: int | None = Field(default=None, foreign_key="survey.id", unique=True)  # the answer that opened it
    contact_name: str = Field(default="", max_length=80)
    contact_phone: str = Field(default="", max_length=40)
    words: str = Field(max_length=2000)
    received_at: datetime = Field(sa_type=Moment, index=True)
    registered_at: datetime = Field(sa_type=Moment)
    registered_by_id: int | None = Field(default=None, foreign_key="staff.id")
    feedback_due_at: datetime = Field(sa_type=Moment)
    first_feedback_at: datetime | None = Field(default=None, sa_type=Moment)
    feedback: str = Field(default="", max_length=1000)  # what the customer was told first
    late_told_at: datetime | None = Field(default=None, sa_type=Moment)  # those responsible know that it is late
    department_id: int | None = Field(default=None, foreign_key="department.id")
    owner_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    finding: str = Field(default="", max_length=2000)
    cause: str = Field(default="", max_length=1000)
    action: str = Field(default="", max_length=1000)
    action_owner_id: int | None = Field(default=None, foreign_key="staff.id")
    action_due_on: date | None = None
    action_due_at: datetime | None = Field(default=None, sa_type=Moment)  # the end of that day
    outcome: str = Field(default="", max_length=1000)  # what the customer was told at the end
    resolved_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: CustomerAnswer | None = Field(default=None, sa_type=Word(CustomerAnswer))
    answer_words: str = Field(default="", max_length=1000)
    answered_by: str = Field(default="", max_length=80)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    reason: str = Field(default="", max_length=400)  # why it is unfounded, merged, or open again
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Complaint(ComplaintRow, table=True):
    """A customer's or market complaint, or one about how somebody behaved."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index(
            "ix_complaint_open", "feedback_due_at", sqlite_where=text(OPEN_COMPLAINT_SQL),
            postgresql_where=text(OPEN_COMPLAINT_SQL),
        ),
    )  # fmt: skip

    merged_into_id: int | None = Field(default=None, foreign_key="complaint.id", index=True)


class ComplaintConcern(Base, table=True):
    """A person whom a conduct complaint is about."""

    __tablename__ = "complaint_concern"

    complaint_id: int = Field(foreign_key="complaint.id", primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", primary_key=True, index=True)


class IntegrityComplaint(ComplaintRow, table=True):
    """Something was asked for or taken (4(5)): after-sales managers and leadership, less the person concerned."""

    __tablename__ = "integrity_complaint"

    merged_into_id: int | None = Field(default=None, foreign_key="integrity_complaint.id", index=True)


class IntegrityConcern(Base, table=True):
    """A person whom an integrity complaint is about: it doesn't exist for them."""

    __tablename__ = "integrity_concern"

    complaint_id: int = Field(foreign_key="integrity_complaint.id", primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", primary_key=True, index=True)
