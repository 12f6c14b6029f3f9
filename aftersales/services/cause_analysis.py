"""Why a problem came back, how that was found, and the corrective action that answers it (4(6))."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from sqlmodel import Session, col, delete

from aftersales.errors import InvalidInput, RuleBroken
from aftersales.models import CauseAnalysis, CauseLine, CorrectiveAction, ServiceRequest
from aftersales.rules.cause_analysis import MOST_CAUSES, MOST_WHYS, AnalysisMethod, Branch, missing_in_analysis
from aftersales.rules.corrective_action import ANSWERING
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.services.corrective_actions import ActionPlan, ensure_answers, make_action
from aftersales.services.input import MOST_NOTE, Input, text
from aftersales.services.rows import rows_by
from aftersales.services.steps import Work, taking


class NewAnalysis(Input):
    """By `whys` (each the answer to the one before) or by `branches`; then what is done: a new action, one that stands
    already, or neither where one answers this request."""

    method: AnalysisMethod
    whys: tuple[text(400), ...] = ()
    branches: dict[Branch, tuple[text(400), ...]] = Field(default_factory=dict)
    root_branch: Branch | None = None
    root_cause: text(MOST_NOTE)
    action_id: int | None = None
    action: ActionPlan | None = None


def record_cause_analysis(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    new: NewAnalysis,
    expected_version: int | None = None,
) -> ServiceRequest:
    """The root cause, how it was found, and the corrective action; written again it replaces the one before.

    Raises NotAllowed, ChangedMeanwhile, InvalidInput for what is missing, RuleBroken for an action that doesn't fit.
    """
    if not new.root_cause:
        raise InvalidInput(N_("Write down the root cause."), field="root_cause", clause="4(6)")
    whys = new.whys[:MOST_WHYS]
    branches = {branch: tuple(one for one in causes if one) for branch, causes in new.branches.items()}
    missing = missing_in_analysis(new.method, whys, branches)
    if missing:
        raise InvalidInput(
            N_("The analysis still needs {items}."), field="whys", clause="4(6)", items=tuple(missing)
        )  # fmt: skip
    with taking(
        session, "analyse", actor=actor, now=now, request_id=request_id, expected_version=expected_version
    ) as work:
        request = work.request
        row = next(iter(rows_by(session, CauseAnalysis, "request_id", request_id)), None)
        action = _action(work, new, row)
        _keep(work, new, row, action)
        _keep_lines(session, request_id, new.method, whys, branches)
        request.root_cause, request.corrective_action = new.root_cause, action.words
        work.data |= {"method": new.method, "root_branch": new.root_branch, "action": action.id,
                      "action_number": action.number}  # fmt: skip
        work.words |= {"root_cause": request.root_cause, "corrective_action": request.corrective_action}
        return request


def _action(work: Work, new: NewAnalysis, row: CauseAnalysis | None) -> CorrectiveAction:
    session, request = work.session, work.request
    present = session.get(CorrectiveAction, row.action_id) if row is not None and row.action_id else None
    if present is not None and present.state not in ANSWERING:
        present = None
    if new.action_id is not None:
        return ensure_answers(session, new.action_id, request)
    if new.action is None:
        if present is None:
            raise InvalidInput(N_("Write down the corrective action."), field="corrective_action", clause="4(6)")
        return present
    if present is not None:
        raise RuleBroken(
            N_("{number} answers it already: change that one instead."), clause="4(6)", number=present.number
        )
    return make_action(
        session, actor=work.actor, now=work.now, plan=new.action, fault=request.fault_found or request.fault,
        request_id=request.id,
    )  # fmt: skip


def _keep(work: Work, new: NewAnalysis, row: CauseAnalysis | None, action: CorrectiveAction) -> None:
    row = row or CauseAnalysis(request_id=work.request_id, method=new.method, made_at=work.now, version=0)
    row.method, row.root_branch, row.action_id = new.method, new.root_branch, action.id
    row.made_at, row.made_by_id = work.now, work.actor.staff_id
    row.version += 1
    work.session.add(row)
    work.session.flush()


def _keep_lines(
    session: Session, request_id: int, method: AnalysisMethod, whys: tuple[str, ...],
    branches: dict[Branch, tuple[str, ...]],
) -> None:  # fmt: skip
    """The lines as they stand now; of the method that was chosen only."""
    if rows_by(session, CauseLine, "request_id", request_id):
        session.exec(delete(CauseLine).where(col(CauseLine.request_id) == request_id))
    if method is AnalysisMethod.FIVE_WHYS:
        branches = {}
    else:
        whys = ()
    lines = [CauseLine(request_id=request_id, place=place, words=words) for place, words in enumerate(whys, 1) if words]
    lines += [
        CauseLine(request_id=request_id, branch=branch, place=place, words=words)
        for branch, causes in branches.items()
        for place, words in enumerate(causes[:MOST_CAUSES], 1)
    ]
    session.add_all(lines)
    session.flush()
