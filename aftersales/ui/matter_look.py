"""How the state of an opinion or an escalation looks, and who was asked."""

from __future__ import annotations

from enum import StrEnum

from aftersales.rules.escalation import EscalationState
from aftersales.rules.opinion import OpinionState
from aftersales.ui.text import t

_LOOKS: dict[tuple[type[StrEnum], str], tuple[str, str]] = {
    (OpinionState, OpinionState.ROUTED): ("orange", ":material/hourglass_top:"),
    (OpinionState, OpinionState.ACKNOWLEDGED): ("blue", ":material/visibility:"),
    (OpinionState, OpinionState.ANSWERED): ("green", ":material/mark_chat_read:"),
    (OpinionState, OpinionState.SENT_BACK): ("gray", ":material/undo:"),
    (OpinionState, OpinionState.WITHDRAWN): ("gray", ":material/cancel:"),
    (EscalationState, EscalationState.RAISED): ("orange", ":material/flag:"),
    (EscalationState, EscalationState.ACKNOWLEDGED): ("blue", ":material/visibility:"),
    (EscalationState, EscalationState.ANSWERED): ("green", ":material/mark_chat_read:"),
    (EscalationState, EscalationState.CLOSED): ("gray", ":material/task_alt:"),
}  # fmt: skip


def matter_badge(state: StrEnum, label: str) -> str:
    """`label` is the catalog key of the state."""
    colour, icon = _LOOKS[type(state), state]
    return f":{colour}-badge[{icon} {t(label)}]"
