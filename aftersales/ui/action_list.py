"""Corrective actions in a list, the longest overdue first; and the form for one about a sign type or a batch (4(6))."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.choices import list_sign_types
from aftersales.queries.corrective_actions import (
    MOST_SHOWN,
    ActionRow,
    list_corrective_actions,
    open_corrective_actions,
)
from aftersales.rules.corrective_action import ActionScope
from aftersales.rules.kinds import FaultCategory
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.corrective_actions import NewCorrectiveAction, set_corrective_action
from aftersales.ui.action_fields import draw_plan
from aftersales.ui.action_look import action_address, action_badge, due_badge, what_for
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.text import as_typed, named, show, t

_FIRST = 24
_LONG = 90
_FORM = "new_corrective_action"


def draw_actions(actor: Actor, now: datetime, today: date) -> None:
    """Open ones or all, as cards."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        which = st.segmented_control(
            t("Which"), ("open", "all"), default="open", key="actions_which", required=True,
            format_func=lambda one: t("Open ones") if one == "open" else t("All"), label_visibility="collapsed",
        )  # fmt: skip
        if may(actor, Action.SET_CORRECTIVE_ACTION):
            with st.popover(
                t("Set one for a sign type or a batch"), icon=":material/add:", type="primary", key=f"pop_{_FORM}"
            ):
                _draw_new(actor, today)
    with reading() as session:
        rows = (open_corrective_actions if which == "open" else list_corrective_actions)(session, actor)
    if rows:
        _draw_rows(rows, now)
        if len(rows) == MOST_SHOWN:
            st.caption(t("Only {count} are shown here; all of them stand in the register.", count=MOST_SHOWN))
    elif which == "open":
        st.info(t("No corrective action is open."), icon=":material/task_alt:")
    else:
        st.info(t("No corrective action was set yet."), icon=":material/build_circle:")


def _draw_rows(rows: list[ActionRow], now: datetime) -> None:
    shown = rows if st.session_state.get("actions_all") else rows[:_FIRST]
    with st.grid(columns="auto", min_column_width=320):
        for row in shown:
            with st.container(border=True, gap="xsmall", key=f"action_{row.number}"):
                st.markdown(_card(row, now))
    if len(shown) < len(rows):
        st.button(
            t("Show all {count}", count=len(rows)), type="tertiary", key="show_all_actions",
            on_click=lambda: st.session_state.update(actions_all=True),
        )  # fmt: skip


def _card(row: ActionRow, now: datetime) -> str:
    words = row.words.replace("\n", " ")
    words = words if len(words) <= _LONG else words[: _LONG - 1] + "…"
    fault = f"{show(row.fault)} · " if row.fault else ""
    customer = f" · {as_typed(row.customer)}" if row.customer else ""
    return (
        f"[**{row.number}**]({action_address(row.number)}) {action_badge(row.state)} {due_badge(row.due_at, now)}  \n"
        f"{as_typed(words)}  \n"
        f":small[:gray[{fault}{as_typed(what_for(row.scope, row.about))}{customer} · "
        f":material/person: {as_typed(named(*row.owner))}]]"
    )


def _draw_new(actor: Actor, today: date) -> None:
    scope = st.segmented_control(
        t("What it is for"), (ActionScope.SIGN_TYPE, ActionScope.BATCH), default=ActionScope.SIGN_TYPE,
        format_func=show, key=f"{_FORM}:scope", required=True,
    )  # fmt: skip
    with st.form(_FORM, border=False, enter_to_submit=False):
        typed: dict[str, Any] = {}
        if scope is ActionScope.BATCH:
            typed["batch"] = st.text_input(t("Batch"), max_chars=40, key=f"{_FORM}:batch")
        else:
            with reading() as session:
                kinds = {one.id: named(one.name, one.name_en) for one in list_sign_types(session)}
            typed["sign_type_id"] = st.selectbox(
                t("Sign type"), list(kinds), format_func=kinds.__getitem__, index=None, key=f"{_FORM}:type",
                placeholder=t("Choose"),
            )  # fmt: skip
        typed["fault"] = st.selectbox(
            t("Fault that must not come back"), list(FaultCategory), format_func=show, index=None,
            key=f"{_FORM}:fault", placeholder=t("Choose"),
        )  # fmt: skip
        typed |= draw_plan(lambda field: f"{_FORM}:{field}", today)
        if not st.form_submit_button(t("Set it"), key=f"{_FORM}:submit", type="primary", width="stretch"):
            return
    with errors_shown():
        given = {name: value for name, value in typed.items() if value is not None}
        new = NewCorrectiveAction(**given, once=once_key(_FORM))
        with unit_of_work() as session:
            number = set_corrective_action(session, actor=actor, now=utc_now(), new=new).number
        next_once_key(_FORM)
        st.query_params["number"] = number
        st.rerun()
