"""Names and telephones written in two ways."""

import pytest

from aftersales.rules.names import digits_of, name_key
from aftersales.rules.words import query_words, words_of


def test_width_case_and_spaces_make_no_other_name():
    assert name_key("第一中学（东区） ABC") == name_key("第一中学(东区)abc")
    assert name_key("第一中学") != name_key("第二中学")


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("+86 171 5377-6020", "17153776020"), ("156 1341 2524", "15613412524"), ("0755-86828890", "075586828890"),
        ("见合同", ""),
    ],
)  # fmt: skip
def test_a_phone_is_its_digits_without_the_home_prefix(written, digits):
    assert digits_of(written) == digits


@pytest.mark.parametrize("typed", ["17153776020", "+86 17153776020", "+8617153776020", "1715377"])
def test_a_number_stored_with_the_home_prefix_is_found_with_and_without_it(typed):
    stored = words_of("+86 17153776020").split()
    (word,) = query_words(typed)
    assert any(one.startswith(word.rstrip("*")) for one in stored)


def test_a_telephone_is_found_without_its_area_code():
    assert "86828890" in words_of("0755-86828890").split()
    assert "075586828890" in words_of("0755-86828890").split()
