"""A warranty period as people write it into a register, as whole months."""

from __future__ import annotations

import math
import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import Any

from aftersales.documents.register_refusals import CellRefused, Refusal
from aftersales.rules.message import N_, message

MAX_MONTHS = 1200
DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMBER = r"(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十]{1,3})"
YEARS = r"(?:年|years?|yrs?|y)"
MONTHS = r"(?:个月|個月|月|months?|mths?|mos?|m)"
BARE = re.compile(NUMBER)
IN_MONTHS = re.compile(NUMBER + MONTHS)
IN_YEARS = re.compile(NUMBER + YEARS)
YEARS_AND_A_HALF = re.compile(NUMBER + "年半")
YEARS_AND_MONTHS = re.compile(NUMBER + YEARS + "(?:零|又|and)?" + NUMBER + MONTHS)


def read_months(value: Any, *, bare_is_years: bool = False) -> int:
    """Whole months from 0 to 1200: 24, "24", "24个月", "2年", "两年半", "1 year 6 months".

    A bare number counts months, or years where the column's heading says so. Raises CellRefused.
    """
    months = _months(value, Fraction(12 if bare_is_years else 1))
    if months is None or months.denominator != 1 or not 0 <= months <= MAX_MONTHS:
        text = f"{value:g}" if isinstance(value, float) else str(value).strip()
        raise CellRefused(
            Refusal.NOT_MONTHS,
            message(N_("“{text}” isn't a warranty period in months; write a whole number such as 24."), text=text),
        )
    return int(months)


@lru_cache(maxsize=1_000, typed=True)  # a register says the same few things on every row
def _months(value: Any, bare: Fraction) -> Fraction | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return Fraction(value) * bare if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)).casefold()
    if text == "半年":
        return Fraction(6)
    for pattern, units in (
        (BARE, (bare,)),
        (IN_MONTHS, (Fraction(1),)),
        (IN_YEARS, (Fraction(12),)),
        (YEARS_AND_MONTHS, (Fraction(12), Fraction(1))),
    ):
        if found := pattern.fullmatch(text):
            return sum((_number(part) * unit for part, unit in zip(found.groups(), units, strict=True)), Fraction(0))
    if found := YEARS_AND_A_HALF.fullmatch(text):
        return _number(found[1]) * 12 + 6
    return None


def _number(text: str) -> Fraction:
    """Arabic digits, or Chinese numerals below a hundred (三十六); anything odder counts as not whole."""
    if text[0].isdigit() and text[0].isascii():
        return Fraction(text)
    if text in DIGITS:
        return Fraction(DIGITS[text])
    tens, ten, ones = text.partition("十")
    if not ten or tens not in ("", *DIGITS) or ones not in ("", *DIGITS):
        return Fraction(1, 7)
    return Fraction((DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0))
