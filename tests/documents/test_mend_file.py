"""The refused rows as a file that can be mended and sent again."""

import io
from datetime import date

import openpyxl
import pytest

from aftersales.documents.mend_file import mend_file, write_mend_file
from aftersales.documents.register_file import read_register
from tests.documents.register_builder import HEADINGS, TODAY, saved, sign, workbook

FORMULA = '=HYPERLINK("http://127.0.0.1","点我")'


def refused():
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook(
                sign("A"),
                sign("B", 交工日期="2023年2月30日", 质保期="终身"),
                sign(None, 交工日期=date(2025, 7, 27)),
                sign("C", 客户名称=None),
            )
        )
    )
    cell = book.active["Q5"]
    cell.value, cell.data_type = FORMULA, "s"
    return read_register(saved(book), today=TODAY)


def opened(language="en"):
    register = refused()
    return openpyxl.load_workbook(io.BytesIO(mend_file(register.headings, register.problems, language=language))).active


def test_it_holds_only_the_refused_rows_under_their_own_headings():
    sheet = opened()
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0] == (*HEADINGS, "Original row", "Why refused")
    assert [line[9] for line in lines[1:]] == ["B", None, "C"]
    assert [line[17] for line in lines[1:]] == [5, 6, 7]
    assert lines[1][18] == (
        "“2023年2月30日” is a day that doesn't exist. "
        "“终身” isn't a warranty period in months; write a whole number such as 24."
    )


def test_the_reason_is_written_in_the_reader_s_language():
    sheet = opened("zh")
    assert sheet["S1"].value == "退回原因"
    assert sheet["S3"].value == "缺少标识编号。"


def test_a_formula_like_text_is_written_as_text_and_dates_as_dates():
    sheet = opened()
    assert sheet["Q2"].value == FORMULA
    assert sheet["Q2"].data_type == "s"
    assert sheet["H3"].value.date() == date(2025, 7, 27)


def test_the_faulty_cells_are_coloured():
    sheet = opened()
    coloured = {
        cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"
    }
    assert coloured == {"H2", "I2", "J3", "B4"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_mended_it_is_taken_and_its_own_two_columns_are_ignored(language):
    register = refused()
    book = openpyxl.load_workbook(io.BytesIO(mend_file(register.headings, register.problems, language=language)))
    sheet = book.active
    sheet["H2"], sheet["I2"], sheet["J3"], sheet["B4"] = "2023年2月28日", 12, "D", "新客户"
    again = read_register(saved(book), today=TODAY)
    assert not again.problems
    assert not again.ignored_headings
    assert [(row.code, row.handover_on) for row in again.rows] == [
        ("B", date(2023, 2, 28)),
        ("D", date(2025, 7, 27)),
        ("C", date(2024, 3, 14)),
    ]
    assert again.rows[0].remark == FORMULA


def test_sent_again_unmended_it_is_refused_for_the_same_reasons_and_does_not_grow(tmp_path):
    register = refused()
    path = tmp_path / "mend.xlsx"
    write_mend_file(path, register.headings, register.problems, language="en")
    again = read_register(path, today=TODAY)
    assert [problem.kind for problem in again.problems] == [problem.kind for problem in register.problems]
    write_mend_file(path, again.headings, again.problems, language="zh")
    assert openpyxl.load_workbook(path).active.max_column == len(HEADINGS) + 2
