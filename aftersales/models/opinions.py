"""Opinions of customers: which departments were asked about one, and where an office came by it (5.1(3), 5.2(1))."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.opinion import OPEN_OPINIONS, OpinionState, OpinionWay

# Written as literals: with bound parameters SQLite does not use a partial index.
OPEN_OPINION_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in OPEN_OPINIONS) + ")"


class OpinionRouting(Base, table=True):
    """One department asked about one inquiry or suggestion; at most once at a time."""

    __tablename__ = "opinion_routing"
    __table_args__ = (
        Index(
            "uq_opinion_routing_open", "request_id", "department_id", unique=True,
            sqlite_where=text(OPEN_OPINION_SQL), postgresql_where=text(OPEN_OPINION_SQL),
        ),
        Index(
            "ix_opinion_routing_due", "next_due_at", sqlite_where=text(OPEN_OPINION_SQL),
            postgresql_where=text(OPEN_OPINION_SQL),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    department_id: int = Field(foreign_key="department.id", index=True)
    state: OpinionState = Field(sa_type=Word(OpinionState))
    version: int = Field(default=1)
    question: str = Field(default="", max_length=400)
    routed_at: datetime = Field(sa_type=Moment, index=True)
    routed_by_id: int | None = Field(default=None, foreign_key="staff.id")
    due_at: datetime = Field(sa_type=Moment)  # of the answer
    next_due_at: datetime | None = Field(default=None, sa_type=Moment)  # acknowledgement or answer; None: ended
    acknowledged_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: str = Field(default="", max_length=2000)
    answered_by_id: int | None = Field(default=None, foreign_key="staff.id")
    reason: str = Field(default="", max_length=400)  # why it was sent back or withdrawn
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class OfficeOpinion(Base, table=True):
    """Where a request came from that an office collected: when it heard it, and when it sent it in (5.2(1))."""

    __tablename__ = "office_opinion"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", unique=True)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    way: OpinionWay = Field(sa_type=Word(OpinionWay))
    collected_on: date
    collected_by_id: int | None = Field(default=None, foreign_key="staff.id")
    send_by_on: date  # by the holidays as they were known then
    sent_at: datetime = Field(sa_type=Moment)
    is_late: bool = Field(default=False)
