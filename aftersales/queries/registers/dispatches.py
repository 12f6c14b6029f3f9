"""Dispatch records: every visit to which a crew was sent."""

from __future__ import annotations

from sqlmodel import col

from aftersales.models import Dispatch, ServiceRequest
from aftersales.queries.registers.columns import (
    NUMBER,
    OFFICE,
    WHOSE,
    Column,
    ColumnKind,
    Narrowing,
    Recorder,
    Register,
    count,
    moment,
    names,
    text,
    with_recorder,
    with_whose,
    word,
)
from aftersales.rules.message import N_
from aftersales.rules.visit import VisitState

DISPATCHES = Register(
    key="dispatches",
    title=N_("Dispatch records"),
    of_day=N_("Dispatched on"),
    foot_label=N_("Rows"),
    at=Dispatch.dispatched_at,
    id=Dispatch.id,
    joined=lambda statement: with_recorder(
        with_whose(
            statement.select_from(Dispatch).outerjoin(ServiceRequest, col(ServiceRequest.id) == Dispatch.request_id)
        ),
        Dispatch.dispatched_by_id,
    ),
    columns=(
        NUMBER,
        moment(N_("Dispatched at"), Dispatch.dispatched_at),
        text(N_("Dispatch record"), Dispatch.number, 19),
        count(N_("Visit"), Dispatch.visit),
        word(N_("State"), Dispatch.state, 16),
        Column(N_("Technicians"), ColumnKind.CREW, 18, (Dispatch.id,)),
        *WHOSE,
        word(N_("Fault"), ServiceRequest.fault, 16),
        moment(N_("Time asked for"), Dispatch.asked_at),
        moment(N_("Time promised"), Dispatch.promised_at),
        moment(N_("Planned start"), Dispatch.starts_at),
        moment(N_("Departed at"), Dispatch.departed_at),
        moment(N_("Arrived at"), Dispatch.arrived_at),
        moment(N_("Left at"), Dispatch.ended_at),
        text(N_("Why it ended"), Dispatch.end_reason, 30),
        names(N_("Dispatched by"), Recorder.name, Recorder.name_en),
        *OFFICE,
    ),
    narrowings=(Narrowing("state", N_("State"), VisitState, Dispatch.state),),
)
