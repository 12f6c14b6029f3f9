"""A register's selection as a file: Excel or CSV, with word of how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from aftersales.documents.export_csv import write_csv
from aftersales.documents.export_workbook import MOST_EXCEL_ROWS, write_workbook
from aftersales.errors import InvalidInput
from aftersales.locale import Language
from aftersales.queries.registers.columns import Register
from aftersales.queries.registers.read import RegisterRow
from aftersales.rules.message import N_

ExportFormat = Literal["xlsx", "csv"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
MOST_EXPORTED = 5_000_000  # counted before, for the progress


def ensure_fits(count: int, ending: ExportFormat) -> None:
    """Raises InvalidInput where a sheet can't hold so many rows."""
    if ending == "xlsx" and count > MOST_EXCEL_ROWS:
        raise InvalidInput(
            N_("These are {count} rows and Excel holds {most}: choose fewer days, or CSV."),
            field="format", count=count, most=MOST_EXCEL_ROWS,
        )  # fmt: skip


def write_register(
    path: Path,
    register: Register,
    batches: Iterable[list[RegisterRow]],
    ending: ExportFormat,
    language: Language,
    *,
    told: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the file and give the number of its rows; `told` hears how many are written, batch by batch."""
    write = write_workbook if ending == "xlsx" else write_csv
    return write(path, register, _followed(batches, told), language)


def _followed(batches: Iterable[list[RegisterRow]], told: Callable[[int], None]) -> Iterator[list[RegisterRow]]:
    done = 0
    for rows in batches:
        yield rows
        done += len(rows)
        told(done)


def export_file_name(register: Register, from_on: date | None, to_on: date | None, ending: str) -> str:
    """ "register-costs-2026-10-01-2026-10-31.xlsx": the same in both languages, so that it can be mailed anywhere."""
    days = [f"{day:%Y-%m-%d}" for day in (from_on, to_on) if day is not None]
    return "-".join(["register", register.key, *days]) + f".{ending}"
