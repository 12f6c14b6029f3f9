"""On the request's page: the sign's handbook, and what is known to common questions (1.5, 4(2))."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.clock import local_day
from aftersales.queries.handbooks import get_handbook
from aftersales.queries.request_view import RequestView
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.answer_finder import draw_answer_search
from aftersales.ui.handbook_card import draw_handbook
from aftersales.ui.page import reading


def draw_request_handbook(view: RequestView, actor: Actor, now: datetime) -> None:
    """Drawn only while its tab is open."""
    if not may(actor, Action.SEE_WARRANTY):
        return
    today = local_day(now)
    if view.sign is not None and view.sign.id is not None:
        with reading() as session:
            handbook = get_handbook(session, actor, view.sign.id, today=today)
        draw_handbook(actor, handbook, today)
    sign_id = view.sign.id if view.sign is not None else None
    with st.container(key="request_answers", gap="small"):
        draw_answer_search(actor, sign_id, key=f"request_{view.id}", asked=view.request.description)
