"""Exporting a hundred thousand rows of a register, beside the same cells written by the same library alone."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter

from aftersales.database import Store
from aftersales.documents.export_cells import cell_of
from aftersales.documents.export_file import write_register
from aftersales.places import product_folder
from aftersales.queries.registers.calls import CALLS
from aftersales.queries.registers.read import BATCH, RegisterRow, Selection, each_batch
from aftersales.queries.staff import find_actor
from benchmarks.figure import Figure, in_turns, time_figure
from benchmarks.run import Run

ROWS, SHORT_ROWS, MOST_MIB = 100_000, 1_000, 300


def measure(run: Run) -> Iterator[Figure]:
    rounds = 2 if run.is_short else 3
    with tempfile.TemporaryDirectory() as folder, run.reading() as (store, world):
        rows = min(SHORT_ROWS if run.is_short else ROWS, world.requests)
        staff_id = world.managers[0].staff_id or 0
        told: list[int] = []
        ours, alone = Path(folder) / "ours.xlsx", Path(folder) / "alone.xlsx"
        cells = _cells(store, staff_id, rows)
        times = in_turns(lambda: export(store, staff_id, rows, ours, told), lambda: _write_alone(alone, cells), rounds,
                         warm_up=0)  # fmt: skip
        if told[-1] != rows or len(told) != rounds * -(-rows // BATCH):
            raise AssertionError(f"{rows} rows were exported with {len(told)} words of progress, the last {told[-1]}")
        url = store.url.render_as_string(hide_password=False)
        peak = _peak_mib("export", url, str(staff_id), str(rows), str(ours))
        peak_alone = _peak_mib("write", str(rows), str(alone))
    yield time_figure("excel-write", f"export {rows:,} rows of calls and letters to Excel", times, 1,
                      reference_is="the same cells by the library alone", goal=2,
                      words_of_progress=len(told) // rounds)  # fmt: skip
    yield Figure("excel-write-memory", f"export of {rows:,} rows: most memory of the process", "MiB", peak, peak_alone,
                 "as many cells written by the library alone", peak / peak_alone, f"under {MOST_MIB} MiB",
                 peak < MOST_MIB)  # fmt: skip


def export(store: Store, staff_id: int, rows: int, file: Path, told: list[int]) -> None:
    """As the registers' page does, but no further than so many rows."""
    with store.reading() as session:
        write_register(file, CALLS, _batches(store, session, staff_id, rows), "xlsx", "zh", told=told.append)


def _batches(store: Store, session: Any, staff_id: int, rows: int) -> Iterator[list[RegisterRow]]:
    actor = find_actor(session, staff_id)
    assert actor
    left = rows
    for batch in islice(each_batch(session, actor, CALLS, Selection()), -(-rows // BATCH)):
        yield batch[:left]
        left -= len(batch)


def _cells(store: Store, staff_id: int, rows: int) -> list[list[Any]]:
    with store.reading() as session:
        return [
            [cell_of(column, value, "zh") for column, value in zip(CALLS.columns, row.cells, strict=True)]
            for batch in _batches(store, session, staff_id, rows)
            for row in batch
        ]


def _write_alone(file: Path, rows: list[list[Any]]) -> None:
    book: Any = xlsxwriter.Workbook(str(file), {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if cell is not None and cell != "":
                sheet.write(number, place, cell)
    book.close()


def _peak_mib(*what: str) -> float:
    """The most memory of a process of its own that does this and nothing else."""
    command = [sys.executable, "-m", "benchmarks.excel_child", *what]
    done = subprocess.run(command, cwd=product_folder(), capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout)["peak_mib"])
