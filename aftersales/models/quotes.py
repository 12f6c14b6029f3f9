"""What paid work costs, and what the customer accepted (3(2), 4(5))."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.kinds import Charge, CostKind


class PriceItem(Base, table=True):
    """One line of the price list. The cost price serves work *at cost*, without margin (1.4b)."""

    __tablename__ = "price_item"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=32, unique=True)
    name: str = Field(max_length=80)
    name_en: str = Field(default="", max_length=80)
    unit: str = Field(max_length=16)
    unit_en: str = Field(default="", max_length=16)
    kind: CostKind = Field(default=CostKind.PARTS, sa_type=Word(CostKind))
    price_fen: int = Field(sa_type=BigInteger)
    cost_fen: int = Field(sa_type=BigInteger)
    is_active: bool = Field(default=True)


class QuoteState(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"  # a newer quote took its place


# Written as literals: with bound parameters SQLite does not use a partial index.
UNBILLED_SQL = f"state = '{QuoteState.ACCEPTED.value}' AND bill_id IS NULL"


class Quote(Base, table=True):
    __tablename__ = "quote"
    __table_args__ = (
        Index("ix_quote_unbilled", "request_id", sqlite_where=text(UNBILLED_SQL), postgresql_where=text(UNBILLED_SQL)),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    round: int = Field(default=1)
    state: QuoteState = Field(sa_type=Word(QuoteState))
    charge: Charge = Field(sa_type=Word(Charge))
    total_fen: int = Field(sa_type=BigInteger)
    note: str = Field(default="", max_length=400)
    made_at: datetime = Field(sa_type=Moment)
    made_by_id: int | None = Field(default=None, foreign_key="staff.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_by: str = Field(default="", max_length=80)  # who at the customer
    version: int = Field(default=1)
    bill_id: int | None = Field(default=None, foreign_key="bill.id", index=True)  # the bill that covers it


class QuoteLine(Base, table=True):
    __tablename__ = "quote_line"

    id: int | None = Field(default=None, primary_key=True)
    quote_id: int = Field(foreign_key="quote.id", index=True)
    price_item_id: int | None = Field(default=None, foreign_key="price_item.id")
    name: str = Field(max_length=120)
    quantity_milli: int  # thousandths, so that half an hour stays exact
    unit: str = Field(default="", max_length=16)
    unit_fen: int = Field(sa_type=BigInteger)
    total_fen: int = Field(sa_type=BigInteger)
