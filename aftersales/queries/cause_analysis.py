"""How the root cause of one request was looked for, and the corrective action that answers it (4(6))."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

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
    """Of a request that this person may see; None where there is none. At most four queries."""
    row = session.exec(select(CauseAnalysis).where(CauseAnalysis.request_id == request_id)).first()
    if row is None:
        return None
    lines = session.exec(select(CauseLine).where(CauseLine.request_id == request_id).order_by(col(CauseLine.id)))
    action = session.get(CorrectiveAction, row.action_id) if row.action_id is not None else None
    ids = [id for id in (row.made_by_id, action.owner_id if action else None) if id is not None]
    people = session.exec(select(Staff).where(col(Staff.id).in_(ids)))
    names = {one.id: (one.name, one.name_en) for one in people if one.id is not None}
    return analysis_of(row, lines, action, names, sight)


def analysis_of(
    row: CauseAnalysis,
    lines: Iterable[CauseLine],
    action: CorrectiveAction | None,
    people: Mapping[int, Name],
    sight: ContactSight,
) -> AnalysisView:
    """The same of rows that were read already; `lines` by id, `people` by theirs."""
    whys: list[str] = []
    branches: dict[Branch, list[str]] = {}
    for line in lines:
        (whys if line.branch is None else branches.setdefault(line.branch, [])).append(sight.text(line.words))
    return AnalysisView(
        method=row.method, whys=tuple(whys), root_branch=row.root_branch, made_at=row.made_at,
        branches={branch: tuple(causes) for branch, causes in branches.items()},
        made_by=people.get(row.made_by_id) if row.made_by_id is not None else None,
        action_number=action.number if action else "", action_state=action.state if action else None,
        action_owner=people.get(action.owner_id) if action else None, action_due_at=action.due_at if action else None,
    )  # fmt: skip
