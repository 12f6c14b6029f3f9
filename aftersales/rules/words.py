"""Text split into the words by which it is found, the same for what is stored and what is typed.

Chinese has no spaces and people type one or two characters: so every character and every
overlapping pair is a word. Latin words and codes stay whole, in lower case and without dashes; the
last four digits of a long number are a word of their own. Telephone numbers carry a mark, so that who
doesn't see them doesn't find by them either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from operator import add

from aftersales.rules.personal import without_numbers

RUN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+(?:[-_./'][0-9A-Za-z\u00c0-\u024f]+)*|[\u3400-\u9fff\uf900-\ufaff]+")
DASHES = re.compile(r"[-_./']")
GROUPED = re.compile(r"(?<=\d)[ \u00a0-](?=\d)")
HOME_PREFIX = re.compile(r"(?:\+|\b00)86[ \u00a0-]*(?=\d)")
AREA_CODE = re.compile(r"\b0\d{2,3}[ \u00a0-](\d{7,8})\b")
MOST_WORDS = 12  # of a query; more are ignored
MOST_LETTERS = 64  # of a word; PostgreSQL refuses very long ones
PHONE_MARK = "tel"  # before each word of a telephone number
EITHER = "|"  # between the words of a query of which one is enough


def _is_chinese(run: str) -> bool:
    return "\u3400" <= run[0] <= "\u9fff" or "\uf900" <= run[0] <= "\ufaff"


def _joined(text: str) -> str:
    """A number written in groups ("156 1341 2524", "+86 156…") is one number, without China's own prefix.

    Wide letters and digits, as Chinese input methods write them, are the usual ones.
    """
    text = unicodedata.normalize("NFKC", text)
    if "86" in text:
        text = HOME_PREFIX.sub("", text)
    return GROUPED.sub("", text)


def _whole(run: str) -> str:
    return DASHES.sub("", run).lower()[:MOST_LETTERS]


def words_of(*texts: str | None, phones: Iterable[str] = (), said: Iterable[str] = ()) -> str:
    """The words of all `texts`, each once, joined by spaces, ready to be stored.

    `phones` are telephone numbers as written; `said` is free text in which some may stand.
    """
    numbers, plain = list(phones), [text for text in texts if text]
    for text in said:
        rest, found = without_numbers(unicodedata.normalize("NFKC", text))
        numbers += found
        plain.append(rest)
    words = _plain_words("\n".join(plain))  # at once: no word goes beyond a line
    for number in numbers:
        words.update({PHONE_MARK + word: None for word in _plain_words(number) if word.isdigit()})
    return " ".join(words)


def _plain_words(text: str) -> dict[str, None]:
    # A telephone is also found without its area code.
    words: dict[str, None] = dict.fromkeys(AREA_CODE.findall(text))
    for run in RUN.findall(_joined(text)):
        if _is_chinese(run):
            words.update(dict.fromkeys(run))
            words.update(dict.fromkeys(map(add, run, run[1:])))
            continue
        whole = _whole(run)
        words[whole] = None
        parts = DASHES.split(run.lower())
        words.update(dict.fromkeys(part[:MOST_LETTERS] for part in parts if part))
        if whole.isdigit() and len(whole) >= 7:
            words[whole[-4:]] = None
    return words


def query_words(typed: str, *, phones: bool = False) -> list[str]:
    """What was typed, as words that must all be there; a Latin word or number may be a beginning (ends in *).

    With `phones` a number may as well be a telephone's: "1234*|tel1234*".
    """
    words: dict[str, None] = {}
    for run in RUN.findall(_joined(typed)):
        if not _is_chinese(run):
            word = _whole(run) + "*"
            words[f"{word}{EITHER}{PHONE_MARK}{word}" if phones and word[:-1].isdigit() else word] = None
        elif len(run) == 1:
            words[run] = None
        else:
            words.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    return list(words)[:MOST_WORDS]
