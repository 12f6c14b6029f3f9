"""Service reports: what was found and done on each visit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from aftersales.models import Dispatch, ServiceReport, ServiceRequest
from aftersales.queries.registers.columns import (
    NUMBER,
    OFFICE,
    WHOSE,
    Column,
    ColumnKind,
    Narrowing,
    Register,
    count,
    moment,
    text,
    with_whose,
    word,
)
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_


def _joined(statement: Select[Any]) -> Select[Any]:
    return with_whose(
        statement.select_from(ServiceReport)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == ServiceReport.request_id)
        .outerjoin(Dispatch, col(Dispatch.id) == ServiceReport.dispatch_id)
    )


REPORTS = Register(
    key="reports",
    title=N_("Service reports"),
    of_day=N_("Filed on"),
    foot_label=N_("Rows"),
    at=ServiceReport.filed_at,
    id=ServiceReport.id,
    joined=_joined,
    columns=(
        NUMBER,
        moment(N_("Filed"), ServiceReport.filed_at),
        text(N_("Dispatch record"), Dispatch.number, 19),
        count(N_("Visit"), Dispatch.visit),
        Column(N_("Technicians"), ColumnKind.CREW, 18, (Dispatch.id,)),
        *WHOSE,
        word(N_("Fault seen"), ServiceReport.fault_seen, 16),
        word(N_("Cause found"), ServiceReport.cause_found, 14),
        text(N_("What was found"), ServiceReport.findings, 36),
        text(N_("What was done"), ServiceReport.work_done, 36),
        text(N_("Safety measures"), ServiceReport.safety_measures, 24),
        text(N_("Left to do"), ServiceReport.left_to_do, 24),
        text(N_("Customer's words"), ServiceReport.customer_words, 24),
        text(N_("Signed by"), ServiceReport.signed_by, 12),
        moment(N_("Signed at"), ServiceReport.signed_at),
        text(N_("Why not signed"), ServiceReport.unsigned_reason, 24),
        word(N_("State"), ServiceRequest.state, 14),
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), RequestState, ServiceRequest.state),
        Narrowing("cause", N_("Cause found"), Cause, ServiceReport.cause_found),
        Narrowing("fault", N_("Fault seen"), FaultCategory, ServiceReport.fault_seen),
    ),
)
