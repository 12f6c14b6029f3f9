"""A moment as people say it: today 18:00, tomorrow 09:00, else with its day."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel.dates import format_datetime

from aftersales.config import service_zone
from aftersales.locale.catalog import translate
from aftersales.locale.sentences import BABEL, format_value
from aftersales.rules.message import N_

_DAYS = {-1: N_("yesterday {time}"), 0: N_("today {time}"), 1: N_("tomorrow {time}")}


def near_moment(moment: datetime, now: datetime, language: str) -> str:
    """`moment` in the service time zone, with its day in words where it lies next to `now`."""
    there, here = moment.astimezone(service_zone()), now.astimezone(service_zone())
    key = _DAYS.get((there.date() - here.date()).days)
    if key is not None:
        return translate(key, language).format(time=f"{there:%H:%M}")
    if abs(there - here) < timedelta(days=180):
        pattern = "M月d日（E） HH:mm" if language == "zh" else "EEE d MMM HH:mm"
        return format_datetime(there, pattern, locale=BABEL[language])
    return format_value(moment, language)
