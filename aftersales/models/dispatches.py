"""Dispatch records: who was sent where, when, and when they arrived and left (4(9))."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.visit import LIVE_VISITS, VisitState

LIVE_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in LIVE_VISITS) + ")"


class Dispatch(Base, table=True):
    """One visit. Asked, promised and actual moments are three different things, and all kept."""

    __tablename__ = "dispatch"
    __table_args__ = (
        UniqueConstraint("request_id", "visit"),
        Index("ix_dispatch_live", "starts_at", sqlite_where=text(LIVE_SQL), postgresql_where=text(LIVE_SQL)),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str | None = Field(default=None, max_length=24, unique=True)  # given when a crew is sent
    request_id: int = Field(foreign_key="service_request.id")
    round: int = Field(default=1)
    visit: int  # 1, 2, … within the request
    state: VisitState = Field(sa_type=Word(VisitState))
    version: int = Field(default=1)
    starts_at: datetime | None = Field(default=None, sa_type=Moment)
    minutes: int = Field(default=120)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    promised_at: datetime | None = Field(default=None, sa_type=Moment)
    note: str = Field(default="", max_length=400)
    needs: str = Field(default="", max_length=400)  # what the last visit left to do
    dispatched_by_id: int | None = Field(default=None, foreign_key="staff.id")
    dispatched_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    departed_at: datetime | None = Field(default=None, sa_type=Moment)
    arrived_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    end_reason: str = Field(default="", max_length=400)


LIVE_ASSIGNMENT_SQL = "is_live"


class Assignment(Base, table=True):
    """One technician on one visit, with the planned time again, so that overlaps are found by one index."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("dispatch_id", "staff_id"),
        Index("ix_assignment_staff_time", "staff_id", "starts_at"),
        Index(
            "ix_assignment_live",
            "staff_id",
            sqlite_where=text(LIVE_ASSIGNMENT_SQL),
            postgresql_where=text(LIVE_ASSIGNMENT_SQL),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    dispatch_id: int = Field(foreign_key="dispatch.id")
    staff_id: int = Field(foreign_key="staff.id")
    starts_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    is_live: bool = Field(default=True)  # false once refused, recalled or ended
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    refused_at: datetime | None = Field(default=None, sa_type=Moment)
    refusal: str = Field(default="", max_length=400)
