"""Opinions of customers: routed to departments, answered; what offices collect; what is escalated (5.1(3), 5.2(1))."""

import streamlit as st

from aftersales.clock import utc_now
from aftersales.rules.roles import Action, may
from aftersales.ui.opinion_form import draw_opinion_form
from aftersales.ui.opinion_list import draw_office_opinions, draw_to_route, draw_with_departments
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
now = utc_now()
collects, routes = may(actor, Action.COLLECT_OPINION), may(actor, Action.ROUTE_MATTER)
if "new" in st.query_params and collects:
    draw_opinion_form(actor, now)
    st.stop()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    st.title(t("Customers' opinions"), anchor=False)
    if collects and st.button(t("Send in an opinion"), key="new_opinion", type="primary", icon=":material/add:"):
        st.query_params.from_dict({"new": "1"})
        st.rerun()
tabs = {
    "to_route": (routes, t("To route")),
    "offices": (collects and not routes, t("Collected by offices")),
    "departments": (True, t("With departments")),
    "escalations": (True, t("Escalations")),
    "all_offices": (routes, t("Collected by offices")),
}
shown = {key: label for key, (is_shown, label) in tabs.items() if is_shown}
opened = dict(zip(shown, st.tabs(tuple(shown.values()), on_change="rerun", key="opinion_tabs"), strict=True))
for key, tab in opened.items():
    if not tab.open:
        continue
    with tab:
        if key == "to_route":
            draw_to_route(actor, now)
        elif key == "departments":
            draw_with_departments(actor, now, "opinion")
        elif key == "escalations":
            draw_with_departments(actor, now, "escalation")
        else:
            draw_office_opinions(actor)
