"""Costs: every line of every service report, and who bears it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from aftersales.models import Bearer, CostKind, CostLine, Dispatch, ServiceReport, ServiceRequest
from aftersales.queries.registers.columns import (
    NUMBER,
    OFFICE,
    WHOSE,
    Column,
    ColumnKind,
    Foot,
    Narrowing,
    Register,
    count,
    moment,
    money,
    text,
    with_whose,
    word,
)
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action


def _joined(statement: Select[Any]) -> Select[Any]:
    return with_whose(
        statement.select_from(ServiceReport)
        .join(CostLine, col(CostLine.report_id) == ServiceReport.id)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == ServiceReport.request_id)
        .outerjoin(Dispatch, col(Dispatch.id) == ServiceReport.dispatch_id)
    )


COSTS = Register(
    key="costs",
    title=N_("Costs"),
    of_day=N_("Filed on"),
    foot_label=N_("Rows and total"),
    at=ServiceReport.filed_at,
    id=CostLine.id,
    joined=_joined,
    columns=(
        NUMBER,
        moment(N_("Filed"), ServiceReport.filed_at),
        count(N_("Visit"), Dispatch.visit),
        word(N_("Cost of"), CostLine.kind),
        text(N_("What it was"), CostLine.name, 24),
        Column(N_("Quantity"), ColumnKind.QUANTITY, 10, (CostLine.quantity_milli,)),
        text(N_("Unit"), CostLine.unit, 8),
        money(N_("Unit price (yuan)"), CostLine.unit_fen),
        money(N_("Amount (yuan)"), CostLine.total_fen, Foot.SUM),
        word(N_("Borne by"), CostLine.bearer, 14),
        word(N_("Cause found"), ServiceReport.cause_found, 14),
        word(N_("Charge"), ServiceRequest.charge),
        *WHOSE,
        word(N_("State"), ServiceRequest.state, 14),
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), RequestState, ServiceRequest.state),
        Narrowing("bearer", N_("Borne by"), Bearer, CostLine.bearer),
        Narrowing("cost_kind", N_("Cost of"), CostKind, CostLine.kind),
    ),
    needs=Action.SEE_COSTS,
)
