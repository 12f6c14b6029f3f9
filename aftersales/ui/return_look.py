"""How a return's state and its whereabouts look, and the way to its page."""

from __future__ import annotations

from urllib.parse import urlencode

from aftersales.rules.product_return import RETURN, ReturnState, Whereabouts
from aftersales.ui.text import show, t

S, W = ReturnState, Whereabouts
LOOKS = {
    S.REQUESTED: ("gray", ":material/move_to_inbox:"),
    S.RECEIVED: ("blue", ":material/inventory_2:"),
    S.INSPECTED: ("blue", ":material/search:"),
    S.QUOTED: ("orange", ":material/hourglass_top:"),
    S.DECIDED: ("blue", ":material/gavel:"),
    S.REFUSED: ("orange", ":material/block:"),
    S.SHIPPED: ("blue", ":material/local_shipping:"),
    S.SENT_BACK: ("orange", ":material/undo:"),
    S.REFUNDED: ("blue", ":material/payments:"),
    S.CLOSED: ("green", ":material/task_alt:"),
    S.WITHDRAWN: ("gray", ":material/cancel:"),
}
PLACES = {
    W.AT_CUSTOMER: ":material/person_pin_circle:",
    W.AT_OFFICE: ":material/apartment:",
    W.ON_THE_WAY: ":material/local_shipping:",
    W.AT_WORKSHOP: ":material/handyman:",
    W.SHIPPED_BACK: ":material/local_shipping:",
    W.SCRAPPED: ":material/delete:",
}


def return_badge(state: ReturnState) -> str:
    colour, icon = LOOKS[state]
    return f":{colour}-badge[{icon} {t(RETURN.labels[state])}]"


def place_words(whereabouts: Whereabouts) -> str:
    """Where it is, with its icon."""
    return f"{PLACES[whereabouts]} {show(whereabouts)}"


def return_address(number: str) -> str:
    """The address of one return, to paste or to link."""
    return "/returns?" + urlencode({"number": number})
