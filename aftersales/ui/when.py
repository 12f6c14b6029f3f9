"""Moments in the words of somebody on the phone, and the way back from a typed one."""

from __future__ import annotations

from datetime import UTC, datetime

from aftersales.clock import utc_now
from aftersales.config import service_zone
from aftersales.locale.near import near_moment
from aftersales.ui.text import current_language


def say_when(moment: datetime) -> str:
    """Today 18:00, tomorrow 09:00, else with its day."""
    return near_moment(moment, utc_now(), current_language())


def from_typed(typed: datetime | None) -> datetime | None:
    """What a `st.datetime_input` gives, which knows no zone, as aware UTC."""
    return typed.replace(tzinfo=service_zone()).astimezone(UTC) if typed else None
