"""Moments typed and shown in the service time zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.locale.near import near_moment
from aftersales.ui.text import current_language


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
    """A near moment in few words: today only its clock, else with its day."""
    there = moment.astimezone(service_zone())
    if there.date() == local_day(now):
        return f"{there:%H:%M}"
    return near_moment(moment, now, current_language())
