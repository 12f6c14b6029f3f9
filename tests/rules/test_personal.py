"""Masking: whatever is typed as a phone or an address, no more than promised is left of it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aftersales.rules.contact_sight import MASKED, WHOLE
from aftersales.rules.personal import (
    ERASED,
    HIDDEN,
    mask_address,
    mask_email,
    mask_phone,
    mask_text,
    without_numbers,
    without_person,
)

DIGITS = re.compile(r"\d")


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800138000", "138****8000"), ("138 0013 8000", "138****8000"), ("+86 138-0013-8000", "138****8000"),
        ("１３８００１３８０００", "138****8000"), ("021-5123 4567", "021****4567"),
        ("+44 20 7946 0958", "+44****0958"),
        ("88881234", "****1234"), ("8888123", "****23"), ("12345", "****"), ("110", "****"), ("微信 wxid_abc", "****"),
        ("138 0000 1111 转 8012", "138****8012"), ("", ""), ("  ", "  "), (ERASED, ERASED),
    ],
)  # fmt: skip
def test_a_phone_keeps_its_last_digits_at_most(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


ANY_PHONE = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"\+?[0-9 ()-]{1,24}", fullmatch=True),
    st.text(alphabet="0123456789０１２٣٤٥ +-()转abcx", max_size=40),
)


@given(ANY_PHONE)
@example("1" * 40)
@example("123456")
@example("²³¹⁴⁵⁶⁷⁸")
def test_of_any_phone_never_more_than_three_first_and_four_last_digits_are_left(phone: str) -> None:
    shown = mask_phone(phone)
    if not phone.strip():
        assert shown == phone
        return
    head, stars, tail = shown.partition(HIDDEN)
    assert stars == HIDDEN
    assert re.fullmatch(r"\+?\d{0,3}", head)
    assert re.fullmatch(r"\d{0,4}", tail)
    written = len([sign for sign in unicodedata.normalize("NFKC", phone) if sign.isdecimal()])
    # What is hidden is at least four digits, so that it can't be tried out; of very short ones all.
    left = len(DIGITS.findall(shown))
    assert left == 0 or written - left >= 4 or (written == 13 and left == 7)


@given(st.integers(10_000_000, 10**15 - 1), st.integers(10_000_000, 10**15 - 1))
def test_two_numbers_with_the_same_ends_look_the_same(one: int, other: int) -> None:
    """So that the middle isn't told by anything else, such as the length of what is hidden."""
    first, last = str(one)[:3], str(one)[-4:]
    assert mask_phone(f"{first}{one}{last}") == mask_phone(f"{first}{other}{last}")


@pytest.mark.parametrize(
    ("address", "city", "shown"),
    [
        ("广东省深圳市南山区科技园南路12号", "", "广东省深圳市南山区****"),
        ("南山区科技园南路12号", "深圳", "深圳南山区****"),
        ("上海市浦东新区世纪大道100号", "上海市", "上海市浦东新区****"),
        ("内蒙古自治区呼和浩特市新城区1号", "", "内蒙古自治区呼和浩特市新城区****"),
        ("阳光小区3栋", "深圳", "深圳****"),
        ("人民路12号", "", "****"),
        ("12 Keji Road, Nanshan District, Shenzhen", "", "****, Nanshan District, Shenzhen"),
        ("12 Keji Road", "Shenzhen", "Shenzhen****"),
        ("", "上海", ""),
        (ERASED, "上海", ERASED),
    ],
)
def test_an_address_is_cut_to_its_city_and_district(address: str, city: str, shown: str) -> None:
    assert mask_address(address, city) == shown


@given(
    st.sampled_from(["", "广东省", "上海市", "广东省深圳市"]),
    st.sampled_from(["", "南山区", "徐汇区", "昆山市", "阳光小区"]),
    st.sampled_from(["科技园南路", "人民路", "世纪大道", "Keji Road ", "解放巷"]), st.integers(1, 9999),
    st.sampled_from(["号", "栋", "弄3号", " Block B", "号楼502室"]),
)  # fmt: skip
def test_street_and_house_are_never_left(province: str, district: str, street: str, house: int, rest: str) -> None:
    shown = mask_address(f"{province}{district}{street}{house}{rest}")
    assert not DIGITS.search(shown)
    assert street.strip() not in shown
    assert "小区" not in shown
    assert HIDDEN in shown


@given(st.text(max_size=200))
def test_no_digit_of_any_address_is_left(address: str) -> None:
    shown = mask_address(address)
    if address.strip() and shown != ERASED:
        assert not any(sign.isdigit() for sign in shown)


@given(st.text(alphabet="王电话请打，。 abc\n", max_size=30), st.integers(13_000_000_000, 19_999_999_999),
       st.sampled_from(["{}", "+86 {}", "86{}"]), st.text(alphabet="，。 \n号", max_size=10))  # fmt: skip
def test_a_mobile_number_in_words_is_masked_wherever_it_stands(before: str, number: int, way: str, after: str) -> None:
    if before[-1:].isascii() and before[-1:].isalpha():
        before += " "  # glued to Latin letters it is a code
    said = f"{before}{way.format(number)}{after}"
    assert str(number) not in mask_text(said)
    assert str(number)[-4:] in mask_text(said)


@pytest.mark.parametrize(
    "said",
    ["FW20261125-001", "合同 2024-0012345", "S2025001-0001", "¥1,234,567.00", "2026-11-25 13:45", "400-820-8820"],
)
def test_numbers_that_are_no_persons_stay_readable(said: str) -> None:
    assert mask_text(said) == said


def test_numbers_in_words_are_found_for_the_search() -> None:
    assert without_numbers("请打 13812345678 或 021-51234567") == ("请打   或  ", ["13812345678", "021-51234567"])


def test_an_address_for_mail_keeps_its_first_letter_and_where_it_is() -> None:
    assert mask_email("zhang.wei@example.com") == "z****@example.com"
    assert mask_text("写给 zhang.wei@example.com 吧") == "写给 z****@example.com 吧"


def test_a_person_is_taken_out_of_words_by_name_and_number() -> None:
    said = "找王芳，13812345678（不是13912345678）"
    assert without_person(said, "王芳", "13812345678") == f"找{ERASED}，{ERASED}（不是13912345678）"
    # A surname alone would take half of all words along.
    assert without_person("王总，王府井", "王", "") == "王总，王府井"


def test_who_sees_a_contact_sees_it_as_it_was_typed() -> None:
    assert WHOLE.phone("138 0013 8000") == "138 0013 8000"
    assert WHOLE.address("人民路12号") == "人民路12号"
    assert MASKED.address("人民路12号", "上海") == "上海****"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Lights of Li are off", f"Lights of {ERASED} are off"),
        ("li's phone, LI!", f"{ERASED}'s phone, {ERASED}!"),
        ("Olivia", "Olivia"),
        ("找Li修", f"找{ERASED}修"),
    ],
)
def test_a_name_in_latin_letters_is_a_whole_word(text: str, left: str) -> None:
    assert without_person(text, "Li", "") == left


def test_other_words_go_with_the_name_the_longest_first() -> None:
    said = "Wang  Fang, 芳姐姐和芳姐"
    assert without_person(said, "Fang Wang", "", ("wang fang", "芳姐", "芳姐姐")) == f"{ERASED}, {ERASED}和{ERASED}"
    assert without_person(said, "王芳", "") == said
