"""Handbooks handed over: which version, to whom, when and by whom (1.5)."""

from __future__ import annotations

from types import SimpleNamespace

from sqlalchemy import null
from sqlalchemy.orm import aliased
from sqlmodel import col

from aftersales.models import (
    Customer,
    HandbookDelivery,
    HandbookVersion,
    Office,
    Project,
    ServiceRequest,
    Sign,
    SignType,
    Staff,
)
from aftersales.queries.registers.columns import OFFICE, Narrowing, Register, moment, names, text, word, yes_no
from aftersales.queries.visible import in_sight
from aftersales.rules.handbook import BookLanguage
from aftersales.rules.message import N_

Giver = aliased(Staff)

HANDBOOKS = Register(
    key="handbooks",
    title=N_("Handbooks handed over"),
    of_day=N_("Handed over on"),
    foot_label=N_("Rows and total"),
    at=HandbookDelivery.from_at,
    id=HandbookDelivery.id,
    joined=lambda statement: (
        statement.select_from(HandbookDelivery)
        .outerjoin(HandbookVersion, col(HandbookVersion.id) == HandbookDelivery.version_id)
        .outerjoin(SignType, col(SignType.id) == HandbookDelivery.sign_type_id)
        .outerjoin(Project, col(Project.id) == HandbookDelivery.project_id)
        .outerjoin(Customer, col(Customer.id) == Project.customer_id)
        .outerjoin(Office, col(Office.id) == Project.office_id)
        .outerjoin(Sign, col(Sign.id) == HandbookDelivery.sign_id)
        .outerjoin(Giver, col(Giver.id) == HandbookDelivery.handed_over_by_id)
        # No request is told of; its columns are empty.
        .outerjoin(ServiceRequest, col(ServiceRequest.id) == null())
    ),
    columns=(
        text(N_("Delivery note"), HandbookDelivery.number, 19),
        moment(N_("Handed over on"), HandbookDelivery.from_at),
        text(N_("Customer"), Customer.name, 26),
        text(N_("Project"), Project.name, 26),
        text(N_("Contract number"), Project.code, 16),
        names(N_("Sign type"), SignType.name, SignType.name_en),
        text(N_("Sign code"), Sign.code, 16),
        text(N_("Version"), HandbookVersion.number, 10),
        word(N_("Language"), HandbookVersion.language),
        text(N_("Received by"), HandbookDelivery.received_by, 14),
        yes_no(N_("Signed"), HandbookDelivery.signature_id.is_not(None)),  # type: ignore[union-attr]
        text(N_("Why there is no signature"), HandbookDelivery.unsigned_reason, 24),
        names(N_("Handed over by"), Giver.name, Giver.name_en),
        *OFFICE,
    ),
    narrowings=(Narrowing("language", N_("Language"), BookLanguage, HandbookVersion.language),),
    number=HandbookDelivery.number,
    page="handbooks.py",
    of=SimpleNamespace(
        office_id=Project.office_id,
        team_id=Project.team_id,
        customer_id=Project.customer_id,
        project_id=HandbookDelivery.project_id,
    ),
    seen=lambda actor: in_sight(actor, Project.office_id),
    whose=(Project.office_id, HandbookDelivery.recorded_by_id, null()),
)
