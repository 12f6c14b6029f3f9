"""What was built for a customer, and the contract's terms, which come before the rules' own (2a)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.kinds import TermSource


class Project(Base, table=True):
    __tablename__ = "project"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)  # the contract's number
    name: str = Field(max_length=160)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")  # the team that usually serves it
    address: str = Field(default="", max_length=200)
    handover_on: date | None = Field(default=None, index=True)
    warranty_months: int | None = Field(default=None)
    warranty_source: TermSource = Field(default=TermSource.CONTRACT, sa_type=Word(TermSource))
    version: int = Field(default=1)


class TermName(StrEnum):
    """What a contract can say instead of the rules."""

    RESPONSE_HOURS = "response_hours"
    ARRIVAL_HOURS_IN_WARRANTY = "arrival_hours_in_warranty"
    ARRIVAL_HOURS_OUT_OF_WARRANTY = "arrival_hours_out_of_warranty"
    REPAIR_HOURS = "repair_hours"
    CALENDAR = "calendar"  # value: {"calendar_id": 3}
    EXCHANGE_MONTHS = "exchange_months"  # value: {"months": 12}; of what is exchanged, from its exchange on (3(1))
    COVERAGE = "coverage"  # value: {"customer_use": "free"} — cause to charge


class ContractTerm(Base, table=True):
    """One term of one project, from a stated moment on; an earlier one of the same name ends there."""

    __tablename__ = "contract_term"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    name: TermName = Field(sa_type=Word(TermName))
    value: dict[str, Any] = Field(sa_type=JSON)  # {"hours": 6}, or as the name says
    source: TermSource = Field(sa_type=Word(TermSource))
    quote: str = Field(default="", max_length=400)  # the contract's own words
    from_at: datetime = Field(sa_type=Moment)
