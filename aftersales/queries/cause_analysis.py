"""How the root cause of one request was looked for, and the corrective action that answers it (4(6))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from aftersales.models import CauseAnalysis, CauseLine, CorrectiveAction, Staff
from aftersales.queries.corrective_actions import Name
from aftersales.rules.cause_analysis import AnalysisMethod, Branch
from aftersales.rules.contact_sight import ContactSight
from aftersales.rules.corrective_action import ActionState


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """`whys` in their order; `branches` only those that name a cause."""

    method: AnalysisMethod
    whys: tuple[str, ...]
    branches: dict[Branch, tuple[str, ...]]
    root_branch: Branch | None
    made_at: datetime
    made_by: Name | None
    action_number: str
    action_state: ActionState | None
    action_owner: Name | None
    action_due_at: datetime | None


def find_analysis(session: Session, request_id: int, sight: ContactSight) -> AnalysisView | None:
    """Of a request that this person may see; None where there is none. Two queries."""
    a = CauseAnalysis
    maker, owner = aliased(Staff), aliased(Staff)
    columns: tuple[Any, ...] = (
        a.method, a.root_branch, a.made_at, maker.name, maker.name_en, CorrectiveAction.number,
        CorrectiveAction.state, CorrectiveAction.due_at, owner.name, owner.name_en,
    )  # fmt: skip
    statement = (
        select(*columns)
        .select_from(a)
        .outerjoin(maker, col(maker.id) == col(a.made_by_id))
        .outerjoin(CorrectiveAction, col(CorrectiveAction.id) == col(a.action_id))
        .outerjoin(owner, col(owner.id) == col(CorrectiveAction.owner_id))
        .where(col(a.request_id) == request_id)
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    method, root_branch, made_at, by, by_en, number, state, due_at, who, who_en = row
    whys: list[str] = []
    branches: dict[Branch, list[str]] = {}
    line_columns: tuple[Any, ...] = (CauseLine.branch, CauseLine.words)
    lines = select(*line_columns).where(col(CauseLine.request_id) == request_id).order_by(col(CauseLine.id))
    for branch, words in session.execute(lines):
        (whys if branch is None else branches.setdefault(branch, [])).append(sight.text(words))
    return AnalysisView(
        method, tuple(whys), {branch: tuple(causes) for branch, causes in branches.items()}, root_branch, made_at,
        (by, by_en or "") if by else None, number or "", state, (who, who_en or "") if who else None, due_at,
    )  # fmt: skip
