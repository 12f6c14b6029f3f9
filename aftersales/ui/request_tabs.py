"""What lies behind: history, visits, money, photos. Only the open one is drawn."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from aftersales.queries.request_view import RequestView
from aftersales.rules.roles import Actor
from aftersales.ui.handbook_request import draw_request_handbook
from aftersales.ui.request_bills import draw_bills, waits_for_bill
from aftersales.ui.request_history import draw_history
from aftersales.ui.request_money import draw_costs, draw_quotes
from aftersales.ui.request_photos import draw_photos
from aftersales.ui.request_visits import draw_linked, draw_rounds, draw_stops, draw_survey, draw_visits
from aftersales.ui.text import t


def draw_tabs(view: RequestView, actor: Actor, now: datetime) -> None:
    if view.links.requests:
        draw_linked(view)
    # No counts in the labels: a tab is known by its label, and would close when the count changes.
    labels = (t("History"), t("Visits"), t("Photos"), t("Money and survey"), t("Its handbook"))
    # Who records bills comes for that, where one waits. Kept, so that the tab stays open once the bill is recorded.
    waits = st.session_state.setdefault(f"tabs_first:{view.id}", waits_for_bill(view, actor))
    first = labels[3] if waits else labels[0]
    history, visits, photos, money, handbook = st.tabs(
        labels, default=first, on_change="rerun", key=f"tabs:{view.id}"
    )  # fmt: skip
    if history.open:
        with history:
            draw_history(view, actor, now)
    if visits.open:
        with visits:
            draw_visits(view, now)
            draw_stops(view, now)
            draw_rounds(view, now)
    if photos.open:
        with photos:
            draw_photos(view, actor)
    if money.open:
        with money:
            _draw_money(view, actor, now)
    if handbook.open:
        with handbook:
            draw_request_handbook(view, actor, now)


def _draw_money(view: RequestView, actor: Actor, now: datetime) -> None:
    st.markdown(f"##### {t('Quotes')}")
    draw_quotes(view)
    draw_bills(view, actor, now)
    if view.costs is not None:
        st.markdown(f"##### {t('Costs')}")
        draw_costs(view)
    if view.request.kind.needs_visit and view.sees_survey:
        st.markdown(f"##### {t('Satisfaction survey')}")
        draw_survey(view)
