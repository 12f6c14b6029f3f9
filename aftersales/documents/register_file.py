"""A company's own register of installed signs, read from its Excel file as it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from aftersales.documents.register_headings import Column, HeadingRow, find_headings
from aftersales.documents.register_refusals import RowProblem, RowWarning
from aftersales.documents.register_rows import RegisterRow, RowReader
from aftersales.errors import InvalidInput
from aftersales.rules.message import N_
from aftersales.uncollected import nothing_collected

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_UNPACKED_BYTES = 800 * 1024 * 1024  # a small file that unpacks to more is a mistake or an attack
MAX_ROWS = 300_000
HEADING_WITHIN_ROWS = 50
PROGRESS_EVERY_ROWS = 2_000

OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")  # old .xls, and .xlsx with a password
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")

Progress = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True, slots=True)
class Register:
    """What a file holds: rows to take, rows refused (both in the file's order) and what is odd but taken."""

    sheet: str
    headings: HeadingRow
    rows: tuple[RegisterRow, ...]
    problems: tuple[RowProblem, ...]
    warnings: tuple[RowWarning, ...]
    skipped_rows: int  # blank ones, totals, repeated headings
    other_sheets: tuple[str, ...]  # sheets with a register's headings that were not read

    @property
    def ignored_headings(self) -> tuple[str, ...]:
        return self.headings.ignored


def read_register(source: str | Path | bytes, *, today: date, progress: Progress | None = None) -> Register:
    """Read the first visible sheet that has a register's heading row.

    `source` is a path or the file's bytes; `today` decides what a far future is. Raises InvalidInput, with a
    sentence that says what to do, for anything that isn't such an .xlsx file.
    """
    workbook = _open(_bytes(source))
    found: tuple[CalamineSheet, list[list[Any]], HeadingRow] | None = None
    others: list[str] = []
    best: HeadingRow | None = None
    for about in workbook.sheets_metadata:
        if about.visible is not SheetVisibleEnum.Visible:
            continue
        sheet = _sheet(workbook, about.name)
        if sheet is None or sheet.end is None:
            continue
        top = sheet.to_python(skip_empty_area=False, nrows=HEADING_WITHIN_ROWS)
        headings = find_headings(top, within=HEADING_WITHIN_ROWS)
        if headings is None or headings.missing:
            best = headings if best is None else best
        elif found is None:
            found = (sheet, top, headings)
        else:
            others.append(about.name)
    if found is None:
        raise _no_headings(best)
    sheet, _top, headings = found
    if _height(sheet) > MAX_ROWS:
        raise InvalidInput(
            N_("The sheet has {rows} rows; at most {most} can be read at once. Split the file."),
            field="file",
            rows=_height(sheet),
            most=MAX_ROWS,
        )
    return _read_rows(sheet, headings, today=today, others=tuple(others), progress=progress)


def _read_rows(
    sheet: CalamineSheet, headings: HeadingRow, *, today: date, others: tuple[str, ...], progress: Progress | None
) -> Register:
    reader = RowReader(headings, today=today)
    rows: list[RegisterRow] = []
    problems: list[RowProblem] = []
    skipped = 0
    total = max(_height(sheet) - headings.row, 0)
    with nothing_collected():
        for number, cells in _rows_below(sheet, headings):
            if progress is not None and (number - headings.row) % PROGRESS_EVERY_ROWS == 0:
                progress(number - headings.row, total)
            if reader.is_empty(cells):
                skipped += 1
                continue
            read = reader.read(number, cells)
            (rows if isinstance(read, RegisterRow) else problems).append(read)  # type: ignore[arg-type]
    if progress is not None:
        progress(total, total)
    if not rows and not problems:
        raise InvalidInput(N_("Below the heading row there is no row to take."), field="file")
    return Register(sheet.name, headings, tuple(rows), tuple(problems), tuple(reader.warnings), skipped, others)


def _height(sheet: CalamineSheet) -> int:
    return 0 if sheet.end is None else sheet.end[0] + 1


def _rows_below(sheet: CalamineSheet, headings: HeadingRow) -> Iterator[tuple[int, list[Any]]]:
    """Rows with the number that Excel shows; a cell merged over several rows tells its value in each of them."""
    left = [""] * (sheet.start or (0, 0))[1]  # the reader gives all rows, but columns from the first used one
    if not sheet.merged_cell_ranges:
        for number, told in enumerate(sheet.iter_rows(), 1):
            if number > headings.row:
                yield number, left + told if left else told
        return
    code = headings.columns[Column.CODE]
    merged: dict[int, list[tuple[int, int]]] = {}  # a row → (column, row that holds its value)
    for (top, start), (bottom, _end) in sheet.merged_cell_ranges or []:
        if top >= headings.row and start != code:
            for row in range(top + 1, min(bottom, _height(sheet)) + 1):
                merged.setdefault(row, []).append((start, top))
    kept: dict[tuple[int, int], Any] = {}
    starts = {(top, column) for places in merged.values() for column, top in places}
    tops = {top for top, _column in starts}
    for index, told in enumerate(sheet.iter_rows()):
        if index < headings.row:
            continue
        cells = left + told
        for column, top in merged.get(index, ()):
            if column < len(cells) and cells[column] in (None, ""):
                cells[column] = kept.get((column, top), "")
        if index in tops:
            kept.update({(column, index): cell for column, cell in enumerate(cells) if (index, column) in starts})
        yield index + 1, cells


def _bytes(source: str | Path | bytes) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        path = Path(source)
        try:
            size = path.stat().st_size
            data = path.read_bytes() if size <= MAX_FILE_BYTES else b"\0" * (MAX_FILE_BYTES + 1)
        except FileNotFoundError:
            raise InvalidInput(N_("There is no file {path}."), field="file", path=str(path)) from None
        except OSError as error:
            raise InvalidInput(
                N_("The file {path} can't be read: {why}."), field="file", path=str(path), why=error.strerror or ""
            ) from error
    if not data:
        raise InvalidInput(N_("The file is empty."), field="file")
    if len(data) > MAX_FILE_BYTES:
        raise InvalidInput(
            N_("The file is larger than {most} MB; split it into several."),
            field="file",
            most=MAX_FILE_BYTES // 1024 // 1024,
        )
    return data


def _open(data: bytes) -> CalamineWorkbook:
    if data.startswith(OLE_MAGIC):
        if ENCRYPTED_MARK in data:
            raise InvalidInput(N_("The file is protected by a password; save it without one."), field="file")
        raise InvalidInput(N_("This is an old .xls file; save it as .xlsx in Excel."), field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _not_excel() from None
    if not any(name.lower() == "xl/workbook.xml" for name in names):
        raise _not_excel()
    if unpacked > MAX_UNPACKED_BYTES:
        raise InvalidInput(
            N_("Unpacked, the file is larger than {most} MB; split it into several."),
            field="file",
            most=MAX_UNPACKED_BYTES // 1024 // 1024,
        )
    opened: CalamineWorkbook | None = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    if opened is None:
        raise InvalidInput(N_("The Excel file is damaged; open and save it in Excel again."), field="file")
    return opened


def _sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet | None:
    """A sheet, or None for one without cells (a chart)."""
    sheet: CalamineSheet | None = _guarded(lambda: workbook.get_sheet_by_name(name))
    return sheet


def _guarded(action: Callable[[], Any]) -> Any:
    """The reader is native code: what it can't read may also come as a panic, which isn't an Exception."""
    try:
        return action()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:
        return None


def _not_excel() -> InvalidInput:
    return InvalidInput(N_("This isn't an Excel file (.xlsx)."), field="file")


def _no_headings(best: HeadingRow | None) -> InvalidInput:
    if best is None:
        return InvalidInput(
            N_("No heading row was found; it needs at least the columns 客户名称 (customer) and 标识编号 (sign code)."),
            field="file",
        )
    if best.missing == (Column.CODE,):
        key = N_("The heading row {row} has no column 标识编号 (sign code).")
    elif best.missing == (Column.CUSTOMER,):
        key = N_("The heading row {row} has no column 客户名称 (customer).")
    else:
        key = N_("The heading row {row} has neither a column 客户名称 (customer) nor 标识编号 (sign code).")
    return InvalidInput(key, field="file", row=str(best.row))
