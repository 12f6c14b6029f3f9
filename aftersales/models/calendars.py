"""Service calendars: when a contract's clock counts, and which days are different."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from aftersales.models.base import Base


class ServiceCalendar(Base, table=True):
    """`week` holds seven lists of [start_minute, end_minute] from local midnight, Monday first."""

    __tablename__ = "service_calendar"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80, unique=True)
    zone: str = Field(default="Asia/Shanghai", max_length=64)
    holidays: str = Field(default="", max_length=8)  # country whose public holidays apply; empty: none
    week: list[Any] = Field(sa_type=JSON)
    version: int = Field(default=1)


class CalendarDay(Base, table=True):
    """A day that differs from its weekday, copied from where it was announced, or set by the company."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("calendar_id", "on"),)

    id: int | None = Field(default=None, primary_key=True)
    calendar_id: int = Field(foreign_key="service_calendar.id")
    on: date
    is_working: bool
    frames: list[Any] | None = Field(default=None, sa_type=JSON)
    name: str = Field(default="", max_length=80)
    source: str = Field(max_length=80)
    is_provisional: bool = Field(default=False)
