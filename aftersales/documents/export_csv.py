"""A register as CSV in UTF-8 that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from aftersales.documents.export_cells import Cell, cell_of
from aftersales.locale import Language, translate
from aftersales.queries.registers.columns import Column, ColumnKind, Register
from aftersales.queries.registers.read import RegisterRow

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # spreadsheets take the wide signs too


def write_csv(path: Path, register: Register, batches: Iterable[list[RegisterRow]], language: Language) -> int:
    """Write the headings and rows, and give the number of rows.

    The file begins with a mark that tells a spreadsheet it is UTF-8; a text that a spreadsheet would
    run as a formula gets an apostrophe before it.
    """
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([translate(column.label, language) for column in register.columns])
        for rows in batches:
            out.writerows(
                [
                    _plain(column, cell_of(column, value, language))
                    for column, value in zip(register.columns, row.cells, strict=True)
                ]
                for row in rows
            )
            written += len(rows)
    return written


def _plain(column: Column, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(_RUNS) else value
    if column.kind is ColumnKind.MONEY:
        return f"{value:.2f}"
    return str(value) if isinstance(value, int) else f"{value:.3f}".rstrip("0").rstrip(".")
