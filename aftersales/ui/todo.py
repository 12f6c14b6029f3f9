"""Today's groups: what is to be done with each, and its requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from aftersales.queries.cards import Card
from aftersales.queries.today import Group, Todo
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.ui.board_columns import next_step
from aftersales.ui.card import card_badges, card_customer, card_subject, crew_words
from aftersales.ui.close_several import draw_close_several_button
from aftersales.ui.navigation import open_request
from aftersales.ui.text import t

FIRST_ROWS = 5
_OPENED = "todo_opened"
_CHOICE = "todo_choice"

SHORT = {
    Todo.DANGER: N_("Danger"),
    Todo.LATE: N_("Late"),
    Todo.UNANSWERED: N_("Unanswered"),
    Todo.SOON: N_("Due soon"),
    Todo.HANDED_BACK: N_("Handed back"),
    Todo.NEXT_VISIT: N_("Next visit"),
    Todo.TO_DISPATCH: N_("To dispatch"),
    Todo.ASK_AGAIN: N_("Ask again"),
    Todo.THIRD: N_("Third time"),
    Todo.SURVEY: N_("Survey"),
    Todo.TO_CLOSE: N_("To close"),
    Todo.AGREEMENT: N_("Agreement"),
    Todo.TO_APPROVE: N_("To approve"),
}
TASK = {
    Todo.DANGER: N_("Make these safe at once"),
    Todo.LATE: N_("The promise is broken: act now and tell the customer"),
    Todo.UNANSWERED: N_("Answer these customers, within 4 hours of their call (4(4))"),
    Todo.SOON: N_("Due within 4 hours"),
    Todo.HANDED_BACK: N_("A technician handed these back: send somebody else"),
    Todo.NEXT_VISIT: N_("Left half done: plan the next visit"),
    Todo.TO_DISPATCH: N_("Answered, nobody sent yet"),
    Todo.ASK_AGAIN: N_("On hold: today is the day to ask again"),
    Todo.THIRD: N_("The same fault a third time: find the root cause (4(6))"),
    Todo.SURVEY: N_("Work done: ask for the survey (4(7))"),
    Todo.TO_CLOSE: N_("Work done: complete the file and close it"),
    Todo.AGREEMENT: N_("Waits for a supplementary agreement (2b)"),
    Todo.TO_APPROVE: N_("A supplementary agreement waits for your decision (2b)"),
}
_ICONS = {
    Todo.DANGER: ":material/warning:",
    Todo.LATE: ":material/error:",
    Todo.UNANSWERED: ":material/call:",
    Todo.SOON: ":material/timer:",
    Todo.HANDED_BACK: ":material/undo:",
    Todo.NEXT_VISIT: ":material/event_repeat:",
    Todo.TO_DISPATCH: ":material/engineering:",
    Todo.ASK_AGAIN: ":material/phone_callback:",
    Todo.THIRD: ":material/replay:",
    Todo.SURVEY: ":material/reviews:",
    Todo.TO_CLOSE: ":material/task_alt:",
    Todo.AGREEMENT: ":material/handshake:",
    Todo.TO_APPROVE: ":material/verified:",
}
_RED = (Todo.DANGER, Todo.LATE)
_BEFORE_DISPATCH = (Todo.AGREEMENT, Todo.TO_APPROVE)  # nobody can be sent yet (2b)

_STYLE = """
<style>
[class*="st-key-todo_row_"] { padding: .45rem .2rem; border-bottom: 1px solid
  color-mix(in srgb, currentColor 10%, transparent); }
[data-testid="stLayoutWrapper"]:last-child > [class*="st-key-todo_row_"] { border-bottom: none; }
[class*="st-key-todo_row_"] > div:first-child { flex: 1 1 19rem !important; width: auto !important; }
[class*="st-key-todo_row_"] p { margin-bottom: .1rem; overflow-wrap: anywhere; line-height: 1.45; }
[class*="st-key-todo_row_"] [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
</style>
"""


def draw_row_style() -> None:
    """How the rows of Today's lists look; once before the first of them."""
    st.html(_STYLE)


def opened_request() -> int | None:
    """The request whose crew is to be chosen, once."""
    opened: int | None = st.session_state.pop(_OPENED, None)
    return opened


def draw_groups(groups: Sequence[Group], actor: Actor, now: datetime) -> None:
    """The numbers on top; the chosen one's requests, or the first of each."""
    draw_row_style()
    waiting = {group.todo: group for group in groups if group.total}
    asked = st.query_params.get("show", "")
    if asked in waiting:
        st.session_state.setdefault(_CHOICE, Todo(asked))
    if st.session_state.get(_CHOICE) not in waiting:
        st.session_state[_CHOICE] = None
    chosen = st.pills(
        t("What waits"), list(waiting), format_func=lambda todo: _pill(waiting[todo]), key=_CHOICE,
        label_visibility="collapsed", on_change=_write_address,
    )  # fmt: skip
    if chosen is not None:
        _draw_group(waiting[chosen], actor, now, above=None)
        return
    above: set[int] = set()  # a late one that also waits for a crew stands once
    for group in waiting.values():
        _draw_group(group, actor, now, above=above)


def _pill(group: Group) -> str:
    return f"{_ICONS[group.todo]} {t(SHORT[group.todo])} **{group.total}**"


def _write_address() -> None:
    chosen = st.session_state.get(_CHOICE)
    if chosen:
        st.query_params["show"] = chosen.value
    else:
        st.query_params.pop("show", None)


def _choose(todo: Todo) -> None:
    st.session_state[_CHOICE] = todo
    _write_address()


def _draw_group(group: Group, actor: Actor, now: datetime, *, above: set[int] | None) -> None:
    """With `above` the first few that do not stand above yet; without it all."""
    with st.container(border=True, key=f"todo_{group.todo}", gap="xsmall"):
        icon = f":red[{_ICONS[group.todo]}]" if group.todo in _RED else _ICONS[group.todo]
        st.markdown(f"{icon} **{t(TASK[group.todo])}** :gray[{group.total}]")
        shown = group.cards if above is None else [card for card in group.cards if card.id not in above][:FIRST_ROWS]
        for card in shown:
            _draw_row(group.todo, card, actor, now)
        rest = group.total - len(shown)
        if not shown:
            st.caption(t("They stand above."))
        if rest and above is not None:
            st.button(
                t("Show all {count}", count=group.total), key=f"all_{group.todo}", type="tertiary", on_click=_choose,
                args=(group.todo,), icon=":material/unfold_more:",
            )  # fmt: skip
        elif rest:
            st.caption(t("{count} more follow when these are done.", count=rest))
        if group.todo is Todo.TO_CLOSE:
            draw_close_several_button(group.cards, actor)
        if above is not None:
            above.update(card.id for card in shown)


def _draw_row(todo: Todo, card: Card, actor: Actor, now: datetime) -> None:
    key = f"{todo}_{card.id}"
    with st.container(
        horizontal=True, key=f"todo_row_{key}", vertical_alignment="center", horizontal_alignment="distribute"
    ):
        lines = [f"{card_customer(card)} {card_badges(card, now)}", f":small[{card_subject(card)}]"]
        if card.crew:
            lines.append(f":small[{crew_words(card.crew, now)}]")
        st.markdown("\n\n".join(lines))
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            if st.button(card.number, key=f"open_{key}", type="tertiary"):
                open_request(card.number)
            step = None if todo in _BEFORE_DISPATCH else next_step(card, actor)
            if step and st.button(t(step), key=f"assign_{key}"):
                st.session_state[_OPENED] = card.id
                st.rerun()
