"""Who still has to be asked, or asked again; the steps are the same as on the request's page."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.request_view import get_request_view
from aftersales.queries.surveys_to_ask import ToAsk, list_to_ask
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.dial import call
from aftersales.ui.navigation import open_request
from aftersales.ui.page import reading
from aftersales.ui.steps import FORMS, draw_open_step, open_step
from aftersales.ui.steps.dialog import OPEN
from aftersales.ui.survey_paper import draw_paper_form
from aftersales.ui.text import as_typed, show, t

FIRST = 24
_STEP_ON = "survey_step_on"


def draw_to_ask(actor: Actor, now: datetime) -> None:
    with reading() as session:
        found = list_to_ask(session, actor, now=now)
    _draw_cards(actor, found, now)
    _draw_open(actor, now)


def _draw_cards(actor: Actor, found: list[ToAsk], now: datetime) -> None:
    if not found:
        st.success(
            t("Every finished job has its answer. New ones come here by themselves when work is done."),
            icon=":material/task_alt:",
        )
        return
    due = sum(each.is_due(now) for each in found)
    st.caption(
        t("To ask now: {due} of {count}. Two asks a day apart, and a day's wait after the second, settle it (4(7)).",
          due=due, count=len(found))
    )  # fmt: skip
    shown = found if st.session_state.get("to_ask_all") else found[:FIRST]
    with st.grid(columns="auto", min_column_width=330):
        for each in shown:
            with st.container(border=True, gap="small", key=f"to_ask_{each.request_id}"):
                _draw_card(actor, each, now)
    if len(shown) < len(found):
        st.button(
            t("Show all {count}", count=len(found)), type="tertiary", key="show_all_to_ask",
            on_click=lambda: st.session_state.update(to_ask_all=True),
        )  # fmt: skip


def _draw_card(actor: Actor, each: ToAsk, now: datetime) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(_standing(each, now))
        if st.button(each.number, type="tertiary", key=f"number_{each.request_id}"):
            open_request(each.number)
    phone = f" · {call(each.contact_phone)}" if each.contact_phone else ""
    st.markdown(
        f"**{as_typed(each.customer)}**  \n{as_typed(each.contact_name) or '—'}{phone}  \n"
        f":gray[{as_typed(each.place)} · {as_typed(show(each.fault))}]"
    )
    if each.finished_at:
        st.caption(t("Work done {moment}", moment=each.finished_at))
    with st.container(horizontal=True, gap="small"):
        if may(actor, Action.ASK_SURVEY) and st.button(
            t("Ask"), key=f"ask_{each.request_id}", icon=":material/qr_code_2:",
            type="primary" if each.is_due(now) else "secondary",
        ):  # fmt: skip
            _open(actor, each, "ask_survey", now)
        if may(actor, Action.RECORD_SURVEY) and st.button(
            t("Record an answer"), key=f"record_{each.request_id}", icon=":material/edit_note:"
        ):
            _open(actor, each, "record_survey", now)
        draw_paper_form(actor, each.number)


def _open(actor: Actor, each: ToAsk, step: str, now: datetime) -> None:
    with reading() as session:
        view = get_request_view(session, actor, each.number, now=now)
    open_step(step, view)
    st.session_state[_STEP_ON] = each.number


def _draw_open(actor: Actor, now: datetime) -> None:
    """The dialog that stands open, also when the answer has taken its request off the list."""
    number = st.session_state.get(_STEP_ON)
    if number and OPEN in st.session_state:
        with reading() as session:
            view = get_request_view(session, actor, number, now=now)
        draw_open_step(view, actor, FORMS)


def _standing(each: ToAsk, now: datetime) -> str:
    if each.is_settled(now):
        return f":green-badge[:material/task_alt: {t('Asked twice, no answer: settled')}]"
    if each.counted == 0:
        return f":orange-badge[:material/mail: {t('Not asked yet')}]"
    if each.is_due(now):
        return f":orange-badge[:material/replay: {t('Ask again now')}]"
    return f":gray-badge[:material/schedule: {t('Asked; again from {moment}', moment=each.again_from_at)}]"
