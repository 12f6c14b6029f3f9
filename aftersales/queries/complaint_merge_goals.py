"""Into which complaints one can be merged: those of its own table that this person sees and that haven't ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, literal, select
from sqlmodel import Session, col

from aftersales.models import Customer
from aftersales.models.complaints import ComplaintRow
from aftersales.queries.complaint_sight import seen_by
from aftersales.rules.complaint import ENDED, ComplaintKind
from aftersales.rules.contact_sight import sight_of_lists
from aftersales.rules.roles import Actor

MOST_OFFERED = 50


@dataclass(frozen=True, slots=True)
class MergeGoal:
    number: str
    kind: ComplaintKind
    customer: str
    words: str


def list_merge_goals(session: Session, actor: Actor, row: ComplaintRow) -> list[MergeGoal]:
    """The same customer's first, then the newest (5.2(4)). One query."""
    table: Any = type(row)
    conditions = seen_by(actor, table)
    if conditions is None:
        return []
    is_theirs = table.customer_id == row.customer_id if row.customer_id is not None else literal(False)
    statement = (
        select(table.number, table.kind, func.coalesce(Customer.name, table.contact_name), table.words)
        .select_from(table)
        .outerjoin(Customer, col(Customer.id) == table.customer_id)
        .where(table.id != row.id, table.state.not_in(ENDED), *conditions)
        .order_by(case((is_theirs, 0), else_=1), table.received_at.desc(), table.id.desc())
        .limit(MOST_OFFERED)
    )
    sight = sight_of_lists(actor)
    return [
        MergeGoal(number, kind, customer, sight.text(words))
        for number, kind, customer, words in session.execute(statement)
    ]
