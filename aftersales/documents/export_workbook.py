"""A register as an Excel workbook, written row by row: memory doesn't grow with the rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from aftersales.documents.export_cells import Cell, cell_of
from aftersales.locale import Language, translate
from aftersales.queries.registers.columns import ColumnKind, Foot, Register
from aftersales.queries.registers.read import RegisterRow

MOST_EXCEL_ROWS = 1_048_000  # Excel ends at 1,048,576; headings and the foot need room too
_NUMBERS = {
    ColumnKind.MOMENT: "yyyy-mm-dd hh:mm", ColumnKind.DAY: "yyyy-mm-dd", ColumnKind.MONEY: "#,##0.00",
    ColumnKind.COUNT: "0", ColumnKind.QUANTITY: "0.###",
}  # fmt: skip
_LEFT = (ColumnKind.MOMENT, ColumnKind.DAY)
_SUBTOTALS = {Foot.SUM: 9, Foot.MEAN: 1}  # Excel's numbers for both; rows that a filter hides are left out


class _Foot:
    """Sums on the way, so that the foot shows figures also where nothing calculates them."""

    def __init__(self) -> None:
        self.sum, self.count = 0, 0

    def add(self, value: int | None) -> None:
        if value is not None:
            self.sum += value
            self.count += 1


def write_workbook(path: Path, register: Register, batches: Iterable[list[RegisterRow]], language: Language) -> int:
    """Write the .xlsx and give the number of rows: typed cells, frozen headings, a filter, and a foot below.

    Every text is written as text, also one that looks like a formula or a link.
    """
    book: Any = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    title = translate(register.title, language)
    book.set_properties({"title": title})
    sheet = book.add_worksheet(title[:31])
    heading = book.add_format(
        {"bold": True, "bg_color": "#E6EDED", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    )
    kinds = {kind: book.add_format({"num_format": text, "align": "left"} if kind in _LEFT
             else {"num_format": text}) for kind, text in _NUMBERS.items()}  # fmt: skip
    for place, column in enumerate(register.columns):
        sheet.set_column(place, place, column.width)
    sheet.set_row(0, 30)
    for place, column in enumerate(register.columns):
        sheet.write_string(0, place, translate(column.label, language), heading)
    sheet.freeze_panes(1, 1)
    feet = {place: _Foot() for place, column in enumerate(register.columns) if column.foot}
    last = 0
    for rows in batches:
        for row in rows:
            last += 1
            for place, (column, value) in enumerate(zip(register.columns, row.cells, strict=True)):
                _write(sheet, last, place, cell_of(column, value, language), kinds.get(column.kind))
            for place, foot in feet.items():
                foot.add(row.cells[place])
    if last:
        sheet.autofilter(0, 0, last, len(register.columns) - 1)
        _write_foot(book, sheet, register, last, feet, language)
    book.close()
    return last


def _write(sheet: Any, row: int, place: int, value: Cell, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, style)
    else:
        sheet.write_number(row, place, value, style)


def _write_foot(
    book: Any, sheet: Any, register: Register, last: int, feet: dict[int, _Foot], language: Language
) -> None:
    """An empty row keeps the foot out of the filter."""
    row = last + 2
    plain = book.add_format({"bold": True, "top": 1})
    number = book.add_format({"bold": True, "top": 1, "num_format": "#,##0", "align": "left"})
    sheet.write_string(row, 0, translate(register.foot_label, language), plain)
    sheet.write_formula(row, 1, f"=SUBTOTAL(3,{xl_range(1, 0, last, 0)})", number, last)
    for place, foot in feet.items():
        column = register.columns[place]
        if column.foot is None or not foot.count:
            continue
        style = book.add_format({"bold": True, "top": 1, "num_format": _foot_format(column.kind, column.foot)})
        unit = 100 if column.kind is ColumnKind.MONEY else 1
        value = foot.sum / unit / (foot.count if column.foot is Foot.MEAN else 1)
        formula = f"=SUBTOTAL({_SUBTOTALS[column.foot]},{xl_range(1, place, last, place)})"
        sheet.write_formula(row, place, formula, style, value)


def _foot_format(kind: ColumnKind, foot: Foot) -> str:
    return "#,##0.00" if kind is ColumnKind.MONEY or foot is Foot.MEAN else "#,##0"
