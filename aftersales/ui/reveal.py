"""Masked phones and addresses, and the click that shows them and is written down."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from aftersales.clock import utc_now
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.contacts import Revealed
from aftersales.ui.dial import call
from aftersales.ui.page import errors_shown, unit_of_work
from aftersales.ui.text import as_typed, t

Reveal = Callable[..., Revealed]


def draw_reveal(actor: Actor, reveal: Reveal, *, key: str, **whose: int) -> None:
    """The button, and after it what was masked, until the page is loaded anew."""
    if not may(actor, Action.REVEAL_CONTACTS):
        return
    place = f"revealed:{key}:{sorted(whose.items())}:{actor.staff_id}"
    with st.container(key=f"reveal_{key}", gap="xsmall"):
        if st.button(
            t("Show phone and address"), key=f"reveal_button_{key}", icon=":material/visibility:", type="tertiary",
            help=t("That you looked at it is written down."),
        ):  # fmt: skip
            with errors_shown(), unit_of_work() as session:
                st.session_state[place] = reveal(session, actor=actor, now=utc_now(), **whose)
        shown: Revealed | None = st.session_state.get(place)
        if shown is None:
            return
        lines = [f":material/call: {as_typed(name)} {call(phone)}" for name, phone in shown.people]
        if shown.address:
            lines.append(f":material/location_on: {as_typed(shown.address)}")
        st.markdown("  \n".join(lines))
