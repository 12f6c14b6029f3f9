"""Returns and exchanges from the offices (5.1(4)): the return, its lines, and what was exchanged at a sign (3(1))."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.kinds import Cause, Charge, WarrantyStatus
from aftersales.rules.product_return import ENDED, Outcome, ReturnState, Whereabouts, Wish

# Written as literals: with bound parameters SQLite does not use a partial index.
OPEN_RETURN_SQL = "state NOT IN (" + ", ".join(f"'{state.value}'" for state in ENDED) + ")"


class ProductReturn(Base, table=True):
    """What an office sends in at one time. Its state follows from its lines and stands here for the lists."""

    __tablename__ = "product_return"
    __table_args__ = (
        Index(
            "ix_product_return_open", "requested_at", sqlite_where=text(OPEN_RETURN_SQL),
            postgresql_where=text(OPEN_RETURN_SQL),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    state: ReturnState = Field(sa_type=Word(ReturnState))
    version: int = Field(default=1)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    request_id: int | None = Field(default=None, foreign_key="service_request.id", index=True)
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    project_id: int | None = Field(default=None, foreign_key="project.id")
    remark: str = Field(default="", max_length=400)
    line_count: int = Field(default=0)  # positions given out
    requested_at: datetime = Field(sa_type=Moment, index=True)
    requested_by_id: int | None = Field(default=None, foreign_key="staff.id")
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class ReturnLine(Base, table=True):
    """Some pieces of one product that go the same way. `basis` holds the facts that the decision was made from."""

    __tablename__ = "return_line"
    __table_args__ = (
        Index(
            "ix_return_line_due", "due_at", sqlite_where=text(OPEN_RETURN_SQL), postgresql_where=text(OPEN_RETURN_SQL)
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="product_return.id", index=True)
    number: str = Field(max_length=28, unique=True)  # the return's, with a position: TH20261125-0001/2
    state: ReturnState = Field(sa_type=Word(ReturnState))
    version: int = Field(default=1)
    whereabouts: Whereabouts = Field(sa_type=Word(Whereabouts))
    due_at: datetime | None = Field(default=None, sa_type=Moment)  # of the next step
    sign_id: int | None = Field(default=None, foreign_key="sign.id", index=True)
    is_whole: bool = Field(default=False)  # the whole sign, not a part of it
    product: str = Field(max_length=120)
    quantity: int
    wish: Wish = Field(sa_type=Word(Wish))
    reason: str = Field(max_length=400)

    carrier_in: str = Field(default="", max_length=80)
    waybill_in: str = Field(default="", max_length=60)
    received_at: datetime | None = Field(default=None, sa_type=Moment)
    received_by_id: int | None = Field(default=None, foreign_key="staff.id")
    condition: str = Field(default="", max_length=400)
    serials: str = Field(default="", max_length=400)

    inspected_at: datetime | None = Field(default=None, sa_type=Moment)
    inspected_by_id: int | None = Field(default=None, foreign_key="staff.id")
    finding: str = Field(default="", max_length=1000)
    cause: Cause | None = Field(default=None, sa_type=Word(Cause))
    basis: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    warranty: WarrantyStatus | None = Field(default=None, sa_type=Word(WarrantyStatus))
    charge: Charge | None = Field(default=None, sa_type=Word(Charge))

    quote_for: Outcome | None = Field(default=None, sa_type=Word(Outcome))
    quote_fen: int | None = Field(default=None, sa_type=BigInteger)
    quote_accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    quote_answered_by: str = Field(default="", max_length=80)  # who at the customer
    exception_for: Outcome | None = Field(default=None, sa_type=Word(Outcome))
    exception_reason: str = Field(default="", max_length=400)

    outcome: Outcome | None = Field(default=None, sa_type=Word(Outcome))
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by_id: int | None = Field(default=None, foreign_key="staff.id")
    refund_fen: int | None = Field(default=None, sa_type=BigInteger)
    refusal: str = Field(default="", max_length=400)

    carrier: str = Field(default="", max_length=80)
    waybill: str = Field(default="", max_length=60)
    shipped_on: date | None = None
    new_serials: str = Field(default="", max_length=400)
    refunded_on: date | None = None
    voucher: str = Field(default="", max_length=60)  # of the payment
    arrived_on: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class SignExchange(Base, table=True):
    """A sign, or a part of it, that was exchanged for a new one of the same kind, with the warranty that it got."""

    __tablename__ = "sign_exchange"

    id: int | None = Field(default=None, primary_key=True)
    sign_id: int = Field(foreign_key="sign.id", index=True)
    line_id: int = Field(foreign_key="return_line.id", unique=True)
    exchanged_on: date
    is_whole: bool
    product: str = Field(max_length=120)
    quantity: int
    old_serials: str = Field(default="", max_length=400)
    new_serials: str = Field(default="", max_length=400)
    months: int | None = None  # of its own, by the contract, where they last longer than the rest of the old warranty
    ends_on: date | None = None  # the last day of its warranty; None: not known
