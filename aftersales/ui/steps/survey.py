"""Ask for the survey by link and QR code, record an answer or a refusal."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.models import SurveyAsk, SurveyWay
from aftersales.rules.message import N_
from aftersales.services.survey import Answers, ask_survey, record_survey, refuse_survey
from aftersales.ui.request_visits import draw_asks
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.survey_link import draw_link, survey_address
from aftersales.ui.survey_paper import draw_paper_form
from aftersales.ui.text import show, t

WAYS: list[SurveyWay] = list(SurveyWay)
BY_STAFF = (SurveyWay.TELEPHONE, SurveyWay.PAPER)
SCORES = (
    ("reply", N_("Replied in time")),
    ("arrival", N_("Arrived as promised")),
    ("skill", N_("Skill and quality")),
    ("explained", N_("Use and care explained")),
    ("manners", N_("Manners and tidiness")),
    ("overall", N_("Overall")),
)
ANSWERED, REFUSED = N_("The customer answers"), N_("The customer doesn't want to")


def link_key(request_id: int, round_: int) -> str:
    """Where this session keeps the link it was given: the store has only its hash."""
    return f"survey_link:{request_id}:{round_}"


def draw_ask_survey(step: StepDialog) -> None:
    request = step.view.request
    draw_asks(step.view)
    kept = link_key(step.view.id, request.round)
    if st.session_state.get(step.key("asked")):
        draw_link(st.session_state[kept])
        draw_paper_form(step.actor, request.number, address=st.session_state[kept])
        if st.button(t("Done"), key=step.key("done"), type="primary", width="stretch"):
            step.finish()
        return
    with step.form():
        way = st.radio(t("Way"), WAYS, format_func=show, key=step.key("way"), horizontal=True)
        if not step.submit(icon=":material/reviews:"):
            return
    if way is not SurveyWay.LINK:
        step.take(
            lambda session, now, version: ask_survey(
                session, actor=step.actor, now=now, request_id=step.view.id, way=way, expected_version=version
            )
        )
        return
    made: tuple[SurveyAsk, str | None] | None = step.take(
        lambda session, now, version: ask_survey(
            session, actor=step.actor, now=now, request_id=step.view.id, way=way, expected_version=version
        ),
        finish=False,
    )
    if made is not None and made[1] is not None:
        st.session_state[kept] = survey_address(made[1])
        st.session_state[step.key("asked")] = True
        st.rerun()


def draw_record_survey(step: StepDialog) -> None:
    answers = t(ANSWERED)
    how = st.segmented_control(
        t("Answer"), (answers, t(REFUSED)), default=answers, key=step.key("how"), label_visibility="collapsed"
    )
    with step.form():
        if how == answers:
            _draw_answers(step)
        else:
            _draw_refusal(step)


def _draw_answers(step: StepDialog) -> None:
    way = st.radio(t("Way"), BY_STAFF, format_func=show, key=step.key("way"), horizontal=True)
    st.caption(t("1 is bad, 5 is very good. What the customer left out stays empty; the overall mark is needed."))
    marks: dict[str, Any] = {
        name: st.segmented_control(t(label), (1, 2, 3, 4, 5), key=step.key(name)) for name, label in SCORES
    }
    for name, label in (
        ("asked_extra", t("Was anything asked for outside the agreed charge?")),
        ("recommends", t("Would the customer recommend us?")),
    ):
        marks[name] = st.segmented_control(
            label, (True, False), format_func=lambda yes: t("yes") if yes else t("no"), key=step.key(name)
        )
    st.caption(
        t("What was asked for, and the words with it, go to the after-sales manager and leadership alone; "
          "they aren't kept with the survey.")
    )  # fmt: skip
    words = st.text_area(
        t("The customer's own words"), key=step.key("words"), max_chars=1000, height=80, persist_state="page"
    )
    if step.submit(icon=":material/save:"):
        if marks["overall"] is None:
            st.error(t("The overall mark is needed."), icon=":material/error:")
            return
        step.take(
            lambda session, now, version: record_survey(
                session, actor=step.actor, now=now, request_id=step.view.id, way=way,
                answers=Answers(**marks, words=words), expected_version=version,
            )
        )  # fmt: skip


def _draw_refusal(step: StepDialog) -> None:
    reason = st.text_area(
        t("How the customer refused"), key=step.key("refusal"), max_chars=400, height=80, persist_state="page"
    )
    if step.submit(t("Record the refusal"), icon=":material/save:"):
        step.take(
            lambda session, now, version: refuse_survey(
                session, actor=step.actor, now=now, request_id=step.view.id, reason=reason, expected_version=version
            )
        )
