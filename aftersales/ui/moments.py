"""Moments typed and shown in the service time zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st
from babel.dates import format_date

from aftersales.config import service_zone
from aftersales.locale.sentences import BABEL
from aftersales.ui.text import current_language, t


def local(moment: datetime) -> datetime:
    """The same moment as clocks show it where we serve, without a zone: what Streamlit's inputs and charts expect."""
    return moment.astimezone(service_zone()).replace(tzinfo=None)


def moment_input(label: str, *, value: datetime | None, key: str, **more: Any) -> datetime | None:
    """`st.datetime_input` to the minute, giving an aware moment."""
    typed = st.datetime_input(
        label, value=local(value).replace(second=0, microsecond=0) if value else None, key=key, step=60,
        format="YYYY-MM-DD", **more,
    )  # fmt: skip
    return typed.replace(tzinfo=service_zone()) if typed else None


def show_time(moment: datetime, now: datetime) -> str:
    """A near moment in few words: "14:30", "tomorrow 09:00", "12 Mar 09:00"."""
    there, here = moment.astimezone(service_zone()), now.astimezone(service_zone())
    clock = f"{there:%H:%M}"
    days = (there.date() - here.date()).days
    if days == 0:
        return clock
    if days == 1:
        return t("tomorrow {clock}", clock=clock)
    if days == -1:
        return t("yesterday {clock}", clock=clock)
    language = current_language()
    pattern = "M月d日" if language == "zh" else "d MMM"
    return f"{format_date(there.date(), pattern, locale=BABEL[language])} {clock}"
