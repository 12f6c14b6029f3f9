"""What a handbook is made of (1.5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from aftersales.rules.message import N_


class HasDay(Protocol):
    @property
    def valid_from(self) -> date: ...


V = TypeVar("V", bound=HasDay)


class BookLanguage(StrEnum):
    ZH = "zh"
    EN = "en"


# The parts that the clause names, in its order, each with its heading.
PARTS: dict[str, str] = {
    "construction": N_("Construction"),
    "functions": N_("Functions"),
    "usage": N_("Use"),
    "care": N_("Daily care and repair"),
    "cautions": N_("Cautions"),
}


def holding(versions: Iterable[V], day: date) -> V | None:
    """The version that holds on a day: the last to become valid by then, of two the one added later.

    `versions` come in the order in which they were added, all of one type and language.
    """
    valid = [version for version in versions if version.valid_from <= day]
    return max(reversed(valid), key=lambda version: version.valid_from, default=None)
