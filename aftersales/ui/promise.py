"""The promise, always visible: time left or overdue, in words, colour and icon; the same badge everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from aftersales.rules.due import Due, Nearness, nearness
from aftersales.rules.message import N_
from aftersales.ui.text import show, t

_LEFT = {
    Due.RESPONSE: N_("Reply: {left} left"),
    Due.ARRIVAL: N_("Arrival: {left} left"),
    Due.NEXT_VISIT: N_("Next visit: {left} left"),
    Due.REPAIR: N_("Repair: {left} left"),
    Due.FEEDBACK: N_("First feedback: {left} left"),
    Due.RECORD: N_("Due: {left} left"),
}
_LATE = {
    Due.RESPONSE: N_("Reply: {late} late"),
    Due.ARRIVAL: N_("Arrival: {late} late"),
    Due.NEXT_VISIT: N_("Next visit: {late} late"),
    Due.REPAIR: N_("Repair: {late} late"),
    Due.FEEDBACK: N_("First feedback: {late} late"),
    Due.RECORD: N_("Due: {late} late"),
}
_EARLY = {
    Due.RESPONSE: N_("Reply kept: {early} early"),
    Due.ARRIVAL: N_("Arrival kept: {early} early"),
    Due.NEXT_VISIT: N_("Next visit kept: {early} early"),
    Due.REPAIR: N_("Repair kept: {early} early"),
    Due.FEEDBACK: N_("First feedback kept: {early} early"),
    Due.RECORD: N_("In time: {early} early"),
}
_STOPPED = {
    Due.RESPONSE: N_("Reply: no clock running"),
    Due.ARRIVAL: N_("Arrival: no clock running"),
    Due.NEXT_VISIT: N_("Next visit: no time promised"),
    Due.REPAIR: N_("Repair: no clock running"),
    Due.FEEDBACK: N_("First feedback: no clock running"),
    Due.RECORD: N_("Nothing due"),
}
# Red only for what is broken or about to break; never colour alone.
_LOOKS = {
    Nearness.STOPPED: ("gray", ":material/pause_circle:"),
    Nearness.FAR: ("gray", ":material/schedule:"),
    Nearness.COMING_UP: ("orange", ":material/schedule:"),
    Nearness.ABOUT_TO_BREAK: ("red", ":material/timer:"),
    Nearness.BROKEN: ("red", ":material/error:"),
}


def promise_words(due_at: datetime | None, now: datetime, what: Due = Due.ARRIVAL) -> str:
    """The badge's words alone, for tables and titles: "到场 还剩 2 小时 10 分"."""
    if due_at is None:
        return t(_STOPPED[what])
    left = due_at - now
    if left < timedelta(0):
        return t(_LATE[what], late=_whole_minutes(-left))
    return t(_LEFT[what], left=_whole_minutes(left))


def promise_badge(due_at: datetime | None, now: datetime, what: Due = Due.ARRIVAL) -> str:
    """Markdown of the badge of a promise still to keep; `due_at` None: its clock stands still."""
    colour, icon = _LOOKS[nearness(due_at, now)]
    return f":{colour}-badge[{icon} {promise_words(due_at, now, what)}]"


def kept_badge(due_at: datetime, met_at: datetime, what: Due = Due.ARRIVAL) -> str:
    """Markdown of the badge of a promise that was met, early or late."""
    if met_at <= due_at:
        return f":green-badge[:material/check_circle: {t(_EARLY[what], early=_whole_minutes(due_at - met_at))}]"
    return f":red-badge[:material/error: {t(_LATE[what], late=_whole_minutes(met_at - due_at))}]"


def draw_promise(due_at: datetime | None, now: datetime, what: Due = Due.ARRIVAL) -> None:
    """The badge with the exact moment behind it, shown on hover."""
    st.markdown(promise_badge(due_at, now, what), help=show(due_at) if due_at else None)


def _whole_minutes(length: timedelta) -> timedelta:
    """Seconds that tick by in a badge only make it nervous: less than a minute is shown as a minute's fraction."""
    return length if length < timedelta(minutes=1) else timedelta(minutes=length // timedelta(minutes=1))
