"""The whole file: where it begins, what is passed over, what is taken, what is refused."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from aftersales.documents import register_file
from aftersales.documents.register_file import read_register
from aftersales.documents.register_refusals import Doubt, Refusal
from aftersales.errors import InvalidInput
from aftersales.locale import sentence
from tests.documents.register_builder import ENGLISH, HEADINGS, TODAY, saved, sign, workbook

DATA = Path(__file__).parents[1] / "data"


def read(*rows, **layout):
    return read_register(workbook(*rows, **layout), today=TODAY)


def test_the_register_as_it_is_gives_exactly_the_listed_problems():
    found = read_register(DATA / "sign-register.xlsx", today=TODAY)
    with (DATA / "sign-register.problems.csv").open(encoding="utf-8") as file:
        listed = [(int(line["row"]), line["problem"]) for line in csv.DictReader(file)]
    assert [(problem.row, problem.kind.value) for problem in found.problems] == listed
    assert len(found.rows) == 420 - len(listed)
    assert not found.warnings
    assert not found.ignored_headings


def test_a_good_row_is_taken_with_all_its_values():
    (row,) = read(sign(备注='=HYPERLINK("http://127.0.0.1","点我")')).rows
    assert (row.row, row.customer, row.contact, row.phone) == (4, "广州市天河区第一中学", "何杰静", "0755-86828890")
    assert row.is_key is True
    assert (row.project, row.contract_number) == ("第一中学标识系统工程", "HT-2024-001")
    assert (row.handover_on, row.warranty_months) == (date(2024, 3, 14), 24)
    assert (row.code, row.sign_type, row.place) == ("S-0001", "立地式导向牌", "9层西侧")
    assert (row.address, row.province, row.city, row.office) == ("天河区滨江路177号", "广东省", "广州市", "广州办事处")
    assert row.code_cell == "J4"


def test_a_formula_like_remark_stays_text():
    book = openpyxl.load_workbook(io.BytesIO(workbook(sign())))
    cell = book.active["Q4"]
    cell.value, cell.data_type = '=HYPERLINK("http://127.0.0.1","点我")', "s"
    (row,) = read_register(saved(book), today=TODAY).rows
    assert row.remark == '=HYPERLINK("http://127.0.0.1","点我")'


def test_a_real_excel_date_and_a_serial_number_are_the_same_day():
    rows = read(sign("A", 交工日期=date(2025, 7, 27)), sign("B", 交工日期=45865)).rows
    assert {row.handover_on for row in rows} == {date(2025, 7, 27)}


@pytest.mark.parametrize("titles", [(), ("台账",), ("台账", "日期", None, "说明")])
def test_the_heading_row_is_found_wherever_it_stands(titles):
    found = read(sign("A"), titles=titles)
    assert found.headings.row == len(titles) + 1
    assert found.rows[0].row == len(titles) + 2


def test_english_headings_are_known():
    (row,) = read(sign("A"), headings=ENGLISH).rows
    assert (row.customer, row.code, row.warranty_months, row.office) == ("广州市天河区第一中学", "A", 24, "广州办事处")


def test_columns_may_stand_in_any_order_and_unknown_ones_are_reported():
    headings = (*reversed(HEADINGS), "灯管数量")
    found = read([*reversed(sign("A")), 36], headings=headings)
    assert found.rows[0].code == "A"
    assert found.rows[0].handover_on == date(2024, 3, 14)
    assert found.ignored_headings == ("灯管数量",)


def test_headings_with_marks_and_hints_are_known_and_years_are_understood():
    headings = [
        {"质保期": "质保期（年）", "标识编号": "标识 编号 *", "客户名称": "客户名称："}.get(text, text)
        for text in HEADINGS
    ]
    (row,) = read(sign("A", 质保期=2), headings=headings).rows
    assert row.warranty_months == 24


def test_blank_rows_running_numbers_repeated_headings_and_totals_are_passed_over():
    blank = [None] * len(HEADINGS)
    found = read(
        sign("A"),
        blank,
        ["  ", *blank[1:]],
        [7, *blank[1:]],
        HEADINGS,
        sign("B"),
        ["合计", 2, *blank[2:]],
        ["制表人：张三", *blank[1:]],
    )
    assert [row.code for row in found.rows] == ["A", "B"]
    assert not found.problems
    assert found.skipped_rows == 6


def test_a_customer_whose_name_begins_like_a_total_is_a_customer():
    headings = HEADINGS[1:]
    (row,) = read(sign("A", 客户名称="合计科技公司")[1:], headings=headings).rows
    assert row.customer == "合计科技公司"


def test_of_a_repeated_code_the_first_row_is_taken_and_the_later_ones_name_it():
    found = read(sign("A"), sign("B"), sign(" Ａ "), sign("A"))
    assert [(row.row, row.code) for row in found.rows] == [(4, "A"), (5, "B")]
    assert [(problem.row, problem.cell, problem.kind) for problem in found.problems] == [
        (6, "J6", Refusal.DUPLICATE_CODE),
        (7, "J7", Refusal.DUPLICATE_CODE),
    ]
    assert sentence(found.problems[1].reason, "en") == "Sign code A already stands in row 4."


@pytest.mark.parametrize(
    ("changes", "cell", "kind"),
    [
        ({"客户名称": None}, "B4", Refusal.NO_CUSTOMER),
        ({"客户名称": "  "}, "B4", Refusal.NO_CUSTOMER),
        ({"标识编号": None}, "J4", Refusal.NO_CODE),
        ({"交工日期": "2023年2月30日"}, "H4", Refusal.IMPOSSIBLE_DATE),
        ({"交工日期": "春天"}, "H4", Refusal.UNREADABLE_DATE),
        ({"交工日期": date(2126, 5, 1)}, "H4", Refusal.FAR_FUTURE),
        ({"质保期": "终身"}, "I4", Refusal.NOT_MONTHS),
        ({"客户名称": "字" * 121}, "B4", Refusal.TOO_LONG),
        ({"标识编号": "字" * 41}, "J4", Refusal.TOO_LONG),
    ],
)
def test_a_row_is_refused_with_its_cell_and_reason(changes, cell, kind):
    row = dict(zip(HEADINGS, sign(), strict=True)) | changes
    found = read([row[heading] for heading in HEADINGS], sign("B"))
    (problem,) = found.problems
    assert (problem.row, problem.cell, problem.kind) == (4, cell, kind)
    assert len(problem.faults) == 1
    assert [taken.code for taken in found.rows] == ["B"]


def test_all_that_is_wrong_in_a_row_is_named_at_once():
    (problem,) = read(sign(None, 客户名称=None, 交工日期="2023年2月30日", 质保期="终身")).problems
    assert [fault.cell for fault in problem.faults] == ["B4", "H4", "I4", "J4"]


@pytest.mark.parametrize(
    ("changes", "cell", "kind"),
    [
        ({"联系电话": "见合同"}, "D4", Doubt.ODD_PHONE),
        ({"重点客户": "也许"}, "E4", Doubt.ODD_YES_NO),
        ({"交工日期": None}, "H4", Doubt.NO_WARRANTY_TERMS),
        ({"质保期": None}, "I4", Doubt.NO_WARRANTY_TERMS),
    ],
)
def test_what_is_odd_is_taken_as_written_with_a_warning(changes, cell, kind):
    found = read(sign(**changes))
    assert not found.problems
    (warning,) = found.warnings
    assert (warning.row, warning.cell, warning.kind) == (4, cell, kind)
    if "联系电话" in changes:
        assert found.rows[0].phone == "见合同"


def test_a_cell_merged_over_several_rows_counts_for_each_of_them():
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(sign("A"), sign("B", 客户名称=None), sign("C", 客户名称=None), sign("D", 客户名称=None)))
    )
    book.active.merge_cells("B4:B6")
    found = read_register(saved(book), today=TODAY)
    assert [row.code for row in found.rows] == ["A", "B", "C"]
    assert [problem.cell for problem in found.problems] == ["B7"]


def test_a_table_that_does_not_begin_at_the_first_cell_keeps_excels_row_and_column_names():
    book = openpyxl.Workbook()
    for down, row in enumerate([HEADINGS, sign("A"), sign(None)]):
        for across, value in enumerate(row):
            book.active.cell(5 + down, 3 + across, value)
    found = read_register(saved(book), today=TODAY)
    assert found.rows[0].row == 6
    assert (found.problems[0].row, found.problems[0].cell) == (7, "L7")


def test_the_first_visible_sheet_with_the_headings_is_read_and_others_are_named():
    book = openpyxl.load_workbook(io.BytesIO(workbook(sign("A"))))
    book.active.title = "2025"
    hidden = book.create_sheet("old", 0)
    hidden.append(HEADINGS)
    hidden.append(sign("X"))
    hidden.sheet_state = "hidden"
    book.create_sheet("封面", 0).append(["封面"])
    more = book.create_sheet("2026")
    more.append(HEADINGS)
    more.append(sign("B"))
    found = read_register(saved(book), today=TODAY)
    assert (found.sheet, [row.code for row in found.rows]) == ("2025", ["A"])
    assert found.other_sheets == ("2026",)


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, content)
    return target.getvalue()


def broken_workbook() -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(workbook(sign()))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, b"<broken" if name == "xl/workbook.xml" else source.read(name))
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty."),
        (b"code,customer\n1,2\n", "This isn't an Excel file (.xlsx)."),
        (b"PK\x03\x04 torn", "This isn't an Excel file (.xlsx)."),
        (zipped("word/document.xml", b"<a/>"), "This isn't an Excel file (.xlsx)."),
        (register_file.OLE_MAGIC + b"\0" * 600, "This is an old .xls file; save it as .xlsx in Excel."),
        (
            register_file.OLE_MAGIC + b"\0" * 600 + register_file.ENCRYPTED_MARK,
            "The file is protected by a password; save it without one.",
        ),
        (broken_workbook(), "The Excel file is damaged; open and save it in Excel again."),
        (workbook(titles=(), headings=()), "No heading row was found"),
        (workbook(["a", "b"], titles=(), headings=("x", "y")), "No heading row was found"),
        (
            workbook(["a", "b"], titles=(), headings=("客户名称", "备注")),
            "The heading row 1 has no column 标识编号 (sign code).",
        ),
        (
            workbook(["a", "b"], titles=(), headings=("备注", "标识编号")),
            "The heading row 1 has no column 客户名称 (customer).",
        ),
        (workbook(["a", "b"], titles=(), headings=("备注", "城市")), "The heading row 1 has neither"),
        (workbook(), "Below the heading row there is no row to take."),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_what_to_do(data, says):
    with pytest.raises(InvalidInput) as refused:
        read_register(data, today=TODAY)
    assert sentence(refused.value, "en").startswith(says)
    assert sentence(refused.value, "zh") != sentence(refused.value, "en")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(InvalidInput) as refused:
            read_register(path, today=TODAY)
        assert str(path) in sentence(refused.value, "en")


def test_too_large_files_are_refused_before_they_are_unpacked(monkeypatch, tmp_path):
    data = workbook(sign("A"), sign("B"))
    path = tmp_path / "large.xlsx"
    path.write_bytes(data)
    for limit in ("MAX_FILE_BYTES", "MAX_UNPACKED_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(register_file, limit, 1000)
            with pytest.raises(InvalidInput, match="larger than"):
                read_register(path, today=TODAY)
    monkeypatch.setattr(register_file, "MAX_ROWS", 4)
    with pytest.raises(InvalidInput, match="at most"):
        read_register(data, today=TODAY)


def test_progress_is_told_up_to_the_end():
    told = []
    read_register(
        workbook(*(sign(f"S{n}") for n in range(2001))),
        today=TODAY,
        progress=lambda done, all_: told.append((done, all_)),
    )
    assert told == [(2000, 2001), (2001, 2001)]
