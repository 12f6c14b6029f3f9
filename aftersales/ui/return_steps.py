"""The next steps of one line of a return, each with its few fields behind its button."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st
from sqlmodel import Session

from aftersales.clock import utc_now
from aftersales.queries.returns import LineView, find_line_version
from aftersales.rules.kinds import Charge
from aftersales.rules.product_return import Outcome, ReturnState, Wish
from aftersales.rules.roles import Actor
from aftersales.ui.record_steps import RecordSteps, missing_words
from aftersales.ui.return_fields import FIELDS_OF, draw_fields
from aftersales.ui.return_takes import take_step
from aftersales.ui.text import t

ICONS = {
    "move": ":material/pin_drop:", "receive": ":material/inventory_2:", "inspect": ":material/search:",
    "quote": ":material/request_quote:", "accept_quote": ":material/handshake:", "decline_quote": ":material/block:",
    "exception": ":material/verified:", "repair": ":material/build:", "replace": ":material/autorenew:",
    "refund": ":material/payments:", "refuse": ":material/block:", "ship": ":material/local_shipping:",
    "pay_refund": ":material/receipt_long:", "send_back": ":material/undo:", "close": ":material/task_alt:",
    "scrap": ":material/delete:", "withdraw": ":material/cancel:",
}  # fmt: skip
S = ReturnState
MAIN = {
    S.REQUESTED: ("receive", "move"), S.RECEIVED: ("inspect",), S.QUOTED: ("accept_quote",), S.REFUSED: ("send_back",),
    S.DECIDED: ("ship", "pay_refund"), S.SHIPPED: ("close",), S.SENT_BACK: ("close",), S.REFUNDED: ("close",),
}  # fmt: skip
_BY_WISH = {Wish.EXCHANGE: "replace", Wish.REPAIR: "repair", Wish.REFUND: "refund", Wish.NOT_SAID: "replace"}


def draw_line_steps(one: LineView, actor: Actor, now: datetime) -> None:
    """A button a step that this person may take; a closed one says what is missing."""
    if not one.offers:
        return
    main, steps = _main(one), _steps(one)
    with st.container(horizontal=True, key=f"return_steps_{one.id}"):
        for offer in sorted(one.offers, key=lambda offer: offer.step.name != main):
            name = offer.step.name
            if not offer.is_open:
                continue
            with st.popover(
                t(offer.step.label), icon=ICONS[name], type="primary" if name == main else "secondary",
                key=steps.key(name, "pop"),
            ):  # fmt: skip
                _draw_form(one, actor, steps, name, t(offer.step.label), now)
    closed = [offer for offer in one.offers if not offer.is_open and offer.step.name not in _NOT_THIS_WAY]
    for text in dict.fromkeys(missing_words(offer) for offer in closed):
        labels = [t(offer.step.label) for offer in closed if missing_words(offer) == text]
        st.markdown(f":small[:orange[:material/lock:] {' / '.join(labels)} · {text}]")


# Closed because the other one is open: a refund isn't shipped, and what isn't ours isn't scrapped.
_NOT_THIS_WAY = ("ship", "pay_refund", "scrap")


def _main(one: LineView) -> str | None:
    """What usually comes next."""
    is_open = {offer.step.name for offer in one.offers if offer.is_open}
    if one.line.state is S.INSPECTED:
        wished = _BY_WISH[one.line.wish]
        if wished in is_open:
            return wished
        pays = one.line.charge in (Charge.PAID, Charge.AT_COST) and one.line.quote_accepted_at is None
        return "quote" if pays and "quote" in is_open else None
    return next((name for name in MAIN.get(one.line.state, ()) if name in is_open), None)


def _steps(one: LineView) -> RecordSteps:
    return RecordSteps(f"return:{one.id}", one.line.version, lambda session: find_line_version(session, one.id))


def _draw_form(one: LineView, actor: Actor, steps: RecordSteps, name: str, label: str, now: datetime) -> None:
    steps.open_form(name)
    with st.form(steps.key(name, "form"), border=False, enter_to_submit=False):
        values: dict[str, Any] = draw_fields(FIELDS_OF[name], one, key=lambda field: steps.key(name, field), now=now)
        if name == "exception":
            st.caption(t("What the decision doesn't give is then given all the same; it stands in the history."))
        if name == "close" and one.line.outcome is Outcome.REPLACE and one.line.sign_id is not None:
            st.caption(t("The exchange then stands in the sign's history, with the warranty that the new one has."))
        if not st.form_submit_button(label, key=steps.key(name, "submit"), type="primary", width="stretch"):
            return

    def deed(session: Session, version: int) -> None:
        take_step(session, name, actor=actor, now=utc_now(), line=one, version=version, typed=values)

    steps.take(name, label, deed)
