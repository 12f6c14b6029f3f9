"""Send a crew; accept, hand back or recall the job."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.look import get_look
from aftersales.queries.request_parts import CrewMember
from aftersales.services.dispatch import accept_job, hand_back, recall_visit
from aftersales.ui.assign import draw_assign
from aftersales.ui.page import reading
from aftersales.ui.steps.dialog import StepDialog
from aftersales.ui.text import as_typed, named, t


def draw_dispatch(step: StepDialog) -> None:
    waiting = next((visit for visit in step.view.visits if visit.state == "to_plan"), None)
    if waiting is not None and waiting.needs:
        st.info(t("Left to do: {needs}", needs=as_typed(waiting.needs)), icon=":material/assignment_late:")
    with reading() as session:
        look = get_look(session, step.actor, step.view.id, now=utc_now())
    if draw_assign(look, step.actor, version_key=step.key("version")):
        step.finish()


def draw_accept_job(step: StepDialog) -> None:
    with step.form():
        staff_id = _member(step, t("Who accepts"), [one for one in _live_crew(step) if one.accepted_at is None])
        if step.submit(icon=":material/thumb_up:"):
            step.take(
                lambda session, now, version: accept_job(
                    session, actor=step.actor, now=now, request_id=step.view.id, staff_id=staff_id,
                    expected_version=version,
                )
            )  # fmt: skip


def draw_hand_back(step: StepDialog) -> None:
    st.caption(t("The dispatcher is told at once. When nobody of the crew is left, the visit has to be planned again."))
    with step.form():
        staff_id = _member(step, t("Who hands it back"), _live_crew(step))
        reason = st.text_area(t("Reason"), key=step.key("reason"), max_chars=400, height=96, persist_state="page")
        if step.submit(icon=":material/undo:"):
            step.take(
                lambda session, now, version: hand_back(
                    session, actor=step.actor, now=now, request_id=step.view.id, reason=reason, staff_id=staff_id,
                    expected_version=version,
                )
            )  # fmt: skip


def draw_recall(step: StepDialog) -> None:
    with step.form():
        reason = st.text_area(t("Reason"), key=step.key("reason"), max_chars=400, height=96, persist_state="page")
        if step.submit(icon=":material/cancel_schedule_send:"):
            step.take(
                lambda session, now, version: recall_visit(
                    session, actor=step.actor, now=now, request_id=step.view.id, reason=reason,
                    expected_version=version,
                )
            )  # fmt: skip


def _live_crew(step: StepDialog) -> list[CrewMember]:
    visit = step.view.live_visit
    return [member for member in visit.crew if member.is_live] if visit else []


def _member(step: StepDialog, label: str, crew: list[CrewMember]) -> int | None:
    """A technician acts for himself; a dispatcher says for whom."""
    if step.actor.is_only_technician or not crew:
        return None
    names = {member.staff_id: named(member.name, member.name_en) for member in crew}
    return st.radio(label, list(names), format_func=lambda id: names[id], key=step.key("member"), horizontal=True)
