"""Texts on screens, in the language of this browser session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from aftersales.errors import AftersalesError
from aftersales.locale import LANGUAGES, Language, format_value, sentence, translate
from aftersales.rules.message import Message

LANGUAGE_KEY = "language"
LANGUAGE_COOKIE = "aftersales_language"
LANGUAGE_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}  # each in its own language

_MARKDOWN = str.maketrans({character: f"\\{character}" for character in r"\`*_{}[]()<>#+-.!|~$:"})


def current_language() -> Language:
    """What was chosen in this session, else kept in the cookie, else what the browser prefers."""
    chosen = st.session_state.get(LANGUAGE_KEY) or st.context.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def t(key: str, **values: Any) -> str:
    """The text for `key` (the English text itself), its {named} places filled as the language writes them."""
    language = current_language()
    text = translate(key, language)
    return text.format(**{name: format_value(value, language) for name, value in values.items()}) if values else text


def say(subject: Message | AftersalesError) -> str:
    """A message or an error as one sentence."""
    return sentence(subject, current_language())


def show(value: Any) -> str:
    """A date, moment, duration, amount, number or enum member as the language writes it."""
    return format_value(value, current_language())


def named(name: str, name_en: str = "") -> str:
    """A name as this language's readers know it; the other one where there is only that."""
    return (name_en if current_language() == "en" else name) or name or name_en


def labelled(label: str, value: str) -> str:
    """A label and what stands behind it, with the language's own colon."""
    return f"{label}：{value}" if current_language() == "zh" else f"{label}: {value}"


def aside(words: str, more: str) -> str:
    """Words with an aside in the language's own brackets: the clause, the unit, the count."""
    return f"{words}（{more}）" if current_language() == "zh" else f"{words} ({more})"


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences behind each other; Chinese ones follow without a gap."""
    return ("" if current_language() == "zh" else " ").join(sentences)


def as_typed(text: str) -> str:
    """Text that a person typed, safe inside markdown: every sign stays the sign they typed."""
    return text.translate(_MARKDOWN)
