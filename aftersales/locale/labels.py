"""The word a person reads for each enum member. Every enum that reaches a screen is listed here."""

from __future__ import annotations

from enum import Enum

from aftersales.models.quotes import QuoteState
from aftersales.models.reports import Bearer
from aftersales.models.surveys import SurveyWay
from aftersales.rules.kinds import (
    Cause,
    Channel,
    Charge,
    CostKind,
    FaultCategory,
    Kind,
    Remedy,
    Role,
    Severity,
    StopReason,
    TermSource,
    WarrantyStatus,
)
from aftersales.rules.message import N_

_LABELS: tuple[tuple[Enum, str], ...] = (
    (Channel.HOTLINE, N_("hotline")),
    (Channel.WEBSITE, N_("website")),
    (Channel.MAIL, N_("e-mail")),
    (Channel.LETTER, N_("letter")),
    (Channel.VISIT, N_("customer's visit")),
    (Channel.OFFICE, N_("office")),
    (Kind.REPAIR, N_("repair")),
    (Kind.MAINTENANCE, N_("maintenance")),
    (Kind.INSPECTION, N_("inspection")),
    (Kind.INQUIRY, N_("inquiry")),
    (Kind.SUGGESTION, N_("suggestion")),
    (Severity.NORMAL, N_("normal")),
    (Severity.URGENT, N_("urgent")),
    (Severity.MAJOR, N_("major quality problem")),
    (Severity.DANGER, N_("danger")),
    (Cause.CONSTRUCTION, N_("our construction")),
    (Cause.MATERIAL, N_("material quality")),
    (Cause.CUSTOMER_USE, N_("customer's use")),
    (Cause.THIRD_PARTY, N_("third party")),
    (Cause.FORCE_MAJEURE, N_("force majeure")),
    (Cause.WEAR, N_("wear")),
    (Cause.UNKNOWN, N_("not known yet")),
    (FaultCategory.DARK, N_("dark")),
    (FaultCategory.PARTLY_DARK, N_("partly dark")),
    (FaultCategory.FLICKER, N_("flickers")),
    (FaultCategory.FADED_LIGHT, N_("faded light")),
    (FaultCategory.POWER_SUPPLY, N_("power supply")),
    (FaultCategory.WATER, N_("water or short circuit")),
    (FaultCategory.SEAL_AGED, N_("seal aged")),
    (FaultCategory.FACE_DAMAGED, N_("face faded or cracked")),
    (FaultCategory.LETTERS_FALLEN, N_("letters fallen")),
    (FaultCategory.LOOSE, N_("leaning or loose")),
    (FaultCategory.RUST, N_("rust")),
    (FaultCategory.LEAKAGE, N_("leaks current or trips")),
    (FaultCategory.MAY_FALL, N_("may fall")),
    (FaultCategory.TEXT_CHANGE, N_("text to change")),
    (FaultCategory.HIT, N_("hit or vandalised")),
    (FaultCategory.SCREEN, N_("screen garbled or black")),
    (FaultCategory.OTHER, N_("other fault")),
    (Charge.FREE, N_("free of charge")),
    (Charge.AT_COST, N_("at cost")),
    (Charge.PAID, N_("paid")),
    (Charge.UNDECIDED, N_("undecided")),
    (CostKind.LABOUR, N_("labour")),
    (CostKind.PARTS, N_("parts and material")),
    (CostKind.LIFT, N_("lift truck")),
    (CostKind.TRAVEL, N_("travel")),
    (CostKind.OUTSIDE, N_("outside help")),
    (QuoteState.SENT, N_("sent to the customer")),
    (QuoteState.ACCEPTED, N_("accepted by the customer")),
    (QuoteState.DECLINED, N_("declined by the customer")),
    (QuoteState.REPLACED, N_("replaced by a newer one")),
    (Bearer.US, N_("borne by us")),
    (Bearer.CUSTOMER, N_("borne by the customer")),
    (SurveyWay.LINK, N_("by link")),
    (SurveyWay.PAPER, N_("on paper")),
    (SurveyWay.TELEPHONE, N_("by telephone")),
    (Remedy.REPAIR, N_("repair on site")),
    (Remedy.REPLACE_SAME, N_("replace with the same new product")),
    (WarrantyStatus.IN, N_("in warranty")),
    (WarrantyStatus.BEFORE_HANDOVER, N_("not handed over yet")),
    (WarrantyStatus.OUT, N_("out of warranty")),
    (WarrantyStatus.UNKNOWN, N_("warranty unknown")),
    (TermSource.CONTRACT, N_("contract")),
    (TermSource.TENDER, N_("tender")),
    (TermSource.SIGN, N_("the sign's own terms")),
    (TermSource.PROJECT, N_("the project's terms")),
    (TermSource.RULES, N_("the service rules")),
    (StopReason.CUSTOMER, N_("waiting for the customer")),
    (StopReason.AGREEMENT, N_("waiting for a supplementary agreement")),
    (Role.HOTLINE, N_("Hotline")),
    (Role.DISPATCHER, N_("Dispatcher")),
    (Role.TECHNICIAN, N_("Technician")),
    (Role.PROJECT_DEPARTMENT, N_("Project department")),
    (Role.BUSINESS_DEPARTMENT, N_("Business department")),
    (Role.AFTER_SALES_MANAGER, N_("After-sales manager")),
    (Role.OFFICE, N_("Office")),
    (Role.LEADERSHIP, N_("Leadership")),
    (Role.ADMINISTRATOR, N_("Administrator")),
    (Role.SYSTEM, N_("System")),
)
# By class and value: members of two StrEnums with one value ("unknown", "office") are equal as keys.
LABELS: dict[tuple[type[Enum], str], str] = {(type(member), str(member.value)): key for member, key in _LABELS}


def label_key(member: Enum) -> str:
    """The catalog key of a member's label; a member without one shows its value."""
    return LABELS.get((type(member), str(member.value)), str(member.value))
