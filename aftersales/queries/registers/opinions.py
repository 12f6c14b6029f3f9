"""Opinions as departments were asked about them, and what they answered (5.1(3), 5.2(1))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from aftersales.models import Department, OfficeOpinion, OpinionRouting, ServiceRequest
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
    yes_no,
)
from aftersales.rules.kinds import Channel
from aftersales.rules.message import N_
from aftersales.rules.opinion import OpinionState
from aftersales.rules.roles import Action


def _joined(statement: Select[Any]) -> Select[Any]:
    joined = statement.select_from(OpinionRouting).join(
        ServiceRequest, col(ServiceRequest.id) == OpinionRouting.request_id
    )
    joined = joined.outerjoin(OfficeOpinion, col(OfficeOpinion.request_id) == col(ServiceRequest.id))
    joined = joined.outerjoin(Department, col(Department.id) == OpinionRouting.department_id)
    return with_recorder(with_whose(joined), OpinionRouting.answered_by_id)


OPINIONS = Register(
    key="opinions",
    title=N_("Customers' opinions"),
    of_day=N_("Routed on"),
    foot_label=N_("Rows"),
    at=OpinionRouting.routed_at,
    id=OpinionRouting.id,
    joined=_joined,
    columns=(
        text(N_("Opinion"), OpinionRouting.number, 19),
        NUMBER,
        word(N_("Kind"), ServiceRequest.kind),
        word(N_("Channel"), ServiceRequest.channel),
        text(N_("Customer's words"), ServiceRequest.description, 40),
        moment(N_("Sent by the office at"), OfficeOpinion.sent_at),
        yes_no(N_("Sent late"), OfficeOpinion.is_late),
        names(N_("Department"), Department.name, Department.name_en),
        moment(N_("Routed at"), OpinionRouting.routed_at),
        moment(N_("Answer due by"), OpinionRouting.due_at),
        moment(N_("Acknowledged at"), OpinionRouting.acknowledged_at),
        word(N_("State"), OpinionRouting.state, 16),
        text(N_("The department's answer"), OpinionRouting.answer, 40),
        names(N_("Answered by"), Recorder.name, Recorder.name_en),
        moment(N_("Ended at"), OpinionRouting.ended_at),
        text(N_("Outcome"), ServiceRequest.outcome, 30),
        *WHOSE,
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), OpinionState, OpinionRouting.state),
        Narrowing("channel", N_("Channel"), Channel, ServiceRequest.channel),
    ),
    needs=Action.SEE_REQUESTS,
)
