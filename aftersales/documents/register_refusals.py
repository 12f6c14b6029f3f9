"""Why a row of a register is refused, or taken with a warning."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from aftersales.rules.message import Message

CellValue = str | int | float | bool | date | datetime | time | timedelta | None


class Refusal(StrEnum):
    """One kind of refusal; a preview counts by them."""

    NO_CUSTOMER = "no customer"
    NO_CODE = "no sign code"
    DUPLICATE_CODE = "duplicate sign code"
    IMPOSSIBLE_DATE = "impossible date"
    UNREADABLE_DATE = "unreadable date"
    FAR_FUTURE = "handover in the far future"
    TOO_LONG_AGO = "handover too long ago"
    NOT_MONTHS = "months not a number"
    TOO_LONG = "text too long"
    SPREADSHEET_ERROR = "error in the spreadsheet"
    STORED_OTHERWISE = "stored with other content"


class Doubt(StrEnum):
    """What is worth a look in a row that is taken."""

    ODD_PHONE = "odd phone"
    ODD_YES_NO = "odd yes or no"
    NO_WARRANTY_TERMS = "no warranty terms"


class CellRefused(Exception):
    """Raised inside the reading of one cell; becomes a `CellFault`."""

    def __init__(self, kind: Refusal, reason: Message) -> None:
        super().__init__(kind)
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CellFault:
    """`cell` as Excel names it ("H21"), and one sentence."""

    cell: str
    kind: Refusal
    reason: Message


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that can't be taken: everything that is wrong in it, and its cells as they stand in the file."""

    row: int
    faults: tuple[CellFault, ...]
    cells: tuple[CellValue, ...] = field(repr=False, compare=False, default=())

    @property
    def cell(self) -> str:
        return self.faults[0].cell

    @property
    def kind(self) -> Refusal:
        return self.faults[0].kind

    @property
    def reason(self) -> Message:
        return self.faults[0].reason


@dataclass(frozen=True, slots=True)
class RowWarning:
    """A row that is taken as it is written, and what is odd about it."""

    row: int
    cell: str
    kind: Doubt
    reason: Message
