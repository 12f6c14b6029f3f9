"""Supplementary agreements: about what, for how much, how far they are, and who decided (2b)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from aftersales.models import Agreement, ServiceRequest
from aftersales.queries.registers.columns import (
    NUMBER,
    OFFICE,
    WHOSE,
    Foot,
    Narrowing,
    Recorder,
    Register,
    moment,
    money,
    names,
    text,
    with_recorder,
    with_whose,
    word,
)
from aftersales.queries.visible import requests_seen
from aftersales.rules.agreement import AgreementState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action


def _joined(statement: Select[Any]) -> Select[Any]:
    return with_recorder(
        with_whose(
            statement.select_from(Agreement).outerjoin(
                ServiceRequest, col(ServiceRequest.id) == Agreement.request_id
            )
        ),
        Agreement.ended_by_id,
    )  # fmt: skip


AGREEMENTS = Register(
    key="agreements",
    title=N_("Agreements"),
    of_day=N_("Begun on"),
    foot_label=N_("Rows and total"),
    at=Agreement.started_at,
    id=Agreement.id,
    joined=_joined,
    columns=(
        text(N_("Supplementary agreement"), Agreement.number, 19),
        moment(N_("Begun at"), Agreement.started_at),
        word(N_("State"), Agreement.state, 14),
        text(N_("What it is about"), Agreement.subject, 30),
        money(N_("Price (yuan)"), Agreement.price_fen, Foot.SUM),
        text(N_("Terms"), Agreement.terms, 40),
        text(N_("Accepted at the customer by"), Agreement.customer_side, 14),
        moment(N_("Accepted at"), Agreement.accepted_at),
        moment(N_("Submitted at"), Agreement.submitted_at),
        moment(N_("Decided or withdrawn at"), Agreement.ended_at),
        names(N_("By whom"), Recorder.name, Recorder.name_en),
        text(N_("Reason"), Agreement.reason, 30),
        NUMBER,
        *WHOSE,
        *OFFICE,
    ),
    narrowings=(Narrowing("state", N_("State"), AgreementState, Agreement.state),),
    needs=Action.SEE_COSTS,
    number=Agreement.number,
    page="agreements.py",
    seen=requests_seen,
)
