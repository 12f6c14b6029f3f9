"""Reading a register of a hundred thousand signs, beside the same file read by the same library alone."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from aftersales.documents.register_file import read_register
from aftersales.documents.register_template import TITLES
from aftersales.places import product_folder
from benchmarks.figure import Figure, in_turns, time_figure
from benchmarks.run import Run

ROWS, SHORT_ROWS, MOST_MIB = 100_000, 500, 300
TODAY = date(2026, 11, 25)


def measure(run: Run) -> Iterator[Figure]:
    rows, rounds = (SHORT_ROWS, 2) if run.is_short else (ROWS, 3)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.xlsx"
        _write_register(file, rows)
        times = in_turns(lambda: read_register(file, today=TODAY), lambda: _read_alone(file), rounds, warm_up=0)
        peak, alone = (_peak_mib(file, what, folder) for what in ("import", "read"))
    yield time_figure("excel-read", f"read and check a register of {rows:,} rows", times, 1,
                         reference_is="the same file by the library alone", goal=2)  # fmt: skip
    yield Figure("excel-memory", f"import of {rows:,} rows: most memory of the process", "MiB", peak, alone,
                 "the file read by the library alone", peak / alone, f"under {MOST_MIB} MiB",
                 peak < MOST_MIB)  # fmt: skip


def _write_register(file: Path, rows: int) -> None:
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("标识台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [titles["zh"] for titles in TITLES.values()])
    for row in range(1, rows + 1):
        project = row // 100
        values = (
            f"第{project // 10}人民医院", "王芳", f"138{row % 10**8:08d}", "否", f"第{project}号标识工程",
            f"HT-{project:05d}", date(2024, 1 + project % 12, 1), 24, f"S{project:05d}-{row % 100:03d}", "发光字",
            f"{row % 9 + 1}层大堂", f"中山路{project}号", "上海市", "上海", "上海办事处", "",
        )  # fmt: skip
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    book.close()


def _read_alone(file: Path) -> int:
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows()
    return sum(len(row) for row in rows)


def _peak_mib(file: Path, what: str, folder: str) -> float:
    """The most memory of a process of its own that does this and nothing else."""
    command = [sys.executable, "-m", "benchmarks.excel_child", what, str(file), folder]
    done = subprocess.run(command, cwd=product_folder(), capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)["peak_mib"])
