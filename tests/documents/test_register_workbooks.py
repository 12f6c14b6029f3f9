"""Every register with rows of the services as an Excel workbook: headings, types, filter, totals, both languages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from aftersales.documents.export_workbook import write_workbook
from aftersales.locale import Language, translate
from aftersales.queries.registers.columns import ColumnKind, Foot, Register
from aftersales.queries.registers.known import REGISTERS
from aftersales.queries.registers.read import Selection, count_rows, each_batch, list_rows
from tests.builders import Firm
from tests.queries.registers.conftest import firm
from tests.queries.registers.test_registers import all_kinds, numbers

__all__ = ["all_kinds", "firm", "numbers"]
TYPES: dict[ColumnKind, tuple[type, ...]] = {
    ColumnKind.MOMENT: (datetime,), ColumnKind.DAY: (datetime,), ColumnKind.MONEY: (int, float),
    ColumnKind.COUNT: (int,), ColumnKind.QUANTITY: (int, float),
}  # fmt: skip
FORMATS = {ColumnKind.MOMENT: "yyyy-mm-dd hh:mm", ColumnKind.DAY: "yyyy-mm-dd", ColumnKind.MONEY: "#,##0.00"}


def written(firm: Firm, path: Path, register: Register, language: Language, **selection: Any) -> Any:
    batches = each_batch(firm.session, firm.manager, register, Selection(**selection))
    write_workbook(path, register, batches, language)
    return openpyxl.load_workbook(path).active


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", REGISTERS)
def test_each_register_is_a_typed_filtered_frozen_sheet(
    firm: Firm, all_kinds: list[str], key: str, language: Language, tmp_path: Path
) -> None:
    register = REGISTERS[key]
    sheet = written(firm, tmp_path / "x.xlsx", register, language)
    count = count_rows(firm.session, firm.manager, register, Selection())
    assert count > 0
    headings = [cell.value for cell in sheet[1]]
    assert headings == [translate(column.label, language) for column in register.columns]
    if language == "zh":
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in heading) for heading in headings), headings
    assert sheet.title == translate(register.title, language)[:31]
    last = openpyxl.utils.get_column_letter(len(headings))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:{last}{count + 1}")
    for place, column in enumerate(register.columns, 1):
        for row in range(2, count + 2):
            cell = sheet.cell(row, place)
            if cell.value is not None:
                assert isinstance(cell.value, TYPES.get(column.kind, (str,))), (column.label, cell.value)
                assert cell.number_format == FORMATS.get(column.kind, cell.number_format), column.label
    assert sheet.cell(count + 3, 1).value == translate(register.foot_label, language)
    rows = "A2" if count == 1 else f"A2:A{count + 1}"
    assert sheet.cell(count + 3, 2).value == f"=SUBTOTAL(3,{rows})"


@pytest.mark.parametrize("key", [key for key, one in REGISTERS.items() if any(column.foot for column in one.columns)])
def test_a_total_is_the_sum_of_its_column(firm: Firm, all_kinds: list[str], key: str, tmp_path: Path) -> None:
    register = REGISTERS[key]
    written(firm, tmp_path / "x.xlsx", register, "zh")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx", data_only=True).active
    foot = sheet.max_row
    for place, column in enumerate(register.columns, 1):
        if column.foot is None:
            continue
        cells = [value for (value,) in sheet.iter_rows(2, foot - 2, place, place, values_only=True)]
        values = [value for value in cells if value is not None]
        total = sum(values) / len(values) if column.foot is Foot.MEAN and values else sum(values)
        assert (sheet.cell(foot, place).value or 0) == pytest.approx(total), column.label


@pytest.mark.parametrize("key", REGISTERS)
def test_each_choice_of_each_register_leaves_the_rows_that_say_so(
    firm: Firm, all_kinds: list[str], key: str, tmp_path: Path
) -> None:
    register = REGISTERS[key]
    everything = list_rows(firm.session, firm.manager, register, Selection())
    places = {id(column.sql[0]): place for place, column in enumerate(register.columns)}
    for narrowing in register.narrowings:
        found = 0
        for member in narrowing.members:
            selection = Selection(narrowed=((narrowing.key, member),))
            rows = list_rows(firm.session, firm.manager, register, selection)
            assert count_rows(firm.session, firm.manager, register, selection) == len(rows)
            found += len(rows)
            if id(narrowing.sql) in places:
                place = places[id(narrowing.sql)]
                assert rows == [row for row in everything if row.cells[place] == member], narrowing.key
        assert found <= len(everything)
