"""Calls and letters: every request by the way it reached us."""

from __future__ import annotations

from sqlalchemy import func

from aftersales.models import ServiceRequest
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
from aftersales.rules.kinds import Channel, Kind
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_

CALLS = Register(
    key="calls",
    title=N_("Calls and letters"),
    of_day=N_("Received on"),
    foot_label=N_("Rows"),
    at=ServiceRequest.received_at,
    id=ServiceRequest.id,
    joined=lambda statement: with_recorder(
        with_whose(statement.select_from(ServiceRequest)), ServiceRequest.registered_by_id
    ),
    columns=(
        NUMBER,
        moment(N_("Received at"), ServiceRequest.received_at),
        word(N_("Channel"), ServiceRequest.channel),
        word(N_("State"), ServiceRequest.state, 14),
        *WHOSE,
        text(N_("Contact"), ServiceRequest.contact_name, 12),
        text(N_("Phone"), ServiceRequest.contact_phone, 16),
        word(N_("Kind"), ServiceRequest.kind),
        word(N_("Severity"), ServiceRequest.severity),
        word(N_("Fault"), ServiceRequest.fault, 16),
        text(N_("Description"), ServiceRequest.description, 40),
        word(N_("Cause"), func.coalesce(ServiceRequest.cause_found, ServiceRequest.cause_reported), 14),
        word(N_("Warranty"), ServiceRequest.warranty, 14),
        word(N_("Charge"), ServiceRequest.charge),
        moment(N_("Answer due"), ServiceRequest.respond_due_at),
        moment(N_("Answered at"), ServiceRequest.responded_at),
        moment(N_("Arrival due"), ServiceRequest.arrive_due_at),
        moment(N_("Arrived at"), ServiceRequest.arrived_at),
        moment(N_("Finished at"), ServiceRequest.finished_at),
        moment(N_("Filed away at"), ServiceRequest.closed_at),
        names(N_("Registered by"), Recorder.name, Recorder.name_en),
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), RequestState, ServiceRequest.state),
        Narrowing("channel", N_("Channel"), Channel, ServiceRequest.channel),
        Narrowing("kind", N_("Kind"), Kind, ServiceRequest.kind),
    ),
)
