"""The answers one by one: who said what, each opening its request and its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import streamlit as st

from aftersales.documents.survey_questions import SCORES, YES_NO
from aftersales.documents.survey_sheet import survey_pdf
from aftersales.queries.reports import MOST_COUNTED
from aftersales.queries.survey_sheet import get_answered_sheet
from aftersales.queries.surveys import SurveyFilter, SurveyRow, count_surveys, list_surveys
from aftersales.rules.roles import Actor
from aftersales.ui.moments import local
from aftersales.ui.navigation import open_request
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, current_language, show, t

ROWS = 20


def mark_badge(mark: int | None) -> str:
    """The overall mark in words and colour."""
    if mark is None:
        return f":gray-badge[:material/block: {t('refused')}]"
    colour = "green" if mark >= 4 else "orange" if mark == 3 else "red"
    icon = "sentiment_satisfied" if mark >= 4 else "sentiment_neutral" if mark == 3 else "sentiment_dissatisfied"
    return f":{colour}-badge[:material/{icon}: {mark} / 5]"


def draw_answer_rows(rows: Sequence[SurveyRow]) -> None:
    """A few answers as cards."""
    with st.grid(columns="auto", min_column_width=320):
        for row in rows:
            with st.container(border=True, gap="small"):
                with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                    st.markdown(mark_badge(row.overall))
                    if st.button(row.number, type="tertiary", key=f"open_{row.survey_id}"):
                        open_request(row.number)
                st.markdown(as_typed(row.words or row.refusal).replace("\n", "  \n"))
                st.caption(f"{as_typed(row.customer)} · {show(local(row.answered_at).date())} · {show(row.way)}")


def draw_answers(actor: Actor) -> None:
    """All answers and refusals, filtered; a chosen row shows everything."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            t("Number, customer, sign, place or phone"), key="answers_typed", type="search", persist_state="session",
            placeholder=t("Search"), on_change=_first_page,
        )  # fmt: skip
        only_low = st.toggle(
            t("Only bad ones"), key="answers_low", persist_state="session", on_change=_first_page,
            help=t("three and less"),
        )  # fmt: skip
    wanted = SurveyFilter(typed=typed or "", only_low=only_low)
    with reading() as session:
        count = count_surveys(session, actor, wanted)
        page = min(st.session_state.get("answers_page", 1), max(1, ceil(count / ROWS)))
        rows = list_surveys(session, actor, wanted, limit=ROWS, offset=(page - 1) * ROWS)
    if not rows:
        st.info(t("No answer fits this search."), icon=":material/search_off:")
        return
    chosen = st.dataframe(
        [
            {
                t("Number"): row.number,
                t("Answered"): show(row.answered_at),
                t("Customer"): row.customer,
                t("Place"): row.place,
                t("All in all"): t("refused") if row.is_refused else show(row.overall),
                t("Way"): show(row.way),
                t("Words"): row.refusal if row.is_refused else row.words,
            }
            for row in rows
        ],
        hide_index=True, on_select="rerun", selection_mode="single-row", key="answers_rows", height="content",
    )  # fmt: skip
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(
            t("more than {count} answers", count=MOST_COUNTED)
            if count >= MOST_COUNTED
            else t("Answers and refusals: {count}", count=count)
        )
        if count > ROWS:
            st.pagination(ceil(min(count, MOST_COUNTED) / ROWS), key="answers_page")
    picked = chosen["selection"]["rows"]
    if picked and picked[0] < len(rows):
        _draw_one(actor, rows[picked[0]])


def _first_page() -> None:
    st.session_state["answers_page"] = 1


def _draw_one(actor: Actor, row: SurveyRow) -> None:
    with st.container(border=True):
        st.markdown(f"**{as_typed(row.number)}** · {as_typed(row.customer)} · {mark_badge(row.overall)}")
        if row.is_refused:
            st.markdown(as_typed(row.refusal))
        else:
            lines = [f":gray[{t(key)}] &nbsp; {row.marks[name] or '—'}" for name, key in SCORES.items()]
            lines.append(f":gray[{t(YES_NO['recommends'])}] &nbsp; {show(row.recommends)}")
            st.markdown("  \n".join(lines))
            st.markdown(as_typed(row.words).replace("\n", "  \n"))
        with st.container(horizontal=True):
            if st.button(t("Open the request"), icon=":material/description:", key=f"request_{row.survey_id}"):
                open_request(row.number)
            if not row.is_refused:
                language = current_language()  # the file is made in a thread that knows no browser

                def make() -> bytes:
                    with reading() as session:
                        sheet = get_answered_sheet(session, actor, row.survey_id)
                    return survey_pdf(sheet, language, address=None)

                st.download_button(
                    t("Print (PDF)"), make, file_name=f"{row.number}-{t('survey')}.pdf", mime="application/pdf",
                    icon=":material/print:", on_click="ignore", key=f"print_{row.survey_id}",
                )  # fmt: skip
