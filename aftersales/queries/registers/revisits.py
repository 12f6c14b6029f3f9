"""Revisits: whom the care plans asked for, and what was heard (5.2(2))."""

from __future__ import annotations

from types import SimpleNamespace

from sqlalchemy import null
from sqlalchemy.orm import aliased
from sqlmodel import col

from aftersales.models import CarePlan, Customer, Office, Project, Revisit, ServiceRequest, Staff
from aftersales.queries.registers.columns import (
    OFFICE,
    Foot,
    Narrowing,
    Register,
    count,
    moment,
    names,
    text,
    word,
)
from aftersales.queries.visible import in_sight
from aftersales.rules.care import PlanKind, RevisitState, RevisitWay
from aftersales.rules.message import N_
from aftersales.rules.roles import Action

Owner = aliased(Staff)

REVISITS = Register(
    key="revisits",
    title=N_("Revisits"),
    of_day=N_("Due on"),
    foot_label=N_("Rows and averages"),
    at=Revisit.due_at,
    id=Revisit.id,
    joined=lambda statement: (
        statement.select_from(Revisit)
        .outerjoin(CarePlan, col(CarePlan.id) == Revisit.plan_id)
        .outerjoin(Customer, col(Customer.id) == Revisit.customer_id)
        .outerjoin(Project, col(Project.id) == Revisit.project_id)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == Revisit.request_id)
        .outerjoin(Office, col(Office.id) == Revisit.office_id)
        .outerjoin(Owner, col(Owner.id) == Revisit.owner_id)
    ),
    columns=(
        text(N_("Revisit"), Revisit.number, 19),
        moment(N_("Due by the end of"), Revisit.due_at),
        word(N_("State"), Revisit.state),
        text(N_("Care plan"), CarePlan.name, 22),
        word(N_("Kind"), CarePlan.kind, 18),
        text(N_("Customer"), Customer.name, 26),
        text(N_("Project"), Project.name, 26),
        names(N_("Made by"), Owner.name, Owner.name_en),
        moment(N_("Ended"), Revisit.ended_at),
        word(N_("Way"), Revisit.way),
        text(N_("Spoken with"), Revisit.heard_from, 14),
        count(N_("Mark"), Revisit.mark, Foot.MEAN),
        text(N_("What the customer said"), Revisit.words, 36),
        text(N_("Wishes"), Revisit.wishes, 30),
        text(N_("Why it was skipped"), Revisit.reason, 24),
        text(N_("Request number"), ServiceRequest.number, 19),
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("State"), RevisitState, Revisit.state),
        Narrowing("kind", N_("Kind"), PlanKind, CarePlan.kind),
        Narrowing("way", N_("Way"), RevisitWay, Revisit.way),
    ),
    needs=Action.SEE_SURVEYS,
    number=Revisit.number,
    page="care.py",
    of=SimpleNamespace(
        office_id=Revisit.office_id,
        team_id=Project.team_id,
        customer_id=Revisit.customer_id,
        project_id=Revisit.project_id,
    ),
    seen=lambda actor: in_sight(actor, Revisit.office_id),
    whose=(Revisit.office_id, Revisit.owner_id, null()),
)
