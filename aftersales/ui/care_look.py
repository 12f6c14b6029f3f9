"""How revisits look, and the way to them."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from aftersales.rules.care import REVISIT, PlanKind, RevisitState
from aftersales.rules.due import Due
from aftersales.services.working_days import end_of
from aftersales.ui.promise import promise_badge
from aftersales.ui.text import t

V = RevisitState
LOOKS = {
    V.DUE: ("blue", ":material/phone_forwarded:"),
    V.DONE: ("green", ":material/task_alt:"),
    V.SKIPPED: ("gray", ":material/block:"),
}


def revisit_address(number: str) -> str:
    """The address of one revisit, to paste or to link."""
    return "/care?" + urlencode({"number": number})


def revisit_badge(state: RevisitState) -> str:
    colour, icon = LOOKS[state]
    return f":{colour}-badge[{icon} {t(REVISIT.labels[state])}]"


def due_badge(due_on: date, now: datetime) -> str:
    """The same badge as everywhere: the day's end is the deadline."""
    return promise_badge(end_of(due_on), now, Due.RECORD)


def mark_badge(mark: int) -> str:
    """In stars and words; three and less is no praise."""
    colour = "green" if mark >= 4 else "orange" if mark == 3 else "red"
    return f":{colour}-badge[:material/star: {t('{mark} of 5', mark=mark)}]"


def about_words(kind: PlanKind, about_on: date | None) -> str:
    """What the plan's day is about."""
    if about_on is None:
        return ""
    if kind is PlanKind.AFTER_HANDOVER:
        return t("handed over on {day}", day=about_on)
    if kind is PlanKind.WARRANTY_ENDS:
        return t("warranty until {day}", day=about_on)
    return t("season from {day}", day=about_on)
