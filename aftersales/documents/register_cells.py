"""Plain text, yes or no and telephone numbers out of a register's cells."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import phonenumbers

from aftersales.documents.register_refusals import CellRefused, Refusal
from aftersales.rules.message import N_, message

YES = {"是", "有", "对", "y", "yes", "true", "1", "√", "✓", "✔", "重点", "重点客户", "vip", "key"}
NO = {"否", "不是", "无", "非", "n", "no", "false", "0", "×", "x", "✗", "-", "/", "普通"}
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
PARTED = re.compile(r"[/、，,;；\n]|或|\bor\b")
HOME = "CN"
# Marks without width or that turn the direction: never typed on purpose, and two codes would only look alike.
UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
CONTROL_OR_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
LOCAL = re.compile(r"[2-8]\d{6,7}")  # without an area code


def read_text(value: Any, *, most: int, lines: bool = False) -> str:
    """What a cell says, trimmed, in one line unless `lines`; formula-like text stays the text it is.

    Numbers lose the ".0" that Excel's arithmetic gives them. Raises CellRefused beyond `most` characters
    and for a spreadsheet's error value.
    """
    text = _as_text(value)
    if text in ERRORS:
        raise CellRefused(
            Refusal.SPREADSHEET_ERROR, message(N_("The cell holds the spreadsheet error {text}."), text=text)
        )
    text = _lines_cleaned(text) if lines else _cleaned(text)
    if len(text) > most:
        raise CellRefused(
            Refusal.TOO_LONG,
            message(N_("The text has {length} characters; at most {most} can be kept."), length=len(text), most=most),
        )
    return text


def _cleaned(text: str) -> str:
    if text.isprintable() and "  " not in text:  # nothing unseen, no break, no space but the usual one
        return text.strip()
    return " ".join(CONTROL_OR_BREAK.sub(" ", UNSEEN.sub("", text)).split())


@lru_cache(maxsize=1_000)
def _lines_cleaned(text: str) -> str:
    return CONTROL.sub("", UNSEEN.sub("", text)).strip()


def _as_text(value: Any) -> str:
    if value.__class__ is str:
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def read_yes_no(text: str) -> bool | None:
    """True, False, or None where the text says neither."""
    word = unicodedata.normalize("NFKC", text).casefold()
    return True if word in YES else False if word in NO else None


def is_odd_phone(text: str) -> bool:
    """Whether any of the numbers in the text can't be one of China's or, with a plus sign, another country's.

    A name in brackets and an extension ("转801") may stand behind a number; numbering ranges that are newer
    than the library's table are believed when they have a mobile's eleven digits.
    """
    return not MOBILE.fullmatch(text) and _is_odd_phone(text)


@lru_cache(maxsize=20_000)
def _is_odd_phone(text: str) -> bool:
    parts = [part for part in PARTED.split(re.sub(r"[(（][^)）]*[^\d\s)）-][^)）]*[)）]", "", text)) if part.strip()]
    return not parts or any(_is_odd_number(part) for part in parts)


def _is_odd_number(part: str) -> bool:
    number_text = re.sub(r"(?:转|-?ext\.?|#)\s*\d{1,6}\s*$", "", unicodedata.normalize("NFKC", part).strip())
    digits = re.sub(r"[\s\-().]", "", number_text)
    if MOBILE.fullmatch(digits) or LOCAL.fullmatch(digits):
        return False
    try:
        return not phonenumbers.is_valid_number(phonenumbers.parse(number_text, HOME))
    except phonenumbers.NumberParseException:
        return True


def code_key(code: str) -> str:
    """Two codes are the same sign when they differ only by full-width letters or spaces."""
    return "".join((code if code.isascii() else unicodedata.normalize("NFKC", code)).split())


def column_letters(index: int) -> str:
    """Excel's name of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
