"""Counters of the day, and keys that make a repeated click harmless."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from aftersales.models.base import Base, Moment


class DailyCounter(Base, table=True):
    """The last number given on a day, for one prefix (FW, PG, …)."""

    __tablename__ = "daily_counter"

    prefix: str = Field(primary_key=True, max_length=8)
    on: date = Field(primary_key=True)
    last: int


class OnceKey(Base, table=True):
    """A form's key, used up by the first click; the second one gets the first one's result."""

    __tablename__ = "once_key"

    key: str = Field(primary_key=True, max_length=64)
    used_at: datetime = Field(sa_type=Moment, index=True)
    result_id: int
