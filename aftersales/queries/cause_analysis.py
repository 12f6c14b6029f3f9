"""How the root cause of one request was looked for, and the corrective action that answers it (4(6))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, union
from sqlmodel import Session

from aftersales.models import Base, CauseAnalysis, CauseLine, CorrectiveAction, Staff
from aftersales.queries.corrective_actions import Name
from aftersales.queries.together import Together
from aftersales.rules.cause_analysis import AnalysisMethod, Branch
from aftersales.rules.contact_sight import ContactSight
from aftersales.rules.corrective_action import ActionState
from aftersales.services.plain_rows import columns_of


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


_T = Base.metadata.tables
_ANALYSIS, _LINE, _ACTION, _STAFF = (
    _T[name].c for name in ("cause_analysis", "cause_line", "corrective_action", "staff")
)
_OF_REQUEST = _ANALYSIS.request_id == bindparam("id")
_ANSWER = select(_ANALYSIS.action_id).where(_OF_REQUEST)
# Of one request, whose `id` is a named place; to be read alone, or together with others of its page.
ANALYSIS_TABLES = (
    (CauseAnalysis, select(*columns_of(CauseAnalysis)).where(_OF_REQUEST)),
    (CauseLine, select(*columns_of(CauseLine)).where(_LINE.request_id == bindparam("id"))),
    (CorrectiveAction, select(*columns_of(CorrectiveAction)).where(_ACTION.id.in_(_ANSWER))),
)
ANALYSIS_PEOPLE = (
    select(_ANALYSIS.made_by_id).where(_OF_REQUEST),
    select(_ACTION.owner_id).where(_ACTION.id.in_(_ANSWER)),
)
_ALONE = Together(*ANALYSIS_TABLES, (Staff, select(*columns_of(Staff)).where(_STAFF.id.in_(union(*ANALYSIS_PEOPLE)))))


def find_analysis(session: Session, request_id: int, sight: ContactSight) -> AnalysisView | None:
    """Of a request that this person may see; None where there is none. One query."""
    return analysis_of(_ALONE.rows(session, {"id": request_id}), sight)


def analysis_of(rows: Mapping[Any, Sequence[Any]], sight: ContactSight) -> AnalysisView | None:
    """The same of rows that are read already: those of `ANALYSIS_TABLES`, and the people."""
    if not rows[CauseAnalysis]:
        return None
    (analysis,) = rows[CauseAnalysis]
    people = {row.id: (row.name, row.name_en) for row in rows[Staff]}
    action = next(iter(rows[CorrectiveAction]), None)
    whys: list[str] = []
    branches: dict[Branch, list[str]] = {}
    for line in rows[CauseLine]:
        (whys if line.branch is None else branches.setdefault(line.branch, [])).append(sight.text(line.words))
    return AnalysisView(
        analysis.method, tuple(whys), {branch: tuple(causes) for branch, causes in branches.items()},
        analysis.root_branch, analysis.made_at, people.get(analysis.made_by_id),
        action.number if action else "", action.state if action else None,
        people.get(action.owner_id) if action else None, action.due_at if action else None,
    )  # fmt: skip
