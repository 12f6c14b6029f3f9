"""What a service is given: plain values, checked at the door, with one clear sentence for a wrong one."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from aftersales.errors import InvalidInput
from aftersales.rules.message import N_, Message, Value, message

# Control characters, and marks that turn the direction of what follows: invisible, and never typed on purpose.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


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


Moment = AwareDatetime
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


__all__ = ["Day", "Input", "Message", "Moment", "ensure_moment_near", "needed_text", "text"]
