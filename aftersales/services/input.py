"""What a service is given: plain values, checked at the door, with one clear sentence for a wrong one."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from aftersales.errors import InvalidInput
from aftersales.rules.message import N_, Message, Value, message
from aftersales.rules.personal import HIDDEN

# Control characters, halves of letters, and marks that are invisible or turn the direction of what follows: never typed
# on purpose. The joiners of emoji and of some scripts stay.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff]"
)


def _clean(value: Any) -> Any:
    if value is None:
        return ""
    return UNSEEN.sub("", value).replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("needed")
    return value


def text(most: int) -> Any:
    """A text of at most `most` characters, cleaned; may be empty."""
    return Annotated[str, BeforeValidator(_clean), Field(max_length=most)]


def needed_text(most: int) -> Any:
    """The same, but not empty."""
    return Annotated[str, BeforeValidator(_clean), Field(max_length=most), AfterValidator(_not_empty)]


def _not_masked(value: str) -> str:
    if HIDDEN in value:
        raise ValueError("masked")
    return value


def phone_text(most: int) -> Any:
    """A telephone number as written; never one that was masked for the reader, which would be stored over the real."""
    return Annotated[str, BeforeValidator(_clean), Field(max_length=most), AfterValidator(_not_masked)]


def ensure_text(value: str, most: int, *, field: str, is_needed: bool = False) -> str:
    """A single text that a service takes by itself: cleaned as the fields of an `Input` are. Raises InvalidInput."""
    cleaned: str = _clean(value)
    label = message(FIELDS[field])
    if len(cleaned) > most:
        raise InvalidInput(
            N_("“{label}” is too long: {limit} characters at the most."), field=field, label=label, limit=most
        )
    if is_needed and not cleaned:
        raise InvalidInput(N_("“{label}” is needed."), field=field, label=label)
    return cleaned


Moment = AwareDatetime
MOST_REASON = 400
MOST_NOTE = 1000
MOST_FEN = 10_000_000_000  # a hundred million yuan: more is a slip of the finger
Day = date

FIELDS: dict[str, str] = {
    "description": N_("Description"),
    "contact_name": N_("Contact"),
    "contact_phone": N_("Phone"),
    "customer_id": N_("Customer"),
    "project_id": N_("Project"),
    "sign_id": N_("Sign"),
    "place": N_("Place"),
    "reason": N_("Reason"),
    "name": N_("Name"),
    "code": N_("Code"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "address": N_("Address"),
    "note": N_("Note"),
    "received_at": N_("Received"),
    "asked_at": N_("Asked for"),
    "promised_at": N_("Promised"),
    "starts_at": N_("Planned start"),
    "minutes": N_("Planned length"),
    "staff_ids": N_("Technicians"),
    "findings": N_("Fault and cause found"),
    "work_done": N_("Work done"),
    "left_to_do": N_("Left to do"),
    "safety_measures": N_("Safety measures"),
    "customer_words": N_("Customer's words"),
    "signed_by": N_("Signed by"),
    "unsigned_reason": N_("Why there is no signature"),
    "root_cause": N_("Root cause"),
    "corrective_action": N_("Corrective action"),
    "outcome": N_("Outcome"),
    "answered_by": N_("Answered by"),
    "quantity": N_("Quantity"),
    "unit_fen": N_("Unit price"),
    "count": N_("Count"),
    "warranty_months": N_("Warranty months"),
    "handover_on": N_("Handover"),
    "lines": N_("Lines"),
    "kind": N_("Kind"),
    "severity": N_("Severity"),
    "fault": N_("Fault"),
    "cause": N_("Cause"),
    "channel": N_("Channel"),
    "needs_agreement": N_("Needs an agreement"),
    "office_id": N_("Office"),
    "team_id": N_("Team"),
    "department_id": N_("Department"),
    "owner_id": N_("Responsible person"),
    "name_en": N_("Name in English"),
    "region": N_("Region"),
    "region_en": N_("Region in English"),
    "roles": N_("Roles"),
    "is_active": N_("Works here"),
    "company_name": N_("Company"),
    "sign_in_name": N_("Sign-in name"),
    "password": N_("Password"),
    "unit": N_("Unit"),
    "unit_en": N_("Unit in English"),
    "price_fen": N_("Price"),
    "cost_fen": N_("Cost"),
    "price_item_id": N_("Price list"),
    "quantity_milli": N_("Quantity"),
    "bearer": N_("Borne by"),
    "once": N_("Form"),
    "keeps_id": N_("Cost line"),
    "size": N_("Size"),
    "old_returned": N_("Old part returned"),
    "parts": N_("Parts"),
    "costs": N_("Costs"),
    "title": N_("Position"),
    "contact": N_("Contact"),
    "is_key": N_("Key customer"),
    "province": N_("Province"),
    "city": N_("City"),
    "warranty_source": N_("Source of the warranty"),
    "sign_type_id": N_("Sign type"),
    "batch": N_("Batch"),
    "is_main": N_("Main"),
    "remark": N_("Remark"),
    "dispatch_id": N_("Visit"),
    "fault_seen": N_("Fault seen"),
    "cause_found": N_("Cause found"),
    "signed_at": N_("Signed on"),
    "signature_id": N_("Signature"),
    "report_version": N_("Report"),
    "value": N_("Value"),
    "source": N_("Source"),
    "quote": N_("Quoted words"),
    "from_at": N_("Valid from"),
    "zone": N_("Time zone"),
    "holidays": N_("Public holidays"),
    "week": N_("Working hours"),
    "reply": N_("Reply in time"),
    "arrival": N_("Arrival as promised"),
    "skill": N_("Skill and quality"),
    "explained": N_("Use and care explained"),
    "manners": N_("Manners and tidiness"),
    "overall": N_("Overall"),
    "asked_extra": N_("Asked for more than agreed"),
    "recommends": N_("Recommends us"),
    "words": N_("Words"),
    "hotline": N_("Service hotline"),
    "address_en": N_("Address in English"),
    "content": N_("Picture"),
    "goals": N_("Goals"),
    "subject": N_("What it is about"),
    "product": N_("Product"),
    "wish": N_("Wish"),
    "whereabouts": N_("Whereabouts"),
    "is_whole": N_("The whole sign"),
    "condition": N_("Condition"),
    "serials": N_("Serial numbers"),
    "new_serials": N_("New serial numbers"),
    "carrier": N_("Carrier"),
    "waybill": N_("Waybill"),
    "carrier_in": N_("Carrier"),
    "waybill_in": N_("Waybill"),
    "shipped_on": N_("Shipped on"),
    "arrived_on": N_("Arrived on"),
    "refunded_on": N_("Refunded on"),
    "refund_fen": N_("Refund"),
    "voucher": N_("Voucher"),
    "outcome_for": N_("Decision"),
    "percent": N_("Share in percent"),
    "seed": N_("Seed"),
    "auditor_ids": N_("Auditors"),
    "auditor_id": N_("Auditor"),
    "terms": N_("Terms"),
    "concerned_ids": N_("Who is concerned"),
    "request_id": N_("Request"),
    "feedback": N_("What the customer was told"),
    "action": N_("Corrective action"),
    "action_owner_id": N_("Who carries it out"),
    "action_due_on": N_("To be done by"),
    "finding": N_("What was found"),
    "number": N_("Number"),
    "language": N_("Language"),
    "valid_from": N_("Valid from"),
    "construction": N_("Construction"),
    "functions": N_("Functions"),
    "usage": N_("Use"),
    "care": N_("Daily care and repair"),
    "cautions": N_("Cautions"),
    "version_id": N_("Version"),
    "delivered_on": N_("Handed over on"),
    "received_by": N_("Received by"),
    "handed_over_by_id": N_("Handed over by"),
    "question": N_("Common question"),
    "question_en": N_("Common question in English"),
    "answer": N_("What to say"),
    "answer_en": N_("What to say in English"),
    "months": N_("Months"),
    "days_before": N_("Days before"),
    "month": N_("Month"),
    "day": N_("Day"),
    "regions": N_("Regions"),
    "caller": N_("Made by"),
    "from_on": N_("From"),
    "due_on": N_("Due on"),
    "way": N_("Way"),
    "heard_from": N_("Spoken with"),
    "mark": N_("Mark"),
    "wishes": N_("Wishes"),
    "department_ids": N_("Departments"),
    "collected_on": N_("Heard on"),
}


def _sentence(error: dict[str, Any]) -> tuple[str, dict[str, Value]]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_too_long":
        return N_("“{label}” is too long: {limit} characters at the most."), {"limit": context["max_length"]}
    if kind in ("greater_than_equal", "greater_than"):
        return N_("“{label}” has to be at least {limit}."), {"limit": context.get("ge", context.get("gt"))}
    if kind in ("less_than_equal", "less_than"):
        return N_("“{label}” may be at most {limit}."), {"limit": context.get("le", context.get("lt"))}
    if kind in ("missing", "too_short") or (kind == "value_error" and str(context.get("error")) == "needed"):
        return N_("“{label}” is needed."), {}
    if kind == "value_error" and str(context.get("error")) == "masked":
        return N_("“{label}” is masked here: have it shown first, or type it in full."), {}
    if kind == "timezone_aware":
        return N_("“{label}” needs a time zone."), {}
    return N_("“{label}” can't be read."), {}


class Input(BaseModel):
    """The parent of every service's input. Making one from wrong values raises InvalidInput."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(next((part for part in reversed(first["loc"]) if isinstance(part, str)), "?"))
            label: Value = message(FIELDS[name]) if name in FIELDS else name
            key, more = _sentence(dict(first))
            raise InvalidInput(key, field=name, **{"label": label, **more}) from None


def ensure_moment_near(moment: datetime | None, now: datetime, *, field: str, years: int = 10) -> None:
    """Refuse a moment that can only be a slip of the finger: more than `years` from now."""
    if moment is not None and abs((moment - now).days) > 366 * years:
        raise InvalidInput(
            N_("“{label}” lies too far from today: {moment}."), field=field, label=message(FIELDS[field]), moment=moment
        )


__all__ = [
    "MOST_FEN",
    "MOST_NOTE",
    "MOST_REASON",
    "Day",
    "Input",
    "Message",
    "Moment",
    "ensure_moment_near",
    "ensure_text",
    "needed_text",
    "phone_text",
    "text",
]  # fmt: skip
