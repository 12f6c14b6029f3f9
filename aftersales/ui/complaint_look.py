"""How a complaint's kind, its stage and its promise look, and the way to its page."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlencode

from aftersales.rules.complaint import COMPLAINT, ENDED, ComplaintKind, ComplaintState
from aftersales.rules.due import Due
from aftersales.ui.promise import kept_badge, promise_badge
from aftersales.ui.text import show, t

C, K = ComplaintState, ComplaintKind
_MARK = re.compile(r"^([1-5]) / 5(?:\n|$)")
LOOKS = {
    C.ORGANISE: ("orange", ":material/inbox:"),
    C.FILTER: ("blue", ":material/filter_alt:"),
    C.VERIFY: ("blue", ":material/fact_check:"),
    C.TRACK: ("blue", ":material/track_changes:"),
    C.RESOLVED: ("violet", ":material/hourglass_bottom:"),
    C.CLOSED: ("green", ":material/task_alt:"),
    C.UNFOUNDED: ("gray", ":material/block:"),
    C.MERGED: ("gray", ":material/merge:"),
}
KINDS = {
    K.CUSTOMER: ":material/person_alert:",
    K.MARKET: ":material/storefront:",
    K.CONDUCT: ":material/sentiment_dissatisfied:",
    K.INTEGRITY: ":material/lock_person:",
}


def complaint_badge(state: ComplaintState) -> str:
    colour, icon = LOOKS[state]
    return f":{colour}-badge[{icon} {t(COMPLAINT.labels[state])}]"


def kind_words(kind: ComplaintKind) -> str:
    """The kind with its icon."""
    return f"{KINDS[kind]} {show(kind)}"


def told_words(kind: ComplaintKind, words: str) -> str:
    """What the customer said; where a survey opened the complaint, the mark before it as a sentence."""
    mark = _MARK.match(words) if kind is K.CONDUCT else None
    if mark is None:
        return words
    said = t("Marked {mark} of 5 for manners and tidiness.", mark=int(mark[1]))
    return "\n".join(filter(None, (said, words[mark.end() :])))


def feedback_badge(state: ComplaintState, due_at: datetime, told_at: datetime | None, now: datetime) -> str:
    """The first feedback's promise: still to keep, kept or broken; nothing of one that ended without."""
    if told_at is not None:
        return kept_badge(due_at, told_at, Due.FEEDBACK)
    return "" if state in ENDED else promise_badge(due_at, now, Due.FEEDBACK)


def complaint_address(number: str) -> str:
    """The address of one complaint, to paste or to link."""
    return "/complaints?" + urlencode({"number": number})
