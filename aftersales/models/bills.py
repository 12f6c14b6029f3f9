"""What was billed to a customer, under which invoice number, and whether it was paid (1.4b, 3(2))."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.bill import BillState

# Written as a literal: with bound parameters SQLite does not use a partial index.
UNPAID_BILL_SQL = f"state = '{BillState.BILLED.value}'"


class Bill(Base, table=True):
    """One invoice for one request. The quotes that it covers name it in their `bill_id` while it stands."""

    __tablename__ = "bill"
    __table_args__ = (
        Index(
            "ix_bill_unpaid", "billed_on", sqlite_where=text(UNPAID_BILL_SQL), postgresql_where=text(UNPAID_BILL_SQL)
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    number: str = Field(max_length=40, unique=True)  # the company's own; a withdrawn one is not given again
    state: BillState = Field(sa_type=Word(BillState))
    version: int = Field(default=1)
    billed_on: date
    amount_fen: int = Field(sa_type=BigInteger)  # net
    accepted_fen: int = Field(sa_type=BigInteger)  # what the customer had accepted
    reason: str = Field(default="", max_length=400)  # of billing more than that
    recorded_at: datetime = Field(sa_type=Moment)
    recorded_by_id: int | None = Field(default=None, foreign_key="staff.id")
    paid_on: date | None = Field(default=None)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_reason: str = Field(default="", max_length=400)
