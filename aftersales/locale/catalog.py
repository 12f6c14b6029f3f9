"""The gettext catalogs, merged from one file a subject."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from babel.messages.pofile import read_po

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def chinese() -> dict[str, str]:
    """English text → Chinese text, from every `zh/*.po`."""
    merged: dict[str, str] = {}
    for path in sorted((FOLDER / "zh").glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale="zh_CN"):
                if entry.id and entry.string:
                    merged[str(entry.id)] = str(entry.string)
    return merged


def translate(key: str, language: str) -> str:
    """The text for `key` (itself the English text) in `language`, its {named} places still open."""
    return chinese().get(key, key) if language == "zh" else key
