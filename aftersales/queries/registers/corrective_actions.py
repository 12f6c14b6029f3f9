"""Corrective actions: for what, what is done, by whom, how far it is, and whether the fault stayed away (4(6))."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from aftersales.models import CorrectiveAction, ServiceRequest, SignType
from aftersales.queries.corrective_actions import actions_seen
from aftersales.queries.registers.columns import (
    NUMBER,
    OFFICE,
    WHOSE,
    Narrowing,
    Recorder,
    Register,
    count,
    day,
    moment,
    names,
    text,
    with_recorder,
    with_whose,
    word,
)
from aftersales.rules.corrective_action import ActionScope, ActionState
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.message import N_
from aftersales.rules.roles import Action


def _joined(statement: Select[Any]) -> Select[Any]:
    joined = statement.select_from(CorrectiveAction).outerjoin(
        ServiceRequest, col(ServiceRequest.id) == CorrectiveAction.request_id
    )
    joined = joined.outerjoin(SignType, col(SignType.id) == CorrectiveAction.sign_type_id)
    return with_recorder(with_whose(joined), CorrectiveAction.owner_id)


CORRECTIVE_ACTIONS = Register(
    key="corrective_actions",
    title=N_("Corrective actions"),
    of_day=N_("Set on"),
    foot_label=N_("Rows"),
    at=CorrectiveAction.set_at,
    id=CorrectiveAction.id,
    joined=_joined,
    columns=(
        text(N_("Corrective action"), CorrectiveAction.number, 19),
        moment(N_("Set at"), CorrectiveAction.set_at),
        word(N_("State"), CorrectiveAction.state, 18),
        word(N_("What it is for"), CorrectiveAction.scope, 18),
        NUMBER,
        names(N_("Sign type"), SignType.name, SignType.name_en),
        text(N_("Batch"), CorrectiveAction.batch, 14),
        word(N_("Fault"), CorrectiveAction.fault),
        text(N_("What is done"), CorrectiveAction.words, 40),
        names(N_("Responsible person"), Recorder.name, Recorder.name_en),
        day(N_("To be done by"), CorrectiveAction.due_on),
        day(N_("Check of its effect on"), CorrectiveAction.check_on),
        count(N_("Round"), CorrectiveAction.round),
        moment(N_("Done at"), CorrectiveAction.done_at),
        text(N_("What was done"), CorrectiveAction.done_words, 36),
        moment(N_("Effect checked at"), CorrectiveAction.checked_at),
        text(N_("What the check showed"), CorrectiveAction.check_words, 36),
        count(N_("Came back"), CorrectiveAction.came_back),
        moment(N_("Ended at"), CorrectiveAction.ended_at),
        *WHOSE,
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), ActionState, CorrectiveAction.state),
        Narrowing("action_scope", N_("What it is for"), ActionScope, CorrectiveAction.scope),
        Narrowing("fault", N_("Fault"), FaultCategory, CorrectiveAction.fault),
    ),
    needs=Action.SEE_REQUESTS,
    number=CorrectiveAction.number,
    page="recurrences.py",
    seen=actions_seen,
)
