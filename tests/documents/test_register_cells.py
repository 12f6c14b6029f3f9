"""Texts, yes and no, telephones and cell names."""

import pytest

from aftersales.documents.register_cells import code_key, column_letters, is_odd_phone, read_text, read_yes_no
from aftersales.documents.register_refusals import CellRefused, Refusal
from aftersales.documents.register_rows import LENGTHS, Column
from aftersales.models.customers import Contact, Customer
from aftersales.models.people import Office
from aftersales.models.projects import Project
from aftersales.models.signs import Sign, SignType


@pytest.mark.parametrize(
    "written",
    ["+86 17153776020", "156 1341 2524", "183-3875-0047", "0755-86828890", "18579754323", "400-800-1234", "8888 8888",
     "13912345678/0755-82345678", "0755-82345678转801", "+852 9123 4567", "13800138000（王工）", "010-65123456"],
)  # fmt: skip
def test_usual_spellings_of_a_telephone_are_not_odd(written):
    assert not is_odd_phone(written)


@pytest.mark.parametrize(
    "written", ["12345", "见合同", "1391234567890", "139123456", "N/A", "23800138000", "13912345678/无"]
)
def test_an_odd_telephone_is_noticed(written):
    assert is_odd_phone(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("是", True), ("Y", True), ("√", True), ("否", False), ("no", False), ("×", False), ("也许", None)],
)
def test_yes_and_no_are_known_and_the_rest_stays_open(written, meant):
    assert read_yes_no(written) is meant


def test_text_is_trimmed_and_numbers_lose_excels_fraction():
    assert read_text("  第一\n中学\u0000 ", most=20) == "第一 中学"
    assert read_text("S\u200b-1\ufeff", most=20) == "S-1"
    assert read_text(13800138000.0, most=20) == "13800138000"
    assert read_text("一\r\n二", most=20, lines=True) == "一\n二"


def test_a_formula_like_text_stays_text():
    assert read_text('=HYPERLINK("http://127.0.0.1","点我")', most=400) == '=HYPERLINK("http://127.0.0.1","点我")'


@pytest.mark.parametrize(("length", "taken"), [(9, True), (10, True), (11, False)])
def test_a_text_longer_than_its_column_is_refused(length, taken):
    if taken:
        assert len(read_text("字" * length, most=10)) == length
    else:
        with pytest.raises(CellRefused) as refused:
            read_text("字" * length, most=10)
        assert refused.value.kind is Refusal.TOO_LONG


def test_an_error_value_is_refused():
    with pytest.raises(CellRefused) as refused:
        read_text("#REF!", most=10)
    assert refused.value.kind is Refusal.SPREADSHEET_ERROR


def test_codes_are_compared_without_width_and_spaces():
    assert code_key("Ｓ－１ 2") == code_key("S-12")
    assert code_key("s-1") != code_key("S-1")


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_excel_does(index, letters):
    assert column_letters(index) == letters


@pytest.mark.parametrize(
    ("column", "table", "field"),
    [
        (Column.CUSTOMER, Customer, "name"), (Column.CONTACT, Contact, "name"), (Column.PHONE, Contact, "phone"),
        (Column.PROJECT, Project, "name"), (Column.CONTRACT_NUMBER, Project, "code"), (Column.CODE, Sign, "code"),
        (Column.SIGN_TYPE, SignType, "name"), (Column.PLACE, Sign, "place"), (Column.ADDRESS, Project, "address"),
        (Column.ADDRESS, Customer, "address"), (Column.PROVINCE, Customer, "province"),
        (Column.PROVINCE, Office, "region"),
        (Column.CITY, Customer, "city"), (Column.OFFICE, Office, "name"), (Column.REMARK, Sign, "remark"),
    ],
)  # fmt: skip
def test_what_is_kept_fits_its_table(column, table, field):
    assert LENGTHS[column] <= table.__table__.columns[field].type.length
