"""Audits of closed requests: one standard across the offices, drawn by chance, each no followed up (5.2(3))."""

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import NotFound
from aftersales.queries.audit_view import get_audit_view
from aftersales.rules.audit import TO_ANSWER
from aftersales.rules.roles import Action, may
from aftersales.ui.audit_checklist import draw_checklist
from aftersales.ui.audit_draw import draw_draw_form
from aftersales.ui.audit_findings import draw_audit_findings
from aftersales.ui.audit_list import draw_all_audits, draw_findings, draw_my_audits
from aftersales.ui.audit_offices import draw_offices
from aftersales.ui.audit_steps import draw_audit_steps
from aftersales.ui.audit_view import draw_audit_facts, draw_audit_head, draw_audit_history
from aftersales.ui.choosable import Choosable
from aftersales.ui.page import reading
from aftersales.ui.text import say, t
from aftersales.ui.who import actor_here

actor = actor_here()
now = utc_now()
number = st.query_params.get("number")
view = None
if number:
    try:
        with reading() as session:
            view = get_audit_view(session, actor, number)
    except NotFound as error:
        st.error(say(error), icon=":material/search_off:")

if view is not None:
    if st.button(t("All audits"), key="all_audits_back", type="tertiary", icon=":material/arrow_back:"):
        st.query_params.clear()
        st.rerun()
    draw_audit_head(view, now)
    choosable = Choosable()
    draw_audit_steps(view, actor, choosable)
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        draw_audit_facts(view, now)
        if view.audit.state in TO_ANSWER:
            draw_checklist(view, actor)
            draw_audit_findings(view, actor, choosable, now)
        else:  # whoever sees to a finding comes for that
            draw_audit_findings(view, actor, choosable, now)
            draw_checklist(view, actor)
    with right:
        draw_audit_history(view)
    st.stop()

draws = may(actor, Action.DRAW_AUDITS)
if "new" in st.query_params and draws:
    draw_draw_form(actor, now)
    st.stop()

drawn = st.session_state.pop("audits_drawn", None)
if drawn:
    st.toast(t("{count} audits were drawn.", count=drawn), icon=":material/casino:")
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    st.title(t("Audits"), anchor=False)
    if draws and st.button(t("Draw audits"), key="new_audits", type="primary", icon=":material/casino:"):
        st.query_params.from_dict({"new": "1"})
        st.rerun()
tabs = {
    "mine": (may(actor, Action.AUDIT), t("Mine")),
    "findings": (True, t("Findings")),
    "offices": (True, t("Offices")),
    "all": (True, t("All audits")),
}
shown = {key: label for key, (is_shown, label) in tabs.items() if is_shown}
opened = dict(zip(shown, st.tabs(tuple(shown.values()), on_change="rerun", key="audit_tabs"), strict=True))
for key, tab in opened.items():
    if not tab.open:
        continue
    with tab:
        if key == "mine":
            draw_my_audits(actor, now)
        elif key == "findings":
            draw_findings(actor, now)
        elif key == "offices":
            draw_offices(actor, now)
        else:
            draw_all_audits(actor, now)
