"""Text split into the words by which it is found, the same for what is stored and what is typed.

Chinese has no spaces and people type one or two characters: so every character and every
overlapping pair is a word. Latin words and codes stay whole, in lower case and without dashes; the
last four digits of a long number are a word of their own.
"""

from __future__ import annotations

import re
import unicodedata

RUN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+(?:[-_./'][0-9A-Za-z\u00c0-\u024f]+)*|[\u3400-\u9fff\uf900-\ufaff]+")
DASHES = re.compile(r"[-_./']")
GROUPED = re.compile(r"(?<=\d)[ \u00a0-](?=\d)")
HOME_PREFIX = re.compile(r"(?:\+|\b00)86[ \u00a0-]*(?=\d)")
AREA_CODE = re.compile(r"\b0\d{2,3}[ \u00a0-](\d{7,8})\b")
MOST_WORDS = 12  # of a query; more are ignored
MOST_LETTERS = 64  # of a word; PostgreSQL refuses very long ones


def _is_chinese(run: str) -> bool:
    return "\u3400" <= run[0] <= "\u9fff" or "\uf900" <= run[0] <= "\ufaff"


def _joined(text: str) -> str:
    """A number written in groups ("156 1341 2524", "+86 156…") is one number, without China's own prefix.

    Wide letters and digits, as Chinese input methods write them, are the usual ones.
    """
    text = unicodedata.normalize("NFKC", text)
    return GROUPED.sub("", HOME_PREFIX.sub("", text))


def _whole(run: str) -> str:
    return DASHES.sub("", run).lower()[:MOST_LETTERS]


def words_of(*texts: str | None) -> str:
    """The words of all `texts`, each once, joined by spaces, ready to be stored."""
    words: dict[str, None] = {}
    for text in texts:
        # A telephone is also found without its area code.
        words.update(dict.fromkeys(AREA_CODE.findall(text or "")))
        joined = _joined(text or "")
        for run in RUN.findall(joined):
            if _is_chinese(run):
                words.update(dict.fromkeys(run))
                words.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
                continue
            whole = _whole(run)
            words[whole] = None
            parts = DASHES.split(run.lower())
            words.update(dict.fromkeys(part[:MOST_LETTERS] for part in parts if part))
            if whole.isdigit() and len(whole) >= 7:
                words[whole[-4:]] = None
    return " ".join(words)


def query_words(typed: str) -> list[str]:
    """What was typed, as words that must all be there; a Latin word or number may be a beginning (ends in *)."""
    words: dict[str, None] = {}
    for run in RUN.findall(_joined(typed)):
        if not _is_chinese(run):
            words[_whole(run) + "*"] = None
        elif len(run) == 1:
            words[run] = None
        else:
            words.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    return list(words)[:MOST_WORDS]
