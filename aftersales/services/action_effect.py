"""Did the same fault come back since a corrective action was done? Counted from the requests themselves (4(6))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from aftersales.models import CorrectiveAction, ServiceRequest, Sign
from aftersales.models.base import Word
from aftersales.rules.corrective_action import ActionScope
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.lifecycle import RequestState

# The fault that was found counts, where one was: as it does when a recurrence is decided.
FAULT: Any = func.coalesce(
    col(ServiceRequest.fault_found), col(ServiceRequest.fault), type_=Word(FaultCategory)
)  # fmt: skip
NOT_A_FAULT = (RequestState.CANCELLED, RequestState.MERGED)


def same_fault_since(action: CorrectiveAction, since: datetime) -> list[ColumnElement[bool]]:
    """For a query over ServiceRequest: the requests of the action's fault, at what it is for, received since then."""
    r = ServiceRequest
    return [
        _signs(action),
        action.fault == FAULT,
        col(r.received_at) > since,
        col(r.state).not_in(NOT_A_FAULT),
    ]


def _signs(action: CorrectiveAction) -> ColumnElement[bool]:
    sign_id = col(ServiceRequest.sign_id)
    wanted: Any
    if action.scope is ActionScope.REQUEST:
        wanted = select(col(ServiceRequest.sign_id)).where(col(ServiceRequest.id) == action.request_id)
    elif action.scope is ActionScope.SIGN_TYPE:
        wanted = select(col(Sign.id)).where(col(Sign.sign_type_id) == action.sign_type_id)
    else:
        wanted = select(col(Sign.id)).where(col(Sign.batch) == action.batch)
    found: ColumnElement[bool] = sign_id.in_(wanted)
    return found


def count_came_back(session: Session, action: CorrectiveAction) -> int:
    """How often since it was done; 0 while it isn't, or where it names no fault. One query."""
    if action.done_at is None or action.fault is None:
        return 0
    counted = select(func.count()).select_from(ServiceRequest).where(*same_fault_since(action, action.done_at))
    return int(session.connection().execute(counted).scalar_one())
