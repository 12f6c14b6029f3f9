"""Records by state: how many stand in each, and the cards of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import streamlit as st

from aftersales.ui.text import t

ALL_OPEN = "open"
_FIRST = 24
State = TypeVar("State", bound=StrEnum)


def choose_state(
    label: str, labels: Mapping[State, str], counts: Mapping[State, int], open_states: Collection[State], *, key: str
) -> State | None:
    """The chosen state, None for all open ones. States in which nothing stands aren't offered."""
    total = sum(counts.get(state, 0) for state in open_states)
    offered = {str(state): state for state in labels if counts.get(state)}
    words = {ALL_OPEN: f"{t('All open ones')} {total}"} | {
        name: f"{t(labels[state])} {counts[state]}" for name, state in offered.items()
    }
    chosen = st.pills(
        label, list(words), format_func=words.__getitem__, default=ALL_OPEN, required=True, key=key,
        label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    return offered.get(chosen or ALL_OPEN)


def draw_cards(rows: Sequence[Any], card: Callable[[Any], str], *, kind: str, many: str, width: int) -> None:
    """A card a record, by its `number`; the first until all are asked for. `width`: a card's least, in pixels."""
    shown = rows if st.session_state.get(f"{many}_all") else rows[:_FIRST]
    with st.grid(columns="auto", min_column_width=width):
        for row in shown:
            with st.container(border=True, gap="xsmall", key=f"{kind}_{row.number}"):
                st.markdown(card(row))
    if len(shown) < len(rows):
        st.button(
            t("Show all {count}", count=len(rows)), type="tertiary", key=f"show_all_{many}",
            on_click=lambda: st.session_state.update({f"{many}_all": True}),
        )  # fmt: skip
