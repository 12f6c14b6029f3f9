"""One row of a register: taken as a `RegisterRow`, or refused with everything that is wrong in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from operator import getitem, itemgetter
from typing import Any, TypeVar

from aftersales.documents.register_cells import code_key, column_letters, is_odd_phone, read_text, read_yes_no
from aftersales.documents.register_days import read_handover
from aftersales.documents.register_headings import TOTALS, Column, HeadingRow, plain
from aftersales.documents.register_months import read_months
from aftersales.documents.register_refusals import (
    CellFault,
    CellRefused,
    CellValue,
    Doubt,
    Refusal,
    RowProblem,
    RowWarning,
)
from aftersales.rules.message import N_, Message, message

T = TypeVar("T")

# The most characters that are kept of each text: what the tables hold.
LENGTHS: dict[Column, int] = {
    Column.CUSTOMER: 120,
    Column.CONTACT: 80,
    Column.PHONE: 40,
    Column.IS_KEY: 40,
    Column.PROJECT: 160,
    Column.CONTRACT_NUMBER: 36,  # leaves room for "/2" behind a contract's second project
    Column.CODE: 40,
    Column.SIGN_TYPE: 80,
    Column.PLACE: 160,
    Column.ADDRESS: 200,
    Column.PROVINCE: 40,
    Column.CITY: 40,
    Column.OFFICE: 80,
    Column.REMARK: 400,
}


@dataclass(slots=True)  # not frozen: a hundred thousand are made, and each would take twice as long
class RegisterRow:
    """One installed sign as the register tells it. Texts are trimmed, "" where the register says nothing."""

    row: int
    customer: str
    code: str
    contact: str = ""
    phone: str = ""
    is_key: bool | None = None
    project: str = ""
    contract_number: str = ""
    handover_on: date | None = None
    warranty_months: int | None = None
    sign_type: str = ""
    place: str = ""
    address: str = ""
    province: str = ""
    city: str = ""
    office: str = ""
    remark: str = ""
    code_letters: str = field(default="", compare=False)  # the column of the code ("J"), for a later refusal
    cells: tuple[CellValue, ...] = field(default=(), repr=False, compare=False)

    @property
    def code_cell(self) -> str:
        """Where the code stands: "J21"."""
        return f"{self.code_letters}{self.row}"

    def refused(self, kind: Refusal, reason: Message) -> RowProblem:
        """The same row as a problem, found after reading (the store already has another sign of this code)."""
        return RowProblem(self.row, (CellFault(self.code_cell, kind, reason),), self.cells)


MAX_COLUMNS = 16_384  # of a sheet
MOST_KNOWN = 5_000  # texts of one column that are remembered; a column of codes has nothing that comes again


class _OneCopy(dict[Any, Any]):
    """Gives the same copy of a text each time; other values as they are."""

    def __missing__(self, cell: Any) -> Any:
        if cell.__class__ is str:
            self[cell] = cell
        return cell


class _Texts(dict[Any, str]):
    """What the cells of one column say; a text is read once, others (which may equal one another) each time."""

    def __init__(self, column: Column, shared: _OneCopy) -> None:
        super().__init__({None: "", "": ""})
        self.column = column
        self._most = LENGTHS[column]
        self._lines = column is Column.REMARK
        self._shared = shared

    def __missing__(self, cell: Any) -> str:
        text: str = self._shared[read_text(cell, most=self._most, lines=self._lines)]
        if cell.__class__ is str and len(self) < MOST_KNOWN:
            self[cell] = text
        return text


class RowReader:
    """Reads rows below one heading row, remembering which codes it has seen and where.

    Most of a long register's cells say what others of their column said: each is read once.
    """

    def __init__(self, headings: HeadingRow, *, today: date) -> None:
        self.headings = headings
        self.today = today
        self.seen: dict[str, int] = {}
        self.warnings: list[RowWarning] = []
        self._shared = _OneCopy()
        self._at = {column: headings.columns.get(column, MAX_COLUMNS) for column in Column}
        self._letters = {column: column_letters(index) for column, index in headings.columns.items()}
        self._known: dict[Column, dict[Any, Any]] = {column: {} for column in (Column.HANDOVER, Column.WARRANTY)}
        self._texts = [_Texts(column, self._shared) for column in LENGTHS]
        # A column that the register doesn't have is read from one more cell in front, which is empty.
        self._pick = itemgetter(*(headings.columns.get(column, -1) + 1 for column in LENGTHS))
        self._width = len(headings.texts)
        self._code_letters = self._letters.get(Column.CODE, "")
        self._of_code = headings.columns.get(Column.CODE)

    def is_empty(self, cells: Sequence[CellValue]) -> bool:
        """A blank row, a running number alone, a total, or the headings repeated on a new printed page."""
        code = self._cell(cells, Column.CODE)
        if code.__class__ is str and not _is_blank(code) and code != self.headings.texts[self._of_code or 0]:
            return False
        told = [cells[index] for index in self.headings.columns.values() if index < len(cells)]
        if all(_is_blank(cell) for cell in told):
            return True
        first = next(cell for cell in cells if not _is_blank(cell))
        if isinstance(first, str) and plain(first).startswith(TOTALS) and _is_blank(code):
            return True
        return told == [self.headings.texts[index] for index in self.headings.columns.values()]

    def read(self, row: int, cells: Sequence[CellValue]) -> RegisterRow | RowProblem:
        """Every cell is read, so that a refusal names all that has to be mended."""
        # A long register repeats its customers and projects on every row: one copy of each text is kept.
        cells = tuple(map(self._shared.__getitem__, cells))
        faults: list[CellFault] = []
        told = self._pick((None, *cells, *repeat(None, self._width - len(cells))))
        try:
            texts = list(map(getitem, self._texts, told))
        except CellRefused:
            texts = [self._text(row, known, cell, faults) for known, cell in zip(self._texts, told, strict=True)]
        customer, contact, phone, key_words, project, contract_number, code = texts[:7]
        sign_type, place, address, province, city, office, remark = texts[7:]
        handover_on = self._read(row, Column.HANDOVER, cells, self._handover, faults)
        months = self._read(row, Column.WARRANTY, cells, self._months, faults)
        if not code.isascii():
            code = unicodedata.normalize("NFKC", code)
        self._ensure_whose_and_which(row, customer, code, faults)
        if faults:
            faults.sort(key=lambda fault: (len(fault.cell), fault.cell))
            return RowProblem(row, tuple(faults), cells)
        is_key = read_yes_no(key_words) if key_words else None
        self._warn(row, phone, key_words, is_key, handover_on, months)
        return RegisterRow(
            row, customer, code, contact, phone, is_key, project, contract_number, handover_on, months,
            sign_type, place, address, province, city, office, remark, self._code_letters, cells,
        )  # fmt: skip

    def _cell(self, cells: Sequence[CellValue], column: Column) -> CellValue:
        index = self._at[column]
        return cells[index] if index < len(cells) else None

    def _cell_name(self, column: Column, row: int) -> str:
        letters = self._letters.get(column)
        return "" if letters is None else f"{letters}{row}"

    def _text(self, row: int, known: _Texts, cell: CellValue, faults: list[CellFault]) -> str:
        try:
            return known[cell]
        except CellRefused as refused:
            faults.append(CellFault(self._cell_name(known.column, row), refused.kind, refused.reason))
            return ""

    def _read(
        self, row: int, column: Column, cells: Sequence[CellValue], read: Callable[[Any], T], faults: list[CellFault]
    ) -> T | None:
        """A day or a length. The same cell of the same kind says the same."""
        cell = self._cell(cells, column)
        if cell is None:
            return None
        known, key = self._known[column], (cell.__class__, cell)
        if key in known:
            found: T | None = known[key]
            return found
        if _is_blank(cell):
            return None
        try:
            value = read(cell)
        except CellRefused as refused:
            faults.append(CellFault(self._cell_name(column, row), refused.kind, refused.reason))
            return None
        if len(known) < MOST_KNOWN:
            known[key] = value
        return value

    def _handover(self, cell: Any) -> date | None:
        return read_handover(cell, today=self.today)

    def _months(self, cell: Any) -> int | None:
        return read_months(cell, bare_is_years=self.headings.years)

    def _ensure_whose_and_which(self, row: int, customer: str, code: str, faults: list[CellFault]) -> None:
        """A sign belongs to a customer and has a code that stands in no row before."""

        first_row = row if not code else self.seen.setdefault(code_key(code), row)
        if customer and code and first_row == row:
            return

        def refuse(column: Column, kind: Refusal, reason: Message) -> None:
            faults.append(CellFault(self._cell_name(column, row), kind, reason))

        def is_told_wrong(column: Column) -> bool:
            return self._cell_name(column, row) in {fault.cell for fault in faults}

        if not customer and not is_told_wrong(Column.CUSTOMER):
            refuse(Column.CUSTOMER, Refusal.NO_CUSTOMER, message(N_("The customer's name is missing.")))
        if not code and not is_told_wrong(Column.CODE):
            refuse(Column.CODE, Refusal.NO_CODE, message(N_("The sign code is missing.")))
        if first_row != row:
            reason = message(
                N_("Sign code {code} already stands in row {row}."),
                code=code,
                row=str(first_row),
            )
            refuse(Column.CODE, Refusal.DUPLICATE_CODE, reason)

    def _warn(
        self, row: int, phone: str, key_words: str, is_key: bool | None, handover_on: date | None, months: int | None
    ) -> None:
        def warn(column: Column, kind: Doubt, reason: Message) -> None:
            self.warnings.append(RowWarning(row, self._cell_name(column, row), kind, reason))

        if phone and is_odd_phone(phone):
            reason = message(N_("“{text}” doesn't look like a telephone number; it is kept as written."), text=phone)
            warn(Column.PHONE, Doubt.ODD_PHONE, reason)
        if key_words and is_key is None:
            reason = message(N_("“{text}” is neither yes nor no; it is left open."), text=key_words)
            warn(Column.IS_KEY, Doubt.ODD_YES_NO, reason)
        if handover_on is None or months is None:
            column = Column.HANDOVER if handover_on is None else Column.WARRANTY
            warn(
                column,
                Doubt.NO_WARRANTY_TERMS,
                message(N_("Handover or warranty period is missing; the warranty stays unknown.")),
            )


def _is_blank(cell: CellValue) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
