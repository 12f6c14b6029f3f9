"""Service reports: fill one in on the phone, see and print it; the register of all (4(7), 4(9))."""

import streamlit as st

from aftersales.queries.report_job import get_report_job
from aftersales.rules.roles import Action, may
from aftersales.ui.page import reading
from aftersales.ui.report_form import draw_report_form, draw_saved_note
from aftersales.ui.report_head import can_be_filed, choose_visit, draw_job
from aftersales.ui.report_list import draw_reports
from aftersales.ui.report_view import draw_print, draw_report
from aftersales.ui.text import t
from aftersales.ui.who import actor_here

actor = actor_here()
number = st.query_params.get("number")
if not number:
    st.title(t("Service reports"))
    draw_reports(actor)
    st.stop()

st.title(t("Service report"))
with reading() as session:
    job = get_report_job(session, actor, number)
draw_job(job)
draw_saved_note(job)
visit = choose_visit(job)
if may(actor, Action.FILE_REPORT) and can_be_filed(job, visit):
    if visit.report_id:
        draw_print(actor, job.number, visit.dispatch_id)
    draw_report_form(actor, job, visit)
elif visit.report_id:
    draw_report(actor, visit.dispatch_id)
else:
    st.info(t("Nobody has filed a report of this visit yet."), icon=":material/hourglass_empty:")
