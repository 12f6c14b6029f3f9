"""Closing several requests at once: each by itself, so one that still misses something keeps no other open (4(7))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError
from aftersales.queries.cards import Card
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.close import close_request
from aftersales.ui.card import card_customer, card_subject
from aftersales.ui.navigation import open_request
from aftersales.ui.page import unit_of_work
from aftersales.ui.text import say, t

_OPEN = "close_several"
_OUTCOME = "close_several_outcome"
_ICON = ":material/inventory_2:"


@dataclass(slots=True)
class _Outcome:
    closed: list[str] = field(default_factory=list)  # numbers
    refused: list[tuple[str, str]] = field(default_factory=list)  # (number, why, in the reader's language)


def draw_close_several_button(cards: Sequence[Card], actor: Actor) -> None:
    """Below a list of done work, for who may close and where there are several."""
    if len(cards) < 2 or not may(actor, Action.CLOSE):
        return
    if st.button(t("Close several"), key="close_several_ask", icon=_ICON):
        st.session_state[_OPEN] = tuple(cards)
        st.session_state.pop(_OUTCOME, None)
        st.rerun()


def draw_close_several(actor: Actor) -> None:
    """The dialog, once and from the page itself: it stays until it is dismissed, also while the list is drawn anew."""
    cards: tuple[Card, ...] | None = st.session_state.get(_OPEN)
    if cards:
        st.dialog(t("Close several"), width="medium", on_dismiss=_dismiss)(_draw)(actor, cards)


def _dismiss() -> None:
    st.session_state.pop(_OPEN, None)
    st.session_state.pop(_OUTCOME, None)


def _draw(actor: Actor, cards: tuple[Card, ...]) -> None:
    outcome: _Outcome | None = st.session_state.get(_OUTCOME)
    if outcome is None:
        place = st.empty()
        chosen = _draw_choice(place.container(), cards)
        if chosen is None:
            return
        outcome = st.session_state[_OUTCOME] = _close_each(actor, chosen)
        place.empty()
    _draw_outcome(outcome)


def _draw_choice(place: st.delta_generator.DeltaGenerator, cards: tuple[Card, ...]) -> list[Card] | None:
    """What was chosen when the button was pressed; None before."""
    with place:
        st.caption(
            t("What still misses its report, survey or analysis stays open, and you are told what it is (4(7)).")
        )
        with st.form("close_several_form", border=False, enter_to_submit=False):
            chosen = [
                card
                for card in cards
                if st.checkbox(
                    f"{card.number} · {card_customer(card)}  \n:small[{card_subject(card)}]",
                    value=True,
                    key=f"close_{card.id}",
                )
            ]
            pressed = st.form_submit_button(
                t("Close what is chosen"), key="close_several_take", type="primary", icon=_ICON, width="stretch"
            )
        if pressed and not chosen:
            st.error(t("Choose at least one request."), icon=":material/error:")
    return chosen if pressed and chosen else None


def _close_each(actor: Actor, cards: Sequence[Card]) -> _Outcome:
    """Each in a transaction of its own, on the version that was shown."""
    outcome = _Outcome()
    for card in cards:
        try:
            with unit_of_work() as session:
                close_request(
                    session, actor=actor, now=utc_now(), request_id=card.id, expected_version=card.version
                )  # fmt: skip
        except AftersalesError as error:
            outcome.refused.append((card.number, say(error)))
        else:
            outcome.closed.append(card.number)
    return outcome


def _draw_outcome(outcome: _Outcome) -> None:
    if outcome.closed:
        st.success(t("Closed: {count}", count=len(outcome.closed)), icon=":material/check_circle:")
        st.caption(" · ".join(outcome.closed))
    if outcome.refused:
        st.warning(t("Still open: {count}", count=len(outcome.refused)), icon=":material/lock:")
    by_reason: dict[str, list[str]] = {}
    for number, why in outcome.refused:
        by_reason.setdefault(why, []).append(number)
    for why, numbers in by_reason.items():
        with st.container(border=True, gap="xsmall"):
            st.markdown(why)
            with st.container(horizontal=True, gap="small"):
                for number in numbers:
                    if st.button(number, key=f"close_several_{number}", type="tertiary"):
                        _dismiss()
                        open_request(number)
