"""Known answers beside what is being asked, found while it is typed (4(2))."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.answers import AnswerRow, find_answers, list_answers
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, current_language, named, t


def draw_fitting_answers(actor: Actor, asked: str, sign_id: int | None) -> None:
    """Those that fit what the customer says; nothing where none does. One query."""
    with reading() as session:
        found = find_answers(session, actor, asked, sign_id=sign_id) if asked.strip() else []
    if found:
        with st.container(border=True, key="fitting_answers", gap="small"):
            st.markdown(f":material/lightbulb: **{t('Known answers')}**")
            draw_answers(found)


def draw_answer_search(actor: Actor, sign_id: int | None, *, key: str, asked: str = "") -> None:
    """A search box over the answers for a sign type; empty, it shows what fits `asked`, else all. One query."""
    typed = st.text_input(
        t("Search the known answers"), key=f"{key}_asked", placeholder=t("What does the customer want to know?"),
        max_chars=200, icon=":material/search:",
    )  # fmt: skip
    with reading() as session:
        found = find_answers(session, actor, typed or asked, sign_id=sign_id) if typed or asked else []
        if not found and not typed:
            found = list_answers(session, actor, sign_id=sign_id)[:8]
    if found:
        draw_answers(found)
    elif typed:
        st.info(t("No known answer fits. What can't be answered is explained and reported to the department (4(2))."))
    else:
        st.info(t("There is no known answer yet."))


def draw_answers(rows: list[AnswerRow]) -> None:
    """Each opens below its question, ready to be read to the caller."""
    for row in rows:
        question, answer = row.said(current_language())
        kind = f" · {named(*row.sign_type)}" if row.sign_type else ""
        with st.expander(as_typed(question + kind), key=f"answer_{row.id}"):
            st.markdown(as_typed(answer).replace("\n", "  \n"))
