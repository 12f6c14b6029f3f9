"""Revisits to be made, one's own or all, and those that were made (5.2(2))."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.revisits import RevisitRow, list_due_revisits, list_ended_revisits
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.care_look import about_words, due_badge, mark_badge, revisit_badge
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, named, t

A_PAGE = 20


def draw_due(actor: Actor, now: datetime) -> None:
    does = may(actor, Action.DO_REVISIT)
    which = "all"
    if does:
        which = st.segmented_control(
            t("Which"), ("own", "all"), default="own", key="revisits_which", required=True,
            format_func=lambda one: t("Mine") if one == "own" else t("All"), label_visibility="collapsed",
        )  # fmt: skip
    with reading() as session:
        rows = list_due_revisits(session, actor, only_own=which == "own")
    if not rows:
        st.success(
            t("None of yours is to be made.") if which == "own" else t("No revisit is to be made."),
            icon=":material/task_alt:",
        )
        return
    _draw_rows(rows, now, key="due")


def draw_made(actor: Actor, now: datetime) -> None:
    with reading() as session:
        rows = list_ended_revisits(session, actor)
    if not rows:
        st.info(t("No revisit was made yet."), icon=":material/phone_forwarded:")
        return
    _draw_rows(rows, now, key="made")


def _draw_rows(rows: list[RevisitRow], now: datetime, *, key: str) -> None:
    shown = st.session_state.get(f"revisits_shown_{key}", A_PAGE)
    for row in rows[:shown]:
        with st.container(border=True, key=f"revisit_{key}_{row.number}"):
            told, number = st.columns([3.6, 1], vertical_alignment="center")  # a long line wraps, the number stays
            with told:
                _draw_row(row, now)
            if number.button(row.number, key=f"open_{key}_{row.number}", type="tertiary"):
                st.query_params.from_dict({"number": row.number})
                st.rerun()
    if len(rows) > shown:
        st.button(
            t("Show all {count}", count=len(rows)), type="tertiary", key=f"all_{key}",
            on_click=lambda: st.session_state.update({f"revisits_shown_{key}": len(rows)}),
        )  # fmt: skip


def _draw_row(row: RevisitRow, now: datetime) -> None:
    star = f" :violet-badge[:material/star: {t('key customer')}]" if row.is_key else ""
    if row.ended_at is None:
        badge = due_badge(row.due_on, now)
    else:
        badge = mark_badge(row.mark) if row.mark is not None else revisit_badge(row.state)
    owner = named(*row.owner) if row.owner else t("nobody yet")
    facts = [row.plan, about_words(row.kind, row.about_on), row.project or "", owner]
    st.markdown(
        f"**{as_typed(row.customer)}**{star} {badge}  \n"
        f":small[:gray[{as_typed(' · '.join(fact for fact in facts if fact))}]]",
        width="stretch",
    )
