"""Returns and exchanges: every line, what was decided of it, and where it is (5.1(4))."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Select, null
from sqlmodel import col

from aftersales.models import Customer, Office, ProductReturn, Project, ReturnLine, ServiceRequest, Sign
from aftersales.queries.registers.columns import (
    OFFICE,
    Column,
    ColumnKind,
    Foot,
    Narrowing,
    Register,
    count,
    money,
    text,
    word,
)
from aftersales.queries.visible import returns_seen
from aftersales.rules.kinds import Cause
from aftersales.rules.message import N_
from aftersales.rules.product_return import Outcome, ReturnState, Whereabouts
from aftersales.rules.roles import Action


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(ProductReturn)
        .join(ReturnLine, col(ReturnLine.return_id) == ProductReturn.id)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == ProductReturn.request_id)
        .outerjoin(Customer, col(Customer.id) == ProductReturn.customer_id)
        .outerjoin(Project, col(Project.id) == ProductReturn.project_id)
        .outerjoin(Sign, col(Sign.id) == ReturnLine.sign_id)
        .outerjoin(Office, col(Office.id) == ProductReturn.office_id)
    )


RETURNS = Register(
    key="returns",
    title=N_("Returns and exchanges"),
    of_day=N_("Requested on"),
    foot_label=N_("Rows and total"),
    at=ProductReturn.requested_at,
    id=ReturnLine.id,
    joined=_joined,
    columns=(
        text(N_("Return"), ReturnLine.number, 21),
        Column(N_("Requested"), ColumnKind.MOMENT, 17, (ProductReturn.requested_at,)),
        word(N_("State"), ReturnLine.state, 14),
        text(N_("Product"), ReturnLine.product, 22),
        count(N_("Pieces"), ReturnLine.quantity, Foot.SUM),
        word(N_("What the customer wants"), ReturnLine.wish, 14),
        text(N_("Why it comes back"), ReturnLine.reason, 26),
        word(N_("Whereabouts"), ReturnLine.whereabouts, 14),
        Column(N_("Goods received"), ColumnKind.MOMENT, 17, (ReturnLine.received_at,)),
        text(N_("Serial numbers"), ReturnLine.serials, 18),
        word(N_("Cause"), ReturnLine.cause, 14),
        word(N_("Warranty"), ReturnLine.warranty),
        word(N_("Charge"), ReturnLine.charge),
        word(N_("Decision"), ReturnLine.outcome, 16),
        money(N_("Refund (yuan)"), ReturnLine.refund_fen, Foot.SUM),
        text(N_("Waybill"), ReturnLine.waybill, 16),
        text(N_("Customer"), Customer.name, 26),
        text(N_("Project"), Project.name, 26),
        text(N_("Contract number"), Project.code, 16),
        text(N_("Sign code"), Sign.code, 16),
        text(N_("Request number"), ServiceRequest.number, 19),
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), ReturnState, ReturnLine.state),
        Narrowing("whereabouts", N_("Whereabouts"), Whereabouts, ReturnLine.whereabouts),
        Narrowing("outcome", N_("Decision"), Outcome, ReturnLine.outcome),
        Narrowing("return_cause", N_("Cause"), Cause, ReturnLine.cause),
    ),
    needs=Action.SEE_REQUESTS,
    number=ProductReturn.number,
    page="returns.py",
    of=SimpleNamespace(
        office_id=ProductReturn.office_id,
        team_id=Project.team_id,
        customer_id=ProductReturn.customer_id,
        project_id=ProductReturn.project_id,
    ),
    seen=returns_seen,
    whose=(ProductReturn.office_id, ProductReturn.requested_by_id, null()),
)
