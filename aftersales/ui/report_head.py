"""What stands above a service report: whose sign it is, and which visit."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.report_job import JobVisit, ReportJob
from aftersales.rules.lifecycle import LIFECYCLE
from aftersales.ui.dial import dialled
from aftersales.ui.navigation import open_request
from aftersales.ui.text import as_typed, show, t


def draw_job(job: ReportJob) -> None:
    """Number, customer, place, what was reported, and whom to call there."""
    with st.container(border=True, gap="small"):
        st.markdown(
            f"**{as_typed(job.number)}** · {t(LIFECYCLE.labels[job.state])} · {as_typed(show(job.fault))}  \n"
            f"{as_typed(job.customer)}  \n:gray[{as_typed(' '.join(filter(None, (job.place, job.sign_code))))}]"
        )
        if job.description:
            st.caption(as_typed(job.description))
        with st.container(horizontal=True, vertical_alignment="center"):
            if number := dialled(job.contact_phone):
                st.link_button(
                    t("Call {name}", name=as_typed(job.contact_name or job.contact_phone)), f"tel:{number}",
                    icon=":material/call:",
                )  # fmt: skip
            if st.button(t("Open the request"), icon=":material/description:", key="to_request"):
                open_request(job.number)
            if st.button(t("All reports"), icon=":material/list:", type="tertiary", key="to_reports"):
                st.query_params.clear()
                st.rerun()


def choose_visit(job: ReportJob) -> JobVisit:
    """The visit of the address, else the newest without a report, else the newest. No visit: the page ends here."""
    if not job.visits:
        st.info(
            t("Nobody has arrived at this sign yet. The report is filled in once the technician is there."),
            icon=":material/hourglass_empty:",
        )
        st.stop()
    if len(job.visits) == 1:
        return job.visits[0]
    by_number = {visit.visit: visit for visit in reversed(job.visits)}
    wanted = st.query_params.get("visit", "")
    first = next((visit for visit in job.visits if visit.report_id is None), job.visits[0])
    default = int(wanted) if wanted.isascii() and wanted.isdigit() and int(wanted) in by_number else first.visit
    chosen = st.segmented_control(
        t("Visit"), list(by_number), default=default, key="report_visit", required=True,
        format_func=lambda number: t("Visit {number}, {moment}", number=number, moment=by_number[number].arrived_at),
    )  # fmt: skip
    return by_number[chosen or default]


def can_be_filed(job: ReportJob, visit: JobVisit) -> bool:
    """Whether this visit's report can be written or corrected now."""
    return job.state in LIFECYCLE.step("file_report").moves
