"""How an agreement's state looks, and the way to its page."""

from __future__ import annotations

from urllib.parse import urlencode

from aftersales.rules.agreement import AGREEMENT, AgreementState
from aftersales.ui.text import t

G = AgreementState
LOOKS = {
    G.DRAFT: ("gray", ":material/edit_note:"),
    G.NEGOTIATING: ("blue", ":material/forum:"),
    G.ACCEPTED: ("blue", ":material/handshake:"),
    G.SUBMITTED: ("orange", ":material/hourglass_top:"),
    G.APPROVED: ("green", ":material/verified:"),
    G.REFUSED: ("red", ":material/block:"),
    G.WITHDRAWN: ("gray", ":material/undo:"),
}


def agreement_badge(state: AgreementState) -> str:
    colour, icon = LOOKS[state]
    return f":{colour}-badge[{icon} {t(AGREEMENT.labels[state])}]"


def agreement_address(number: str) -> str:
    """The address of one agreement, to paste or to link."""
    return "/agreements?" + urlencode({"number": number})
