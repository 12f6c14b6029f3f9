"""Surveys: what customers answered, and who refused to."""

from __future__ import annotations

from sqlmodel import col

from aftersales.models import ServiceRequest, Survey, SurveyWay
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
    yes_no,
)
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action

SURVEYS = Register(
    key="surveys",
    title=N_("Surveys"),
    of_day=N_("Answered on"),
    foot_label=N_("Rows and averages"),
    at=Survey.answered_at,
    id=Survey.id,
    joined=lambda statement: with_recorder(
        with_whose(
            statement.select_from(Survey).outerjoin(ServiceRequest, col(ServiceRequest.id) == Survey.request_id)
        ),
        Survey.recorded_by_id,
    ),
    columns=(
        NUMBER,
        moment(N_("Survey answered at"), Survey.answered_at),
        word(N_("Way"), Survey.way),
        count(N_("All in all"), Survey.overall, Foot.MEAN),
        count(N_("We replied in time"), Survey.reply, Foot.MEAN),
        count(N_("We arrived as promised"), Survey.arrival, Foot.MEAN),
        count(N_("Skill and quality of the work"), Survey.skill, Foot.MEAN),
        count(N_("Use and care were explained"), Survey.explained, Foot.MEAN),
        count(N_("Manners and tidiness"), Survey.manners, Foot.MEAN),
        yes_no(N_("Would recommend us"), Survey.recommends),
        text(N_("Customer's words"), Survey.words, 36),
        yes_no(N_("Refused to answer"), Survey.is_refused),
        text(N_("Why refused"), Survey.refusal, 24),
        *WHOSE,
        word(N_("State"), ServiceRequest.state, 14),
        names(N_("Recorded by"), Recorder.name, Recorder.name_en),
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), RequestState, ServiceRequest.state),
        Narrowing("way", N_("Way"), SurveyWay, Survey.way),
    ),
    needs=Action.SEE_SURVEYS,
)
