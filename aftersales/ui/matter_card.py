"""On a request's page: which departments were asked about it, what they owe and said, and the way to ask more."""

from __future__ import annotations

from datetime import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from aftersales.queries.matters import MatterView
from aftersales.queries.request_view import RequestView
from aftersales.rules.due import Due
from aftersales.rules.lifecycle import OPEN_STATES, RequestState
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.matter_ask import draw_escalate, draw_route
from aftersales.ui.matter_look import matter_badge
from aftersales.ui.matter_steps import draw_matter_steps
from aftersales.ui.promise import promise_badge
from aftersales.ui.record_steps import tell_step_done
from aftersales.ui.text import as_typed, aside, labelled, named, show, t


def draw_request_matters(view: RequestView, actor: Actor, now: datetime, ways: DeltaGenerator) -> None:
    """A card each, what is owed first; to `ways` the buttons for who may ask."""
    tell_step_done()
    request = view.request
    is_open = request.state in OPEN_STATES
    routes = (
        request.kind.is_opinion and is_open and request.state is not RequestState.DONE
        and may(actor, Action.ROUTE_MATTER)
    )  # fmt: skip
    escalates = is_open and may(actor, Action.ESCALATE)
    for matter in sorted(view.matters, key=lambda one: one.due_at is None):
        with st.container(border=True, gap="xsmall", key=f"matter_{matter.kind}_{matter.id}"):
            st.markdown(_told(matter, now))
            draw_matter_steps(matter, actor, view.departments)
    with ways:
        if routes:
            draw_route(view, actor, now)
        if escalates:
            draw_escalate(view, actor)


def _told(matter: MatterView, now: datetime) -> str:
    due = f" {promise_badge(matter.due_at, now, Due.RECORD)}" if matter.due_at is not None else ""
    kind = t("Escalation") if matter.kind == "escalation" else t("Opinion")
    cause = f" · {aside(show(matter.cause), matter.cause.clause)}" if matter.cause else ""
    lines = [
        f"**{as_typed(named(*matter.department))}** {matter_badge(matter.state, matter.label)}{due}",
        f":small[:gray[{kind} {matter.number}{cause} · {show(matter.asked_at)}]]",
    ]
    if matter.asked:
        lines.append(as_typed(matter.asked))
    if matter.answer_by is not None:
        by = t("Answer due by the end of {value}.", value=matter.answer_by)
        lines.append(f":small[:gray[:material/event: {by}]]")
    if matter.acknowledged_at is not None:
        acknowledged = t("Acknowledged {moment}", moment=matter.acknowledged_at)
        lines.append(f":small[:gray[:material/visibility: {acknowledged}]]")
    if matter.answer:
        who = f" :small[:gray[{as_typed(named(*matter.answered_by))}]]" if matter.answered_by else ""
        lines.append(f":material/reply: {as_typed(matter.answer)}{who}")
    if matter.reason:
        lines.append(f":small[:gray[{labelled(t('Reason'), as_typed(matter.reason))}]]")
    return "  \n".join(lines)
