"""The checklist of an audit: what the facts answer stands there already; the auditor looks and answers the rest."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.models import AuditLine
from aftersales.queries.audit_view import AuditView
from aftersales.rules.audit import CHECKS, AuditAnswer
from aftersales.rules.roles import Actor
from aftersales.services.audits import NewAnswer, NewAnswers, answer_audit
from aftersales.ui.audit_look import answer_badge, steps_of_audit
from aftersales.ui.record_steps import RecordSteps
from aftersales.ui.text import as_typed, show, t

ANSWERS = tuple(AuditAnswer)


def draw_checklist(view: AuditView, actor: Actor) -> None:
    """A form for its auditor while it can be answered, else the answers."""
    offer = next((one for one in view.offers if one.step.name == "answer_audit"), None)
    st.subheader(t("Checklist"), anchor=False)
    if offer is None or not offer.is_open:
        _draw_answers(view)
        return
    name, steps = offer.step.name, steps_of_audit(view)
    steps.open_form(name)
    with st.form(steps.key(name, "form"), border=False, enter_to_submit=False):
        lines = [_draw_question(steps, name, line) for line in view.lines]
        words = st.text_area(
            t("Auditor's words"), value=view.audit.words, max_chars=1000, height=80, key=steps.key(name, "words")
        )
        pressed = st.form_submit_button(
            t("Save the answers"), key=steps.key(name, "submit"), type="primary", icon=":material/save:"
        )
    if pressed:
        steps.take(
            name, t(offer.step.label),
            lambda session, version: answer_audit(
                session, actor=actor, now=utc_now(), audit_id=view.id, expected_version=version,
                new=NewAnswers(lines=tuple(lines), words=words),
            ),
        )  # fmt: skip


def _draw_question(steps: RecordSteps, name: str, line: AuditLine) -> NewAnswer:
    check = CHECKS[line.question]
    facts = f" :blue-badge[:material/database: {t('from the facts')}]" if line.from_facts else ""
    with st.container(border=True, gap="xsmall", key=f"audit_line_{line.question}"):
        st.markdown(f"{t(check.words)} :gray[({check.clause})]{facts}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            answer = st.segmented_control(
                t(check.words), ANSWERS, default=line.answer, format_func=show, label_visibility="collapsed",
                key=steps.key(name, f"answer:{line.question}"),
            )  # fmt: skip
            note = st.text_input(
                t("Note"), value=line.note, max_chars=400, key=steps.key(name, f"note:{line.question}"),
                placeholder=t("Note"), label_visibility="collapsed",
            )  # fmt: skip
    return NewAnswer(question=line.question, answer=answer, note=note)


def _draw_answers(view: AuditView) -> None:
    for line in view.lines:
        check = CHECKS[line.question]
        facts = f" · {t('from the facts')}" if line.from_facts else ""
        note = f"  \n{as_typed(line.note)}" if line.note else ""
        st.markdown(
            f"{answer_badge(line.answer)} {t(check.words)} :small[:gray[({check.clause}){facts}]]{note}"
        )  # fmt: skip
