"""Supplementary agreements (2b): what is done beyond the contract, for how much, and who agreed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index, text
from sqlmodel import Field

from aftersales.models.base import Base, Moment, Word
from aftersales.rules.agreement import OPEN_AGREEMENTS, AgreementState

# Written as literals: with bound parameters SQLite does not use a partial index.
OPEN_AGREEMENT_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in OPEN_AGREEMENTS) + ")"


class Agreement(Base, table=True):
    """One agreement about one request; at most one of a request is open."""

    __tablename__ = "agreement"
    __table_args__ = (
        Index(
            "uq_agreement_open", "request_id", unique=True, sqlite_where=text(OPEN_AGREEMENT_SQL),
            postgresql_where=text(OPEN_AGREEMENT_SQL),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=24, unique=True)
    request_id: int = Field(foreign_key="service_request.id", index=True)
    state: AgreementState = Field(sa_type=Word(AgreementState))
    version: int = Field(default=1)
    subject: str = Field(max_length=200)
    terms: str = Field(default="", max_length=2000)
    price_fen: int | None = Field(default=None, sa_type=BigInteger)
    customer_side: str = Field(default="", max_length=80)  # who accepted at the customer
    reason: str = Field(default="", max_length=400)  # of the refusal or withdrawal
    negotiator_ids: list[int] = Field(sa_type=JSON)  # everybody who took a step of it
    started_at: datetime = Field(sa_type=Moment, index=True)
    started_by_id: int | None = Field(default=None, foreign_key="staff.id")
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by_id: int | None = Field(default=None, foreign_key="staff.id")
