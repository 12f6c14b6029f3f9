"""What a sheet says, in Chinese, English or both side by side."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal

from aftersales.locale import format_value, translate
from aftersales.rules.message import N_

SheetLanguage = Literal["zh", "en", "both"]


class SheetWords:
    """Labels and values for one printing. `both` writes Chinese first, as the customer's file wants it."""

    def __init__(self, language: SheetLanguage) -> None:
        self.language = language
        self.main: Literal["zh", "en"] = "en" if language == "en" else "zh"

    def label(self, key: str) -> str:
        if self.language != "both":
            return translate(key, self.language)
        return f"{translate(key, 'zh')} {key}"

    def tag(self, key: str) -> str:
        """A label for a narrow cell: the two languages below each other."""
        return translate(key, self.language) if self.language != "both" else f"{translate(key, 'zh')}\n{key}"

    def say(self, key: str, **values: Any) -> str:
        """A whole sentence; in both languages on two lines."""
        languages: tuple[Literal["zh", "en"], ...] = ("zh", "en") if self.language == "both" else (self.main,)
        return "\n".join(
            translate(key, language).format(**{name: format_value(value, language) for name, value in values.items()})
            for language in languages
        )

    def value(self, value: Any) -> str:
        """A moment, day, amount or enum member; words in both languages where both are wanted."""
        if value is None or value == "":
            return ""
        text = format_value(value, self.main)
        if self.language == "both" and isinstance(value, Enum):
            other = format_value(value, "en")
            return f"{text} {other}" if other != text else text
        return text

    def name(self, names: tuple[str, str]) -> str:
        """One of a Chinese and an English name."""
        chinese, english = names
        if self.language == "both":
            return f"{chinese} {english}".strip()
        return chinese if self.main == "zh" else english or chinese

    def listed(self, texts: list[str]) -> str:
        return ("、" if self.main == "zh" else ", ").join(texts)


CONTINUED = N_("Page {page} of {pages}")
