"""Who still has to be asked, or asked again; the steps are the same as on the request's page."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.documents.survey_sheet import survey_pdf
from aftersales.queries.request_view import get_request_view
from aftersales.queries.survey_sheet import get_blank_sheet
from aftersales.queries.surveys_to_ask import ToAsk, list_to_ask
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.navigation import open_request
from aftersales.ui.page import reading
from aftersales.ui.steps import FORMS, open_step
from aftersales.ui.text import as_typed, current_language, show, t

FIRST = 24


def draw_to_ask(actor: Actor, now: datetime) -> None:
    with reading() as session:
        found = list_to_ask(session, actor, now=now)
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
    dialled = "".join(sign for sign in each.contact_phone if sign in "+0123456789")
    phone = f" · [{as_typed(each.contact_phone)}](tel:{dialled})" if dialled else ""
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
        _draw_paper(actor, each)


def _draw_paper(actor: Actor, each: ToAsk) -> None:
    language = current_language()  # the file is made in a thread that knows no browser

    def make() -> bytes:
        with reading() as session:
            sheet = get_blank_sheet(session, actor, each.number)
        return survey_pdf(sheet, language, address=None)

    st.download_button(
        t("Paper form"), make, file_name=f"{each.number}-{t('survey')}.pdf", mime="application/pdf",
        icon=":material/print:", type="tertiary", on_click="ignore", key=f"paper_{each.request_id}",
    )  # fmt: skip


def _open(actor: Actor, each: ToAsk, step: str, now: datetime) -> None:
    with reading() as session:
        view = get_request_view(session, actor, each.number, now=now)
    open_step(step, view, actor, FORMS[step])


def _standing(each: ToAsk, now: datetime) -> str:
    if each.is_settled(now):
        return f":green-badge[:material/task_alt: {t('Asked twice, no answer: settled')}]"
    if each.counted == 0:
        return f":orange-badge[:material/mail: {t('Not asked yet')}]"
    if each.is_due(now):
        return f":orange-badge[:material/replay: {t('Ask again now')}]"
    return f":gray-badge[:material/schedule: {t('Asked; again from {moment}', moment=each.again_from_at)}]"
