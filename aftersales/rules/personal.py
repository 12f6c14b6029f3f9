"""How phone numbers, addresses and e-mail look to who doesn't need them, and what stands where they were erased."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from aftersales.rules.names import digits_of

HIDDEN = "****"
# Stands in the store for what was a person's: neither language of the reader is known there.
ERASED = "〔已删除 erased〕"

# Shapes that only a telephone number has, so that contract and request numbers in the same text stay readable.
_NUMBERS = re.compile(
    r"(?<![\dA-Za-z])(?:"
    r"(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # a mobile number of China
    r"|\(?0\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}"  # one with its area code
    r"|\+\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,6}\d{2,4}"  # one of anywhere
    r")(?![\dA-Za-z])"
)
_EMAIL = re.compile(r"([^\s@<>,;，；、]{1,64})@([\w-]+(?:\.[\w-]+)+)")

_HAN = "\u3400-\u9fff"
_PROVINCE = re.compile(rf"[{_HAN}]{{2,8}}?(?:省|自治区|特别行政区)")
_CITY = re.compile(rf"[{_HAN}]{{1,8}}?(?:市|自治州|地区|盟)")
_DISTRICT = re.compile(rf"[{_HAN}]{{1,8}}?(?:区|县|旗|市)")
# What names a street, a house or an estate: an address is cut before it.
_NEARER = re.compile("[路街道巷弄号栋幢楼座村镇乡园厂院校店场库]|[小社校厂院景矿]区$")
_FAR_PARTS = re.compile(r"[^\d]+\Z")


def mask_phone(phone: str) -> str:
    """ "138 0013 8000" as "138****8000": the last four digits at most, never all, and nothing typed beside them.

    Eleven digits and more keep their first three (an operator's or a country's). Letters, extensions and second
    numbers in the same field are hidden with it. Empty and erased ones stay as they are.
    """
    if not phone.strip() or phone == ERASED:
        return phone
    text = unicodedata.normalize("NFKC", phone)
    digits = "".join(str(unicodedata.decimal(sign)) for sign in text if unicodedata.decimal(sign, None) is not None)
    if len(digits) == 13 and digits.startswith("861"):
        digits = digits[2:]
        text = digits
    if len(digits) >= 11:
        head = f"+{digits[:2]}" if text.lstrip().startswith("+") else digits[:3]
        return f"{head}{HIDDEN}{digits[-4:]}"
    if len(digits) >= 8:
        return f"{HIDDEN}{digits[-4:]}"
    return f"{HIDDEN}{digits[-2:]}" if len(digits) >= 6 else HIDDEN


def mask_address(address: str, city: str = "") -> str:
    """Cut to its city and district: "广东省深圳市南山区科技园南路12号" as "广东省深圳市南山区****".

    Where it names neither, only `city` (as the customer's row has it) is left.
    """
    text = unicodedata.normalize("NFKC", address).strip()
    if not text or address == ERASED:
        return address
    kept, rest, names_city = "", text, False
    for pattern in (_PROVINCE, _CITY, _DISTRICT):
        found = pattern.match(rest)
        if found and not _NEARER.search(found.group().removesuffix("自治区").removesuffix("地区")):
            kept, rest = kept + found.group(), rest[found.end() :]
            names_city = names_city or pattern is not _DISTRICT
    if kept:
        return f"{kept if names_city else city + kept}{HIDDEN}"
    far = _far_parts(text)
    return f"{HIDDEN}, {far}" if far else f"{city}{HIDDEN}"


def _far_parts(text: str) -> str:
    """Of an address in Latin letters: the one or two last parts, which are district and city."""
    parts = [part.strip() for part in text.split(",")]
    far = [part for part in parts[1:] if _FAR_PARTS.fullmatch(part) and not re.search(rf"[{_HAN}]", part)]
    return ", ".join(far[-2:])


def mask_email(email: str) -> str:
    """ "zhang.wei@example.com" as "z****@example.com"."""
    return _EMAIL.sub(lambda found: f"{found.group(1)[:1]}{HIDDEN}@{found.group(2)}", email)


def mask_text(text: str) -> str:
    """Free text with the telephone numbers and e-mail addresses in it masked; the rest stays as typed."""
    if not text:
        return text
    return mask_email(_NUMBERS.sub(lambda found: mask_phone(found.group()), text))


def without_numbers(text: str) -> tuple[str, list[str]]:
    """Free text without the telephone numbers in it, and those as they are written there."""
    found = [number.group() for number in _NUMBERS.finditer(text)]
    return (_NUMBERS.sub(" ", text), found) if found else (text, [])


_LETTER = "A-Za-z0-9\u00c0-\u024f"


@lru_cache(maxsize=64)
def _words_of(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of these names. In Latin letters as whole words only: "Li" doesn't stand in "Lights"; case says nothing."""
    parts = []
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 1:
            before = f"(?<![{_LETTER}])" if re.match(f"[{_LETTER}]", word) else ""
            behind = f"(?![{_LETTER}])" if re.match(f"[{_LETTER}]", word[-1]) else ""
            parts.append(before + r"\s+".join(map(re.escape, word.split())) + behind)
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def names_person(text: str, name: str, digits: str, also: tuple[str, ...] = ()) -> bool:
    """Whether free text names this person or holds their number. `digits` is the number without its country."""
    return without_person(text, name, digits, also) != text


def without_person(text: str, name: str, digits: str, also: tuple[str, ...] = ()) -> str:
    """Free text with this person's name, number and other words for them replaced by what says that it was erased."""
    if not text:
        return text
    named = _words_of((name, *also))
    if named is not None:
        text = named.sub(ERASED, text)
    if not digits:
        return text
    return _NUMBERS.sub(lambda found: ERASED if digits_of(found.group()) == digits else found.group(), text)
