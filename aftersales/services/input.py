"""What a service is given: plain values, checked at the door, with one clear sentence for a wrong one."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from aftersales.errors import InvalidInput
from aftersales.rules.message import N_, Message, Value, message
from aftersales.rules.personal import HIDDEN
from aftersales.services.input_fields import FIELDS

# Control characters, halves of letters, and marks that are invisible or turn the direction of what follows: never typed
# on purpose. The joiners of emoji and of some scripts stay.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff]"
)


def _clean(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bytes | bytearray):
        raise ValueError("bytes")  # pydantic would read them as text behind our back, with whatever is in them
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


def _sentence(error: dict[str, Any]) -> tuple[str, dict[str, Value]]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_too_long":
        return N_("“{label}” is too long: {limit} characters at the most."), {"limit": context["max_length"]}
    if kind in ("greater_than_equal", "greater_than"):
        return N_("“{label}” has to be at least {limit}."), {"limit": context.get("ge", context.get("gt"))}
    if kind in ("less_than_equal", "less_than"):
        return N_("“{label}” may be at most {limit}."), {"limit": context.get("le", context.get("lt"))}
    is_empty = error.get("input", "") is None  # nothing was chosen
    if (
        is_empty
        or kind in ("missing", "too_short")
        or (kind == "value_error" and str(context.get("error")) == "needed")
    ):
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
    "FIELDS",
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
