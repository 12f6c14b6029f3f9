"""Bills as a request's page shows them, and as their steps look at them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from aftersales.models import Bill
from aftersales.rules.bill import BillState


@dataclass(frozen=True, slots=True)
class BillView:
    id: int
    version: int
    number: str
    state: BillState
    billed_on: date
    amount_fen: int
    accepted_fen: int
    reason: str
    paid_on: date | None
    withdrawn_at: datetime | None
    withdrawn_reason: str


def bills_shown(rows: Sequence[Bill]) -> tuple[BillView, ...]:
    """Newest first; for who may see costs."""
    return tuple(
        BillView(
            bill.id or 0, bill.version, bill.number, bill.state, bill.billed_on, bill.amount_fen, bill.accepted_fen,
            bill.reason, bill.paid_on, bill.withdrawn_at, bill.withdrawn_reason,
        )
        for bill in reversed(rows)
    )  # fmt: skip


def find_bill_version(session: Session, bill_id: int) -> int | None:
    """How often this bill has changed."""
    return session.exec(select(Bill.version).where(Bill.id == bill_id)).first()
