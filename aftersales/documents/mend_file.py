"""The rows of a register that couldn't be taken, as an Excel file to mend and send again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from aftersales.documents.register_headings import OWN_REASON, OWN_ROW, HeadingRow, plain
from aftersales.documents.register_refusals import CellValue, RowProblem
from aftersales.locale import sentence

OWN_COLUMNS = {plain(text) for texts in (OWN_ROW, OWN_REASON) for text in texts.values()}
WIDEST = 45


def mend_file(headings: HeadingRow, problems: Sequence[RowProblem], *, language: str) -> bytes:
    """An .xlsx with the refused rows under their own headings, the faulty cells coloured, and two more columns:
    the row in the first file and the reason in `language`. Reading it again ignores those two.

    Every text is written as text, so that one that looks like a formula stays what it is.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    sheet = book.add_worksheet("需修改" if language == "zh" else "To mend")
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    own = book.add_format({"italic": True, "font_color": "#9C0006"})
    formats = {
        (is_day, is_faulty): book.add_format(
            ({"num_format": "yyyy-mm-dd"} if is_day else {}) | ({"bg_color": "#FFC7CE"} if is_faulty else {})
        )
        for is_day in (False, True)
        for is_faulty in (False, True)
    }
    kept = [
        index for index, text in enumerate(headings.texts) if plain(text) not in OWN_COLUMNS
    ]  # a mended file that is refused again doesn't grow
    for column, index in enumerate(kept):
        sheet.write_string(0, column, headings.texts[index], bold)
    sheet.write_string(0, len(kept), OWN_ROW[language], bold)
    sheet.write_string(0, len(kept) + 1, OWN_REASON[language], bold)
    widths = [len(headings.texts[index]) for index in kept]
    for line, problem in enumerate(problems, start=1):
        faulty = {_column_of(fault.cell) for fault in problem.faults}
        for column, index in enumerate(kept):
            value = problem.cells[index] if index < len(problem.cells) else None
            is_day = isinstance(value, date)
            _write(sheet, line, column, value, formats[is_day, index in faulty])
            widths[column] = max(widths[column], 10 if is_day else len(str(value or "")))
        sheet.write_number(line, len(kept), problem.row, own)
        sheet.write_string(line, len(kept) + 1, reasons(problem, language), own)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width * 1.7 + 2, WIDEST))
    sheet.set_column(len(kept), len(kept), 10)
    sheet.set_column(len(kept) + 1, len(kept) + 1, WIDEST + 15)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def write_mend_file(path: str | Path, headings: HeadingRow, problems: Sequence[RowProblem], *, language: str) -> None:
    """The same into a file; an older one there is replaced."""
    Path(path).write_bytes(mend_file(headings, problems, language=language))


def reasons(problem: RowProblem, language: str) -> str:
    """Everything that is wrong in the row, one sentence after the other."""
    return ("" if language == "zh" else " ").join(sentence(fault.reason, language) for fault in problem.faults)


def _column_of(cell: str) -> int:
    """The column, counted from 0, of a cell such as "H21"; -1 for "" (the file has no such column)."""
    letters = cell.rstrip("0123456789")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _write(sheet: Worksheet, row: int, column: int, value: CellValue, style: object) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)
