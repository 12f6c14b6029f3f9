"""What the events of all kinds are called, and the kinds of records they tell of."""

from __future__ import annotations

from aftersales.documents.audit_words import DEEDS as AUDIT_DEEDS
from aftersales.documents.care_words import DEEDS as CARE_DEEDS
from aftersales.documents.complaint_words import DEEDS as COMPLAINT_DEEDS
from aftersales.documents.history_text import HEADLINES
from aftersales.documents.matter_words import DEEDS as MATTER_DEEDS
from aftersales.documents.quality_words import DEEDS as QUALITY_DEEDS
from aftersales.documents.return_words import DEEDS as RETURN_DEEDS
from aftersales.rules.message import N_

SUBJECTS: dict[str, str] = {
    "request": N_("Service request"),
    "customer": N_("Customer"),
    "project": N_("Project"),
    "sign": N_("Sign"),
    "sign_type": N_("Sign type"),
    "staff": N_("Staff"),
    "office": N_("Office"),
    "team": N_("Team"),
    "company": N_("Company"),
    "calendar": N_("Calendar"),
    "price_item": N_("Price list"),
    "agreement": N_("Supplementary agreement"),
    "handbook_delivery": N_("Handbook delivery"),
    "known_answer": N_("Known answer"),
    "care_plan": N_("Care plan"),
    "revisit": N_("Revisit"),
    "complaint": N_("Complaint"),
    "opinion": N_("Opinion routed to a department"),
    "escalation": N_("Escalation"),
    "corrective_action": N_("Corrective action"),
    "return": N_("Return or exchange"),
    "return_line": N_("Line of a return"),
    "audit_sample": N_("Audits drawn"),
    "audit": N_("Audit"),
    "audit_finding": N_("Audit finding"),
}
DEEDS: dict[str, str] = (
    RETURN_DEEDS
    | AUDIT_DEEDS
    | CARE_DEEDS
    | COMPLAINT_DEEDS
    | MATTER_DEEDS
    | QUALITY_DEEDS
    | HEADLINES
    | {
        "add_account": N_("Made an account"),
        "add_calendar": N_("Added a service calendar"),
        "add_contact": N_("Added a contact"),
        "add_customer": N_("Added a customer"),
        "add_office": N_("Added an office"),
        "add_price": N_("Added a price"),
        "add_project": N_("Added a project"),
        "add_sign": N_("Added a sign"),
        "add_sign_type": N_("Added a sign type"),
        "add_staff": N_("Added a person"),
        "add_team": N_("Added a team"),
        "change_company": N_("Changed the company's own data"),
        "change_password": N_("Changed the password"),
        "change_staff": N_("Changed a person"),
        "copy_calendar_year": N_("Copied a year's holidays"),
        "hand_out_person": N_("Handed out one person's data"),
        "export_contacts": N_("Exported contacts in full"),
        "erase_person": N_("Erased a person's data"),
        "exchange_sign": N_("Exchanged a sign or a part of it"),
        "found_company": N_("Founded the company"),
        "import_signs": N_("Imported signs"),
        "replay": N_("Computed the deadlines anew"),
        "reset_account": N_("Reset an account"),
        "second_factor_off": N_("Turned the second factor off"),
        "second_factor_on": N_("Turned the second factor on"),
        "remove_logo": N_("Removed the logo"),
        "set_calendar_day": N_("Set a calendar day"),
        "set_goals": N_("Set goals"),
        "set_logo": N_("Set the logo"),
        "set_office_sight": N_("Set what an office sees"),
        "set_department_lead": N_("Named who leads a department"),
        "set_sign_photo": N_("Set a sign's photo"),
        "set_term": N_("Set a contract term"),
        "set_up_company": N_("Set the company up"),
        "make_staff_anonymous": N_("Made somebody who left anonymous"),
        "sign_in": N_("Signed in"),
        "sign_in_locked": N_("Locked the sign-in after wrong tries"),
        "sign_out": N_("Signed out"),
        "sign_out_everywhere": N_("Signed out everywhere"),
    }
)
