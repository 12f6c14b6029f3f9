"""The board's columns and cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from aftersales.queries.board import MOST_IN_COLUMN, Board, Column
from aftersales.queries.cards import Card
from aftersales.rules.due import Nearness, nearness
from aftersales.rules.kinds import Severity
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.card import card_badges, card_customer, card_subject, crew_words
from aftersales.ui.text import t

FIRST_CARDS = 20
WIDE, NARROW = 272, 132  # pixels of a column; an empty one is only a title
TO_ASSIGN = (RequestState.REGISTERED, RequestState.ACCEPTED, RequestState.UNFINISHED)
_OPENED = "board_opened"

# Columns stand side by side and are pushed sideways; on a phone one fills the screen. An empty one is only a title.
_STYLE = """
<style>
.st-key-board { overflow-x: auto; align-items: stretch; scroll-snap-type: x proximity; padding-bottom: .75rem; }
.st-key-board > div { flex: 0 0 auto !important; scroll-snap-align: start; }
[class*="st-key-column_"] { background: color-mix(in srgb, currentColor 4%, transparent); border-radius: .6rem;
  padding: .6rem .5rem .75rem; max-height: max(26rem, 64vh); overflow-y: auto; }
[class*="st-key-column_"][class*="_empty"] { opacity: .75; }
[class*="st-key-card_"] { padding: .5rem .7rem .4rem; }
[class*="st-key-card_"] p { margin-bottom: .1rem; overflow-wrap: anywhere; line-height: 1.4; font-size: .9rem; }
[class*="st-key-card_"] strong { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical;
  overflow: hidden; }
[class*="st-key-card_"] [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
[class*="st-key-card_"] button { min-height: 1.8rem; padding: 0 .5rem; }
[class*="st-key-look_"] button { padding: 0; opacity: .8; }
[class*="st-key-look_"] button p { font-size: .8rem; white-space: nowrap; }
</style>
"""


_ANSWER, _ASSIGN = N_("Answer"), N_("Assign")
_STEPS = {
    _ANSWER: N_("Write down that the customer was answered; then somebody can be sent"),
    _ASSIGN: N_("Choose who goes, and when"),
}


def next_step(card: Card, actor: Actor) -> str | None:
    """The label of what this person can do with it in the drawer: answer first, unless it is a danger."""
    if card.state not in TO_ASSIGN:
        return None
    if not card.is_answered and card.severity is not Severity.DANGER:
        return _ANSWER if may(actor, Action.RESPOND) else None
    return _ASSIGN if card.kind.needs_visit and may(actor, Action.DISPATCH) else None


def draw_board_style() -> None:
    st.html(_STYLE)


def opened_request() -> int | None:
    """The request whose card was clicked, once."""
    opened: int | None = st.session_state.pop(_OPENED, None)
    return opened


def draw_nearness_filter(board: Board) -> tuple[Nearness, ...]:
    """The board's numbers; pressing one shows its cards only."""
    choices = {
        "late": f":material/error: {t('Late: {count}', count=board.late)}",
        "hour": f":material/timer: {t('Due within the hour: {count}', count=board.soon)}",
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("Open: {count}", count=board.total), width="content")
        chosen = st.pills(
            t("Show only"),
            list(choices),
            format_func=choices.__getitem__,
            key="board_near",
            label_visibility="collapsed",
        )
    return {"late": (Nearness.BROKEN,), "hour": (Nearness.ABOUT_TO_BREAK,)}.get(chosen or "", ())


def draw_columns(board: Board, actor: Actor, now: datetime, only: Sequence[Nearness] = ()) -> None:
    """`only`: how near a card's promise has to be to be shown; empty shows all."""
    with st.container(horizontal=True, wrap=False, key="board", gap="small"):
        for column in board.columns:
            _draw_column(column, actor, now, only)


def _draw_column(column: Column, actor: Actor, now: datetime, only: Sequence[Nearness]) -> None:
    cards = [card for card in column.cards if not only or nearness(card.due_at, now) in only]
    total = len(cards) if only else column.total
    ending = "" if cards else "_empty"
    with st.container(key=f"column_{column.state}{ending}", gap="xsmall", width=WIDE if cards else NARROW):
        st.markdown(f"**{t(LIFECYCLE.labels[column.state])}** :gray[{total}]")
        shown = MOST_IN_COLUMN if st.session_state.get(f"board_all_{column.state}") else FIRST_CARDS
        for card in cards[:shown]:
            _draw_card(card, actor, now)
        rest = total - min(shown, len(cards))
        if rest and shown == FIRST_CARDS:
            st.button(
                t("Show more ({count})", count=rest), key=f"more_{column.state}", width="stretch",
                on_click=_show_all, args=(column.state,),
            )  # fmt: skip
        elif rest:
            st.caption(t("{count} more, less urgent: choose an office or a team to see them.", count=rest))


def _show_all(state: RequestState) -> None:
    st.session_state[f"board_all_{state}"] = True


def _draw_card(card: Card, actor: Actor, now: datetime) -> None:
    lines = [
        card_badges(card, now),
        card_customer(card),
        f":small[{card_subject(card)}]",
        f":small[{crew_words(card.crew, now)}]" if card.crew else "",
    ]
    with st.container(border=True, key=f"card_{card.id}", gap="xxsmall"):
        st.markdown("\n\n".join(line for line in lines if line))
        with st.container(
            horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute", gap="xsmall"
        ):
            looked = st.button(card.number, key=f"look_{card.id}", type="tertiary", help=t("Look at it here"))
            step = next_step(card, actor)
            chosen = step is not None and st.button(t(step), key=f"assign_{card.id}", help=t(_STEPS[step]))
    if looked or chosen:
        # The drawer is drawn by the page itself: inside this fragment the next refresh would close it.
        st.session_state[_OPENED] = card.id
        st.rerun()
