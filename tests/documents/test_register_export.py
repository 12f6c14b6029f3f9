"""A register as Excel and CSV: opened again, typed, in both languages, harmless, and of bounded memory."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from aftersales.documents.export_csv import write_csv
from aftersales.documents.export_file import ensure_fits, export_file_name, write_register
from aftersales.documents.export_workbook import MOST_EXCEL_ROWS, write_workbook
from aftersales.errors import InvalidInput
from aftersales.locale import Language, translate
from aftersales.models import Bearer, SurveyWay
from aftersales.queries.registers.columns import ColumnKind, Register
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Place, RegisterRow
from aftersales.rules.corrective_action import ActionScope, ActionState
from aftersales.rules.kinds import Cause, Charge, CostKind, FaultCategory
from aftersales.rules.lifecycle import RequestState

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai
COSTS, SURVEYS, CALLS = REGISTERS["costs"], REGISTERS["surveys"], REGISTERS["calls"]


def row(register: Register, id: int = 1, **values: Any) -> RegisterRow:
    """One row; `values` by label with its spaces as underscores, the rest by kind."""
    usual: dict[ColumnKind, Any] = {
        ColumnKind.TEXT: "文", ColumnKind.NAMES: ("上海", "Shanghai"), ColumnKind.CREW: (("王强", "Wang"),),
        ColumnKind.MOMENT: AT, ColumnKind.DAY: AT.date(),
        ColumnKind.COUNT: 4, ColumnKind.QUANTITY: 1500, ColumnKind.MONEY: 12_345,
        ColumnKind.YES_NO: True,
    }  # fmt: skip
    words: dict[str, Any] = {
        "State": RequestState.DONE, "Borne by": Bearer.US, "Cost of": CostKind.LABOUR, "Cause found": Cause.MATERIAL,
        "Charge": Charge.PAID, "Way": SurveyWay.PAPER,
    }  # fmt: skip
    cells = [
        values.get(column.label.replace(" ", "_"), words.get(column.label, usual.get(column.kind)))
        for column in register.columns
    ]
    return RegisterRow("FW1", Place(AT, id), tuple(cells))


def cells_of(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path, data_only=True).active
    return [list(cells) for cells in sheet.iter_rows(values_only=True)]


def place_of(register: Register, label: str) -> int:
    return next(place for place, column in enumerate(register.columns) if column.label == label)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("register", [COSTS, SURVEYS], ids=lambda register: register.key)
def test_headings_are_in_the_files_language(tmp_path: Path, register: Register, language: Language) -> None:
    path = tmp_path / "x.xlsx"
    assert write_workbook(path, register, [[row(register)]], language) == 1
    headings = cells_of(path)[0]
    assert headings == [translate(column.label, language) for column in register.columns]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text) for text in headings) is (language == "zh")


def test_cells_have_their_types(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook(path, COSTS, [[row(COSTS)]], "en")
    cells = dict(zip((column.label for column in COSTS.columns), cells_of(path)[1], strict=True))
    assert cells["Filed"] == datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001
    assert (cells["Amount (yuan)"], cells["Quantity"], cells["Visit"]) == (123.45, 1.5, 4)
    assert (cells["Borne by"], cells["State"], cells["Office"]) == ("borne by us", "Work done", "Shanghai")


def test_days_are_days_in_excel_and_in_csv(tmp_path: Path) -> None:
    actions = REGISTERS["corrective_actions"]
    place = place_of(actions, "To be done by")
    words = {"State": ActionState.PLANNED, "What_it_is_for": ActionScope.BATCH, "Fault": FaultCategory.DARK}
    write_workbook(tmp_path / "x.xlsx", actions, [[row(actions, **words)]], "zh")
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").active.cell(2, place + 1)
    assert (cell.value.date(), cell.number_format) == (AT.date(), "yyyy-mm-dd")
    write_csv(tmp_path / "x.csv", actions, [[row(actions, **words)]], "zh")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][place] == "2026-11-24"


def test_the_sheet_is_frozen_filtered_and_totalled(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook(path, COSTS, [[row(COSTS), row(COSTS, 2)], [row(COSTS, 3)]], "zh")
    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == "费用明细"
    assert sheet.freeze_panes == "B2"
    last_column = openpyxl.utils.get_column_letter(len(COSTS.columns))
    assert sheet.auto_filter.ref == f"A1:{last_column}4"
    amount = place_of(COSTS, "Amount (yuan)")
    letter = openpyxl.utils.get_column_letter(amount + 1)
    assert sheet.cell(6, 1).value == "行数及合计"
    assert sheet.cell(6, 2).value == "=SUBTOTAL(3,A2:A4)"
    assert sheet.cell(6, amount + 1).value == f"=SUBTOTAL(9,{letter}2:{letter}4)"
    foot = cells_of(path)[5]
    assert (foot[1], foot[amount]) == (3, 370.35)


def test_marks_are_averaged_over_those_who_answered(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    rows = [row(SURVEYS, 1, All_in_all=5), row(SURVEYS, 2, All_in_all=4), row(SURVEYS, 3, All_in_all=None)]
    write_workbook(path, SURVEYS, [rows], "en")
    cells = cells_of(path)
    assert cells[5][place_of(SURVEYS, "All in all")] == 4.5
    assert cells[3][place_of(SURVEYS, "All in all")] is None


def test_marks_that_nobody_gave_have_no_average(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook(path, SURVEYS, [[row(SURVEYS, 1, All_in_all=None)]], "en")
    assert cells_of(path)[3][place_of(SURVEYS, "All in all")] is None


EVIL = ("=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "  =1", "＝1+1", "http://example.com", 'a,b"c\nd', "\x01")


@pytest.mark.parametrize("typed", EVIL)
def test_what_was_typed_stays_text_in_excel(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook(path, COSTS, [[row(COSTS, What_it_was=typed)]], "en")
    cell = openpyxl.load_workbook(path).active.cell(2, place_of(COSTS, "What it was") + 1)
    assert cell.data_type in ("s", "inlineStr")
    assert cell.hyperlink is None
    assert cell.value == typed or typed == "\x01"


@pytest.mark.parametrize("typed", EVIL)
def test_a_csv_runs_nothing(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "x.csv"
    assert write_csv(path, COSTS, [[row(COSTS, What_it_was=typed)]], "zh") == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, cells = csv.reader(file)
    assert headings[0] == "服务单编号"
    written = cells[place_of(COSTS, "What it was")]
    runs = typed.strip()[:1] in ("=", "+", "-", "@", "＝") or typed.startswith("\t")
    assert written == ("'" + typed if runs else typed)


def test_a_csv_writes_numbers_without_signs_between(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    values: dict[str, Any] = {"Amount_(yuan)": 123_456_789, "Quantity": 100_000_000, "Visit": 1_234_567}
    write_csv(path, COSTS, [[row(COSTS, **values)]], "en")
    with path.open(encoding="utf-8-sig", newline="") as file:
        _, cells = csv.reader(file)
    found = [cells[place_of(COSTS, label)] for label in ("Amount (yuan)", "Quantity", "Visit", "Filed")]
    assert found == ["1234567.89", "100000", "1234567", "2026-11-24 09:30"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_nothing_chosen_is_a_file_of_headings(tmp_path: Path, ending: Any) -> None:
    path = tmp_path / f"x.{ending}"
    assert write_register(path, CALLS, [], ending, "en") == 0
    if ending == "xlsx":
        assert cells_of(path) == [[column.label for column in CALLS.columns]]


@pytest.mark.parametrize(("count", "is_refused"), [(MOST_EXCEL_ROWS, False), (MOST_EXCEL_ROWS + 1, True)])
def test_more_than_excel_holds_is_refused_and_csv_holds_it(count: int, is_refused: bool) -> None:
    ensure_fits(count, "csv")
    if is_refused:
        with pytest.raises(InvalidInput):
            ensure_fits(count, "xlsx")
    else:
        ensure_fits(count, "xlsx")


def test_the_files_name_tells_register_and_days() -> None:
    days = (datetime(2026, 10, 1, tzinfo=UTC).date(), datetime(2026, 10, 31, tzinfo=UTC).date())
    assert export_file_name(COSTS, *days, "csv") == "register-costs-2026-10-01-2026-10-31.csv"
    assert export_file_name(COSTS, None, None, "xlsx") == "register-costs.xlsx"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path, ending: Any) -> None:
    def batches(count: int) -> Iterator[list[RegisterRow]]:
        for start in range(0, count, 250):
            yield [row(COSTS, start + place, What_it_was=f"第{start + place}行") for place in range(250)]

    peaks = []
    for count in (1_000, 10_000):
        heard: list[int] = []
        tracemalloc.start()
        written = write_register(tmp_path / f"{count}.{ending}", COSTS, batches(count), ending, "zh", told=heard.append)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert written == heard[-1] == count
    assert peaks[1] < peaks[0] * 1.5 + 500_000
