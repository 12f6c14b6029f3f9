"""How a corrective action's state and its next day look, and the way to its page."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from aftersales.queries.corrective_actions import ActionRow
from aftersales.rules.corrective_action import ActionScope, ActionState
from aftersales.rules.due import Due
from aftersales.ui.promise import promise_badge
from aftersales.ui.text import named, show, t

S = ActionState
LOOKS = {
    S.PLANNED: ("gray", ":material/event:"),
    S.UNDER_WAY: ("blue", ":material/build_circle:"),
    S.DONE: ("violet", ":material/hourglass_bottom:"),
    S.GOOD: ("green", ":material/task_alt:"),
    S.NOT_GOOD: ("orange", ":material/replay:"),
    S.DROPPED: ("gray", ":material/block:"),
}


def action_badge(state: ActionState) -> str:
    colour, icon = LOOKS[state]
    return f":{colour}-badge[{icon} {show(state)}]"


def due_badge(due_at: datetime | None, now: datetime) -> str:
    """What comes next and when; nothing for one that ended."""
    return promise_badge(due_at, now, Due.RECORD) if due_at is not None else ""


def action_address(number: str) -> str:
    """The address of one corrective action, to paste or to link."""
    return "/recurrences?" + urlencode({"number": number})


def what_for(scope: ActionScope, about: tuple[str, str]) -> str:
    """What it is for, in plain text: the request, the sign type or the batch."""
    name = named(*about)
    if scope is ActionScope.SIGN_TYPE:
        return t("all signs of the type {name}", name=name)
    return t("all signs of batch {name}", name=name) if scope is ActionScope.BATCH else t("request {name}", name=name)


def in_short(row: ActionRow) -> str:
    """One to choose, in one line of plain text."""
    words = row.words.replace("\n", " ")
    return f"{row.number} · {words if len(words) <= 50 else words[:49] + '…'}"
