"""Messages, decisions and errors made into sentences; values written as the language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal

from aftersales.config import service_zone
from aftersales.errors import AftersalesError
from aftersales.locale.catalog import translate
from aftersales.locale.labels import label_key
from aftersales.rules.message import N_, Message, Money

BABEL = {"zh": "zh_CN", "en": "en"}


def format_duration(length: timedelta, language: str) -> str:
    """ "2 小时 10 分" or "2 h 10 min"; days beyond 48 hours, seconds only below a minute."""
    seconds = int(abs(length.total_seconds()))
    days, rest = divmod(seconds, 86_400) if seconds > 172_800 else (0, seconds)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    units = ("天", "小时", "分", "秒") if language == "zh" else ("d", "h", "min", "s")
    amounts = (days, hours, minutes, rest if not (days or hours or minutes) else 0)
    parts = [f"{amount} {unit}" for amount, unit in zip(amounts, units, strict=True) if amount]
    return " ".join(parts[:2]) or f"0 {units[2]}"


def format_value(value: Any, language: str) -> str:
    """Any value a message may carry, as `language` writes it; moments in the service time zone."""
    locale = BABEL[language]
    if value is None:
        return "—"
    if isinstance(value, Message):
        return sentence(value, language)
    if isinstance(value, Enum):
        return translate(label_key(value), language)
    if isinstance(value, datetime):
        pattern = "y年M月d日 HH:mm" if language == "zh" else "d MMM y HH:mm"
        try:
            here = value.astimezone(service_zone())
        except OverflowError:  # the first or last day there is
            here = value
        return format_datetime(here, pattern, locale=locale)
    if isinstance(value, date):
        return format_date(value, "y年M月d日" if language == "zh" else "d MMM y", locale=locale)
    if isinstance(value, timedelta):
        return format_duration(value, language)
    if isinstance(value, Money):
        # One sign in both languages: "CN¥", as English writes it elsewhere, is nobody's here.
        return format_decimal(value.fen / 100, "¥#,##0.00", locale=locale)
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"), language)
    if isinstance(value, (int, float)):
        return format_decimal(value, locale=locale)
    if isinstance(value, tuple):
        return format_list([format_value(item, language) for item in value], locale=locale)
    return str(value)


def sentence(subject: Message | AftersalesError, language: str) -> str:
    """One sentence. An error that names what is missing lists it behind."""
    values = {name: format_value(value, language) for name, value in subject.values.items()}
    text = translate(subject.key, language)
    if values:
        text = text.format(**values)
    if isinstance(subject, AftersalesError):
        if subject.missing:
            items = ("；" if language == "zh" else "; ").join(format_value(item, language) for item in subject.missing)
            text = _followed(text, translate(N_("Missing: {items}."), language).format(items=items), language)
        if subject.clause:
            text = cited(text, subject.clause, language)
    return text


def cited(text: str, clause: str, language: str) -> str:
    """The text with the clause that it comes from, or several of them, behind it."""
    clause = clause.replace(", ", "、") if language == "zh" else clause
    return _followed(text, translate(N_("(clause {clause})"), language).format(clause=clause), language)


def _followed(text: str, next_one: str, language: str) -> str:
    """Chinese sentences follow each other without a gap."""
    return f"{text}{next_one}" if language == "zh" else f"{text} {next_one}"


def explain(messages: Iterable[Message], language: str) -> list[str]:
    """Each message as a sentence, in order."""
    return [sentence(message, language) for message in messages]
