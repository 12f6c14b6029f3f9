"""A sentence before it has a language: the English text is its key, the values stand apart.

Rules and errors never build sentences. They return a `Message`; `aftersales.locale` makes the
sentence in the reader's language and writes dates, durations and money as that language does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Union


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole fen, so that the language decides how it is written."""

    fen: int


Value = Union[str, int, float, bool, None, date, datetime, timedelta, Enum, Money, "Message", tuple["Value", ...]]


def N_(key: str) -> str:
    """Mark an English text for the catalogs without translating it here."""
    return key


@dataclass(frozen=True, slots=True)
class Message:
    """`key` is the English text with {named} places; `values` fill them.

    A value may be a date, an aware datetime, a timedelta, `Money`, an enum member (its label is
    looked up), another Message, or a tuple of those (joined as a list).
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted((name, str(value)) for name, value in self.values.items()))))


def message(key: str, **values: Value) -> Message:
    """Shorthand: `message(N_("Warranty ended on {ended_on}."), ended_on=day)`."""
    return Message(key, values)
