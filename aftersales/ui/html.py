"""Small pieces of markup that Streamlit has no widget for; every value is escaped here."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

from babel.dates import format_timedelta

from aftersales.locale.near import near_moment
from aftersales.locale.sentences import BABEL
from aftersales.ui.dial import dialled
from aftersales.ui.moments import show_time
from aftersales.ui.text import current_language, show

EMPTY = "—"


def near_time(moment: datetime | None, now: datetime) -> str:
    """ "today 18:00" with the exact moment on hover."""
    if moment is None:
        return EMPTY
    return _time(moment, near_moment(moment, now, current_language()))


def short_time(moment: datetime | None, now: datetime) -> str:
    """ "18:00", or with its day where that isn't today; the exact moment on hover."""
    return EMPTY if moment is None else _time(moment, show_time(moment, now))


def time_ago(moment: datetime, now: datetime) -> str:
    """ "3 hours ago" with the exact moment on hover."""
    length = min(moment - now, timedelta(0))
    said = format_timedelta(length, add_direction=True, locale=BABEL[current_language()])
    return _time(moment, said)


def _time(moment: datetime, said: str) -> str:
    return f'<time datetime="{moment.isoformat()}" title="{escape(show(moment))}">{escape(said)}</time>'


def text(value: str) -> str:
    """What a person typed, with its lines."""
    return escape(value).replace("\n", "<br>")


def call_link(phone: str) -> str:
    """A number to tap on; as it was written where it holds no digits."""
    digits = dialled(phone)
    return f'<a href="tel:{digits}">{escape(phone)}</a>' if digits else escape(phone)


def fact_list(facts: list[tuple[str, str]]) -> str:
    """Label and value pairs; the values are markup already."""
    rows = "".join(f"<div>{escape(label)}</div><div>{value}</div>" for label, value in facts if value)
    return f'<div class="facts">{rows}</div>{_FACTS_STYLE}'


_FACTS_STYLE = """<style>
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem .9rem; font-size: .925rem; }
.facts > div { overflow-wrap: anywhere; } .facts > div:nth-child(odd) { opacity: .65; }
.facts a { color: inherit; text-decoration: underline; white-space: nowrap; }
</style>"""
