"""One clause of the service promise as the table of clauses tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Built(StrEnum):
    WHOLE = "built"
    PART = "built in part"
    NOT_YET = "not built yet"


@dataclass(frozen=True, slots=True)
class Clause:
    """`enforced`: dotted names; `screens`: addresses; `tests`: path::name; `lacking`: what isn't there."""

    number: str
    asks: str
    enforced: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    lacking: str = ""

    @property
    def built(self) -> Built:
        if not self.enforced:
            return Built.NOT_YET
        return Built.PART if self.lacking else Built.WHOLE
