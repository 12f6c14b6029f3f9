"""Complaints: what was said, by when we answered, what was found and done (5.1(2), 5.2(4)).

Only the common ones: those about integrity stand in no register, for nobody (*Opinions about people*).
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Select, null
from sqlmodel import col

from aftersales.models import Complaint, Customer, Department, Office, Project, ServiceRequest, Sign
from aftersales.queries.complaint_sight import complaints_seen
from aftersales.queries.registers.columns import (
    OFFICE,
    Narrowing,
    Recorder,
    Register,
    moment,
    names,
    text,
    with_recorder,
    word,
)
from aftersales.rules.complaint import ComplaintKind, ComplaintState
from aftersales.rules.kinds import Channel
from aftersales.rules.message import N_
from aftersales.rules.roles import Action

# That there is another kind is told to nobody here.
KINDS = tuple(kind for kind in ComplaintKind if kind is not ComplaintKind.INTEGRITY)


def _joined(statement: Select[Any]) -> Select[Any]:
    return with_recorder(
        statement.select_from(Complaint)
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == Complaint.request_id)
        .outerjoin(Customer, col(Customer.id) == Complaint.customer_id)
        .outerjoin(Project, col(Project.id) == Complaint.project_id)
        .outerjoin(Sign, col(Sign.id) == Complaint.sign_id)
        .outerjoin(Office, col(Office.id) == Complaint.office_id)
        .outerjoin(Department, col(Department.id) == Complaint.department_id),
        Complaint.owner_id,
    )


COMPLAINTS = Register(
    key="complaints",
    title=N_("Complaints"),
    of_day=N_("Received on"),
    foot_label=N_("Rows"),
    at=Complaint.received_at,
    id=Complaint.id,
    joined=_joined,
    columns=(
        text(N_("Complaint"), Complaint.number, 19),
        moment(N_("Received at"), Complaint.received_at),
        word(N_("Kind"), Complaint.kind, 16),
        word(N_("Stage"), Complaint.state, 14),
        word(N_("Channel"), Complaint.channel),
        text(N_("Customer"), Customer.name, 26),
        text(N_("Project"), Project.name, 26),
        text(N_("Contract number"), Project.code, 16),
        text(N_("Sign code"), Sign.code, 16),
        text(N_("Request number"), ServiceRequest.number, 19),
        text(N_("Contact"), Complaint.contact_name, 12),
        text(N_("Phone"), Complaint.contact_phone, 16),
        text(N_("What the customer complains about"), Complaint.words, 40),
        moment(N_("First feedback due"), Complaint.feedback_due_at),
        moment(N_("First feedback given"), Complaint.first_feedback_at),
        names(N_("Responsible department"), Department.name, Department.name_en),
        names(N_("Who sees it through"), Recorder.name, Recorder.name_en),
        text(N_("What verifying found"), Complaint.finding, 36),
        text(N_("Why it happened"), Complaint.cause, 30),
        text(N_("Corrective action"), Complaint.action, 30),
        text(N_("Outcome"), Complaint.outcome, 30),
        word(N_("The customer's word"), Complaint.answer, 12),
        moment(N_("Ended at"), Complaint.ended_at),
        *OFFICE,
    ),
    narrowings=(
        Narrowing("state", N_("Stage"), ComplaintState, Complaint.state),
        Narrowing("complaint_kind", N_("Kind"), KINDS, Complaint.kind),
        Narrowing("channel", N_("Channel"), Channel, Complaint.channel),
    ),
    needs=Action.SEE_REQUESTS,
    number=Complaint.number,
    page="complaints.py",
    of=SimpleNamespace(
        office_id=Complaint.office_id,
        team_id=Project.team_id,
        customer_id=Complaint.customer_id,
        project_id=Complaint.project_id,
    ),
    seen=complaints_seen,
    whose=(Complaint.office_id, Complaint.registered_by_id, null()),
)
