"""Masked phones and addresses, and the click that shows them and is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.sheet_head import SheetHead
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.contacts import Revealed
from aftersales.ui.dial import call
from aftersales.ui.page import errors_shown, unit_of_work
from aftersales.ui.text import as_typed, t

Reveal = Callable[..., Revealed]
Sheet = TypeVar("Sheet", bound=SheetHead)


def _of_request(actor: Actor, number: str) -> str:
    return f"revealed:request:{number}:{actor.staff_id}"


def shown_to(actor: Actor, number: str) -> Revealed | None:
    """What this person had shown of the request; ask before a file is made, whose thread knows no browser."""
    shown: Revealed | None = st.session_state.get(_of_request(actor, number))
    return shown


def with_contact(sheet: Sheet, shown: Revealed | None) -> Sheet:
    """The sheet with the phone and the address that its printer had shown, else as it is."""
    if shown is None:
        return sheet
    return replace(sheet, contact_phone=shown.people[0][1], address=shown.address)


def draw_reveal(actor: Actor, reveal: Reveal, *, key: str, request: str = "", **whose: int | str) -> None:
    """The button, and after it what was masked, until the page is loaded anew.

    Named by its number, a `request` has what was shown on the sheets too that this person prints of it.
    """
    if not may(actor, Action.REVEAL_CONTACTS):
        return
    place = _of_request(actor, request) if request else f"revealed:{key}:{sorted(whose.items())}:{actor.staff_id}"
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
