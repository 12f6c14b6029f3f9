"""Known answers to common questions: searched, and kept by the desk (4(2))."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.answers import AnswerRow, list_answers
from aftersales.queries.choices import list_sign_types
from aftersales.rules.known_answers import matching
from aftersales.rules.roles import Action, Actor, may
from aftersales.services.answers import NewAnswer, add_answer, change_answer, restore_answer, retire_answer
from aftersales.ui.page import errors_shown, next_once_key, once_key, reading, unit_of_work
from aftersales.ui.text import as_typed, aside, current_language, named, t

MOST_FOUND = 20


def draw_answers_kept(actor: Actor) -> None:
    keeps = may(actor, Action.KEEP_HANDBOOKS)
    with reading() as session:
        rows = list_answers(session, actor, with_retired=keeps)
        types = {kind.id or 0: named(kind.name, kind.name_en) for kind in list_sign_types(session)} if keeps else {}
    if keeps:
        with st.expander(t("Add an answer"), icon=":material/add_comment:", key="new_answer"):
            _draw_form(actor, types, None)
    typed = st.text_input(
        t("Search the known answers"), key="answers_asked", placeholder=t("What does the customer want to know?"),
        max_chars=200, icon=":material/search:",
    )  # fmt: skip
    if typed:
        rows = matching(typed, [(row, [row.question, row.question_en, *(row.sign_type or ())]) for row in rows],
                        most=MOST_FOUND)  # fmt: skip
    if not rows:
        st.info(t("No known answer fits. What can't be answered is explained and reported to the department (4(2)).")
                if typed else t("There is no known answer yet."))  # fmt: skip
    for row in rows:
        _draw_answer(actor, types, row, keeps=keeps)


def _draw_answer(actor: Actor, types: dict[int, str], row: AnswerRow, *, keeps: bool) -> None:
    question, answer = row.said(current_language())
    kind = named(*row.sign_type) if row.sign_type else t("every sign type")
    retired = f" :gray-badge[{t('retired')}]" if row.is_retired else ""
    with st.expander(f"{as_typed(question)} :gray[· {as_typed(kind)}]{retired}", key=f"known_{row.id}"):
        st.markdown(as_typed(answer).replace("\n", "  \n"))
        if not keeps:
            return
        with st.container(horizontal=True):
            with st.popover(t("Change it"), icon=":material/edit:", key=f"change_{row.id}"):
                _draw_form(actor, types, row)
            if row.is_retired:
                _draw_step(actor, row, t("Use it again"), restore_answer, ":material/undo:")
            else:
                _draw_step(actor, row, t("Retire"), retire_answer, ":material/archive:")


def _draw_step(actor: Actor, row: AnswerRow, label: str, deed: Callable[..., Any], icon: str) -> None:
    if st.button(label, key=f"retire_{row.id}", icon=icon, type="tertiary"):
        with errors_shown():
            with unit_of_work() as session:
                deed(session, actor=actor, now=utc_now(), answer_id=row.id, expected_version=row.version)
            st.rerun()


def _draw_form(actor: Actor, types: dict[int, str], row: AnswerRow | None) -> None:
    form = f"answer:{row.id if row else 'new'}:{row.version if row else 0}"
    choices = [0, *types]
    index = choices.index(row.sign_type_id) if row and row.sign_type_id in types else 0
    with st.form(form, border=False, enter_to_submit=False):
        type_id = st.selectbox(
            t("Sign type"), choices, index=index, key=f"{form}:type",
            format_func=lambda one: types[one] if one else t("every sign type"),
        )  # fmt: skip
        fields: dict[str, str] = {}
        for label, question, answer in (
            ("中文", "question", "answer"), ("English", "question_en", "answer_en"),
        ):  # fmt: skip
            fields[question] = st.text_input(
                aside(t("Common question"), label), value=getattr(row, question) if row else "", max_chars=200,
                key=f"{form}:{question}",
            )  # fmt: skip
            fields[answer] = st.text_area(
                aside(t("What to say"), label), value=getattr(row, answer) if row else "", max_chars=2000, height=90,
                key=f"{form}:{answer}",
            )  # fmt: skip
        if not st.form_submit_button(t("Save the answer"), key=f"{form}:submit", type="primary"):
            return
    with errors_shown():
        new = NewAnswer(sign_type_id=type_id or None, **fields)
        with unit_of_work() as session:
            if row is None:
                add_answer(session, actor=actor, now=utc_now(), new=new, once=once_key(form))
            else:
                change_answer(
                    session, actor=actor, now=utc_now(), answer_id=row.id, new=new, expected_version=row.version
                )
        next_once_key(form)
        for field in ("type", *fields):
            st.session_state.pop(f"{form}:{field}", None)
        st.rerun()
