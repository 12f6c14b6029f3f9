"""The company whose desk this is, and the goals it sets itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from aftersales.models.base import Base, Moment


class Company(Base, table=True):
    """The one row. What stands here stands at the head of every printed sheet."""

    __tablename__ = "company"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=120)
    name_en: str = Field(default="", max_length=120)
    hotline: str = Field(default="", max_length=40)
    address: str = Field(default="", max_length=200)
    address_en: str = Field(default="", max_length=200)
    logo_id: int | None = Field(default=None, foreign_key="attachment.id")
    is_demo: bool = Field(default=False)
    is_loaded: bool = Field(default=False)  # false while the demo is being made
    founded_at: datetime = Field(sa_type=Moment)
    version: int = Field(default=1)


class CompanyGoal(Base, table=True):
    """What is aimed at for one figure from a moment on; the newest before a moment holds then."""

    __tablename__ = "company_goal"
    __table_args__ = (Index("ix_company_goal_figure", "figure", "from_at"),)

    id: int | None = Field(default=None, primary_key=True)
    figure: str = Field(max_length=32)
    goal_milli: int  # thousandths of the figure's own unit: 950 is 95%, 4500 is a mark of 4.5
    from_at: datetime = Field(sa_type=Moment)
    set_by_id: int | None = Field(default=None, foreign_key="staff.id")
