"""Audits of closed requests: of which office and month, by whom, and how they came out (5.2(3), 4(9))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from aftersales.models import Audit, AuditSample, ServiceRequest
from aftersales.queries.registers.columns import (
    NUMBER,
    OFFICE,
    WHOSE,
    Foot,
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
from aftersales.queries.visible import requests_seen
from aftersales.rules.audit import AuditState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action


def _joined(statement: Select[Any]) -> Select[Any]:
    return with_recorder(
        with_whose(
            statement.select_from(Audit)
            .join(AuditSample, col(AuditSample.id) == Audit.sample_id)
            .outerjoin(ServiceRequest, col(ServiceRequest.id) == Audit.request_id)
        ),
        Audit.auditor_id,
    )


AUDITS = Register(
    key="audits",
    title=N_("Audits"),
    of_day=N_("Drawn on"),
    foot_label=N_("Rows and total"),
    at=Audit.drawn_at,
    id=Audit.id,
    joined=_joined,
    columns=(
        text(N_("Audit"), Audit.number, 19),
        moment(N_("Drawn at"), Audit.drawn_at),
        word(N_("State"), Audit.state, 14),
        names(N_("Auditor"), Recorder.name, Recorder.name_en),
        moment(N_("To audit by"), Audit.due_at),
        moment(N_("Audited at"), Audit.finished_at),
        count(N_("Answered yes"), Audit.good, Foot.SUM),
        count(N_("Yes or no"), Audit.asked, Foot.SUM),
        moment(N_("All seen to at"), Audit.closed_at),
        text(N_("Auditor's words"), Audit.words, 30),
        moment(N_("Request closed at"), ServiceRequest.closed_at),
        NUMBER,
        *WHOSE,
        *OFFICE,
    ),
    narrowings=(Narrowing("state", N_("State"), AuditState, Audit.state),),
    needs=Action.SEE_AUDITS,
    number=Audit.number,
    page="audits.py",
    seen=requests_seen,
)
