"""When two ways of writing a name, or a telephone number, mean the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """A name without case, spaces and the width of its letters: "第一中学（东区）" is "第一中学(东区)"."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def digits_of(phone: str) -> str:
    """A phone's digits, by which it is found; without China's own prefix. The spelling itself is kept as written."""
    digits = "".join(letter for letter in unicodedata.normalize("NFKC", phone) if letter in "0123456789")
    return (digits[2:] if len(digits) == 13 and digits.startswith("861") else digits)[-40:]
