"""Costs: every line of every service report, and who bears it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, select
from sqlmodel import col

from aftersales.models import (
    Bearer,
    Bill,
    CostKind,
    CostLine,
    Dispatch,
    Quote,
    QuoteState,
    ServiceReport,
    ServiceRequest,
)
from aftersales.models.base import Word
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
    day,
    moment,
    money,
    text,
    with_whose,
    word,
)
from aftersales.rules.bill import CHARGED, Billing, BillState
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action

# As `Any`: what their columns can do in SQL, the checker takes for plain values.
R: Any = ServiceRequest
T: Any = Quote
B: Any = Bill
L: Any = CostLine
V: Any = Dispatch
_ROUND = (T.request_id == R.id, T.round == V.round, T.state == QuoteState.ACCEPTED)
# Of a line that the customer bears: the newest bill that covers a quote of its round.
_COVERS = select(func.max(T.bill_id)).where(*_ROUND).correlate(R, V).scalar_subquery()


def _standing() -> Any:
    """How far the money of a line has come."""
    charge_of_round = case((V.round == R.round, R.charge), else_=T.charge)
    accepted = exists().where(*_ROUND, T.charge == charge_of_round)

    def word(one: Billing) -> Any:
        return literal(one, Word(Billing))

    return case(
        (L.bearer != Bearer.CUSTOMER, word(Billing.NOTHING)),
        (B.state == BillState.PAID, word(Billing.PAID)),
        (B.state == BillState.BILLED, word(Billing.TO_PAY)),
        (R.charge.not_in(CHARGED) & (V.round == R.round), word(Billing.NOTHING)),
        (accepted, word(Billing.TO_BILL)),
        else_=word(Billing.TO_QUOTE),
    )


def _joined(statement: Select[Any]) -> Select[Any]:
    return with_whose(
        statement.select_from(ServiceReport)
        .join(CostLine, col(CostLine.report_id) == ServiceReport.id)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == ServiceReport.request_id)
        .outerjoin(Dispatch, col(Dispatch.id) == ServiceReport.dispatch_id)
        .outerjoin(Bill, and_(L.bearer == Bearer.CUSTOMER, B.id == _COVERS))
    )


_STANDING = _standing()
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
        word(N_("Billing"), _STANDING, 16),
        text(N_("Invoice number"), Bill.number, 16),
        day(N_("Billed on"), Bill.billed_on),
        money(N_("Billed amount (yuan)"), Bill.amount_fen),
        day(N_("Paid on"), Bill.paid_on),
        *WHOSE,
        word(N_("State"), ServiceRequest.state, 14),
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), RequestState, ServiceRequest.state),
        Narrowing("billing", N_("Billing"), Billing, _STANDING),
        Narrowing("bearer", N_("Borne by"), Bearer, CostLine.bearer),
        Narrowing("cost_kind", N_("Cost of"), CostKind, CostLine.kind),
    ),
    needs=Action.SEE_COSTS,
)
