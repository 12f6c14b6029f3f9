"""Opinions by what is to be done with them: to route, with departments, offices' own; and what is escalated."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.matters import MatterKind, MatterRow, list_open_matters
from aftersales.queries.opinions import OfficeOpinionRow, ToRoute, list_office_opinions, list_to_route
from aftersales.rules.due import Due
from aftersales.rules.lifecycle import LIFECYCLE, RequestState
from aftersales.rules.roles import Actor
from aftersales.ui.matter_look import matter_badge
from aftersales.ui.moments import show_time
from aftersales.ui.navigation import request_address
from aftersales.ui.page import reading
from aftersales.ui.promise import promise_badge
from aftersales.ui.text import as_typed, aside, named, show, t

_FIRST = 24
_WORDS = 140


def draw_to_route(actor: Actor, now: datetime) -> None:
    with reading() as session:
        rows = list_to_route(session, actor)
    if not rows:
        st.info(t("Every inquiry and suggestion is with a department or has its outcome."), icon=":material/task_alt:")
        return
    st.caption(t("Open one: answer it yourself, or route it to the departments it concerns (5.1(3))."))
    _cards("to_route", [(row.number, _to_route(row, now)) for row in rows])


def _to_route(row: ToRoute, now: datetime) -> str:
    due = f" {promise_badge(row.respond_due_at, now, Due.RESPONSE)}" if row.respond_due_at is not None else ""
    return (
        f"{_request(row.number)} :gray-badge[{show(row.kind)}]{due}  \n{_short(row.description)}  \n"
        f":small[:gray[{as_typed(row.customer)} · {show(row.channel)} · {show_time(row.received_at, now)}]]"
    )


def draw_with_departments(actor: Actor, now: datetime, kind: MatterKind) -> None:
    with reading() as session:
        rows = list_open_matters(session, actor, kind)
    if not rows:
        empty = t("No department owes an answer.") if kind == "opinion" else t("No department owes feedback.")
        st.info(empty, icon=":material/task_alt:")
        return
    _cards(f"with_{kind}", [(row.number, _with_department(row, now)) for row in rows])


def _with_department(row: MatterRow, now: datetime) -> str:
    cause = f" :violet-badge[{aside(show(row.cause), row.cause.clause)}]" if row.cause else ""
    due = promise_badge(row.due_at, now, Due.RECORD) if row.due_at is not None else ""
    asked = f"  \n:material/help: {_short(row.asked)}" if row.asked else ""
    return (
        f"{_request(row.request_number)} **{as_typed(named(*row.department))}**  \n"
        f"{matter_badge(row.state, row.label)} {due}{cause}  \n{_short(row.description)}{asked}  \n"
        f":small[:gray[{as_typed(row.customer)} · {row.number} · {show_time(row.asked_at, now)}]]"
    )


def draw_office_opinions(actor: Actor) -> None:
    with reading() as session:
        rows = list_office_opinions(session, actor)
    if not rows:
        st.info(t("No office has sent in what it heard yet."), icon=":material/inbox:")
        return
    _cards("of_offices", [(row.number, _of_office(row)) for row in rows])


def _of_office(row: OfficeOpinionRow) -> str:
    if row.is_late:
        sent = f":red-badge[:material/error: {t('sent late')}]"
    else:
        sent = f":green-badge[:material/check_circle: {t('sent in time')}]"
    heard = t("Heard {day} by {way}, sent {moment}", day=row.collected_on, way=row.way, moment=row.sent_at)
    return (
        f"{_request(row.number)} :gray-badge[{show(row.kind)}] {sent}  \n{_short(row.description)}  \n"
        f"{_became(row)}  \n:small[:gray[{as_typed(row.customer)} · {as_typed(named(*row.office))}  \n{heard}]]"
    )


def _became(row: OfficeOpinionRow) -> str:
    """What became of it, in one line."""
    if row.outcome:
        return f":green[:material/task_alt:] {t('Told to the customer: {outcome}', outcome=_short(row.outcome))}"
    if row.asked:
        names = tuple(named(*one) for one in row.asked)
        return f":orange[:material/hourglass_top:] {as_typed(t('With {names}', names=names))}"
    if row.answered:
        return f":blue[:material/mark_chat_read:] {t('Answered; the customer is told next')}"
    if row.state in (RequestState.REGISTERED, RequestState.ACCEPTED):
        return f":gray[:material/inbox:] {t('Not routed yet')}"
    return f":gray[{t(LIFECYCLE.labels[row.state])}]"


def _request(number: str) -> str:
    return f"[**{number}**]({request_address(number)})"


def _short(words: str) -> str:
    words = words.replace("\n", " ")
    return as_typed(words if len(words) <= _WORDS else words[: _WORDS - 1] + "…")


def _cards(area: str, cards: list[tuple[str, str]]) -> None:
    shown = cards if st.session_state.get(f"{area}_all") else cards[:_FIRST]
    with st.grid(columns="auto", min_column_width=300):
        for number, told in shown:
            with st.container(border=True, gap="xsmall", key=f"{area}_{number}"):
                st.markdown(told)
    if len(shown) < len(cards):
        st.button(
            t("Show all {count}", count=len(cards)), type="tertiary", key=f"show_all_{area}",
            on_click=lambda: st.session_state.update({f"{area}_all": True}),
        )  # fmt: skip
