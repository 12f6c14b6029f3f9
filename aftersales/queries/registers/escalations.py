"""Escalations: what went to a department at once, when it acknowledged, what it said (4(2), 4(8))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from aftersales.models import Department, Escalation, ServiceRequest
from aftersales.queries.registers.columns import (
    NUMBER,
    OFFICE,
    WHOSE,
    Narrowing,
    Recorder,
    Register,
    moment,
    names,
    text,
    with_recorder,
    with_whose,
    word,
)
from aftersales.rules.escalation import EscalationCause, EscalationState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action


def _joined(statement: Select[Any]) -> Select[Any]:
    joined = statement.select_from(Escalation).join(ServiceRequest, col(ServiceRequest.id) == Escalation.request_id)
    joined = joined.outerjoin(Department, col(Department.id) == Escalation.department_id)
    return with_recorder(with_whose(joined), Escalation.answered_by_id)


ESCALATIONS = Register(
    key="escalations",
    title=N_("Escalations"),
    of_day=N_("Escalated on"),
    foot_label=N_("Rows"),
    at=Escalation.first_raised_at,
    id=Escalation.id,
    joined=_joined,
    columns=(
        text(N_("Escalation"), Escalation.number, 19),
        NUMBER,
        word(N_("Why"), Escalation.cause, 18),
        word(N_("Severity"), ServiceRequest.severity),
        word(N_("Fault"), ServiceRequest.fault),
        text(N_("Reason"), Escalation.reason, 36),
        names(N_("Department"), Department.name, Department.name_en),
        moment(N_("Escalated at"), Escalation.first_raised_at),
        moment(N_("With the department since"), Escalation.raised_at),
        moment(N_("To be acknowledged by"), Escalation.acknowledge_due_at),
        moment(N_("Acknowledged at"), Escalation.acknowledged_at),
        word(N_("State"), Escalation.state, 16),
        text(N_("Feedback"), Escalation.feedback, 40),
        moment(N_("Feedback at"), Escalation.answered_at),
        names(N_("Answered by"), Recorder.name, Recorder.name_en),
        moment(N_("Ended at"), Escalation.ended_at),
        *WHOSE,
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), EscalationState, Escalation.state),
        Narrowing("escalation_cause", N_("Why"), EscalationCause, Escalation.cause),
    ),
    needs=Action.SEE_REQUESTS,
)
