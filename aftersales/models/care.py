"""Care plans, and the revisits that they produce (5.2(2))."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.care import Caller, PlanKind, RevisitState, RevisitWay

DUE_SQL = "state = 'due'"  # a literal: with bound parameters SQLite does not use a partial index


class CarePlan(Base, table=True):
    """Which customers are revisited, and when. `months`, `days_before`, `month` and `day` as its kind asks."""

    __tablename__ = "care_plan"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120)
    kind: PlanKind = Field(sa_type=Word(PlanKind))
    months: int | None = Field(default=None)
    days_before: int | None = Field(default=None)
    month: int | None = Field(default=None)
    day: int | None = Field(default=None)
    regions: list[str] = Field(sa_type=JSON)  # empty: all
    caller: Caller = Field(sa_type=Word(Caller))
    from_on: date  # nothing that fell due before is made up for
    is_active: bool = Field(default=True)
    looked_on: date | None = Field(default=None)  # the last working day on which its revisits were produced
    made_at: datetime = Field(sa_type=Moment)
    made_by_id: int | None = Field(default=None, foreign_key="staff.id")
    version: int = Field(default=1)


class Revisit(Base, table=True):
    """One customer to be asked how things are. The occasion makes it unique: a plan produces it once."""

    __tablename__ = "revisit"
    __table_args__ = (
        UniqueConstraint("plan_id", "occasion"),
        Index("ix_revisit_owner", "owner_id", "due_at", sqlite_where=text(DUE_SQL), postgresql_where=text(DUE_SQL)),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    plan_id: int = Field(foreign_key="care_plan.id")
    occasion: str = Field(max_length=80)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id")
    office_id: int | None = Field(default=None, foreign_key="office.id")
    about_on: date | None = Field(default=None)  # the handover, the warranty's end or the season's day
    rhythm_on: date  # the day by the rhythm
    due_on: date  # the working day it is to be made on, as put off
    due_at: datetime = Field(sa_type=Moment, index=True)  # when that day ends
    owner_id: int | None = Field(default=None, foreign_key="staff.id")
    state: RevisitState = Field(sa_type=Word(RevisitState))
    version: int = Field(default=1)
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    ended_by_id: int | None = Field(default=None, foreign_key="staff.id")
    way: RevisitWay | None = Field(default=None, sa_type=Word(RevisitWay))
    heard_from: str = Field(default="", max_length=80)
    mark: int | None = Field(default=None)  # one to five
    words: str = Field(default="", max_length=1000)
    wishes: str = Field(default="", max_length=1000)
    reason: str = Field(default="", max_length=400)  # of skipping it
    request_id: int | None = Field(default=None, foreign_key="service_request.id", index=True)
