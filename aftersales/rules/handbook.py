"""What a handbook is made of (1.5)."""

from __future__ import annotations

from enum import StrEnum

from aftersales.rules.message import N_


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
