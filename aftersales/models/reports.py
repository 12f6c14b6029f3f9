"""The service report, filled in with care after the work (4(7)), and what the work cost."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.kinds import Cause, CostKind, FaultCategory


class ServiceReport(Base, table=True):
    """One visit's report (售后服务报告单)."""

    __tablename__ = "service_report"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    dispatch_id: int = Field(foreign_key="dispatch.id", unique=True)
    fault_seen: FaultCategory = Field(sa_type=Word(FaultCategory))
    cause_found: Cause = Field(sa_type=Word(Cause))
    findings: str = Field(max_length=2000)
    work_done: str = Field(max_length=2000)
    left_to_do: str = Field(default="", max_length=1000)
    safety_measures: str = Field(default="", max_length=400)
    customer_words: str = Field(default="", max_length=1000)
    signed_by: str = Field(default="", max_length=80)
    signed_at: datetime | None = Field(default=None, sa_type=Moment)
    unsigned_reason: str = Field(default="", max_length=200)
    signature_id: int | None = Field(default=None, foreign_key="attachment.id")
    filed_at: datetime = Field(sa_type=Moment, index=True)
    filed_by_id: int | None = Field(default=None, foreign_key="staff.id")
    version: int = Field(default=1)


class ReportPart(Base, table=True):
    __tablename__ = "report_part"

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="service_report.id", index=True)
    name: str = Field(max_length=80)
    size: str = Field(default="", max_length=80)
    count: int
    old_returned: bool = Field(default=False)


class Bearer(StrEnum):
    US = "us"
    CUSTOMER = "customer"


class CostLine(Base, table=True):
    """One line of the cost report, by who bears it."""

    __tablename__ = "cost_line"

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="service_report.id", index=True)
    price_item_id: int | None = Field(default=None, foreign_key="price_item.id")
    kind: CostKind = Field(sa_type=Word(CostKind))
    name: str = Field(max_length=120)
    quantity_milli: int
    unit: str = Field(default="", max_length=16)
    unit_fen: int = Field(sa_type=BigInteger)
    total_fen: int = Field(sa_type=BigInteger)
    bearer: Bearer = Field(sa_type=Word(Bearer))
