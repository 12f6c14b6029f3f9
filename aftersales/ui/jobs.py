"""A technician's jobs on a phone: what, where, whom to call, and the next step as a big button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from aftersales.clock import utc_now
from aftersales.queries.jobs import Job
from aftersales.rules.kinds import Severity
from aftersales.rules.message import N_
from aftersales.rules.roles import Actor
from aftersales.rules.visit import VISIT, VisitState
from aftersales.services.dispatch import accept_job, hand_back
from aftersales.services.visit import arrive, depart
from aftersales.ui.dial import call
from aftersales.ui.moments import local, show_time
from aftersales.ui.navigation import open_request
from aftersales.ui.page import errors_shown, unit_of_work
from aftersales.ui.promise import promise_badge
from aftersales.ui.text import as_typed, show, t

_STYLE = """
<style>
[class*="st-key-job_"] p { overflow-wrap: anywhere; }
[class*="st-key-big_"] button { min-height: 3.1rem; }
[class*="st-key-big_"] button p { font-size: 1.05rem; font-weight: 600; }
</style>
"""
# The next step of a visit in each of its states: name for the key, label, service.
_NEXT: dict[VisitState, tuple[str, str, str, Callable[..., Any]]] = {
    VisitState.ASSIGNED: ("accept", N_("Accept the job"), ":material/check:", accept_job),
    VisitState.ACCEPTED: ("depart", N_("Depart"), ":material/directions_car:", depart),
    VisitState.EN_ROUTE: ("arrive", N_("I have arrived"), ":material/location_on:", arrive),
}


def draw_jobs(jobs: Sequence[Job], actor: Actor, now: datetime) -> None:
    """Under way first, then the planned ones, then the reports that are still to be written."""
    st.html(_STYLE)
    today = local(now).date()
    live = [job for job in jobs if not job.is_over]
    under_way = [job for job in live if job.visit_state in (VisitState.EN_ROUTE, VisitState.ON_SITE)]
    planned = [job for job in live if job not in under_way]
    sections = (
        (t("Now"), under_way),
        (t("Planned for today"), [job for job in planned if local(job.starts_at).date() <= today]),
        (t("Next days"), [job for job in planned if local(job.starts_at).date() > today]),
        (t("Reports to write"), [job for job in jobs if job.is_over and not job.has_report]),
        (t("Done today"), [job for job in jobs if job.is_over and job.has_report]),
    )
    for title, found in sections:
        if found:
            st.subheader(f"{title} :gray[{len(found)}]", anchor=False)
        for job in found:
            _draw_job(job, actor, now)


def _draw_job(job: Job, actor: Actor, now: datetime) -> None:
    with st.container(border=True, key=f"job_{job.request_id}_{int(job.starts_at.timestamp())}", gap="small"):
        st.markdown("  \n".join(_lines(job, now)))
        if job.is_over:
            _draw_report_button(job)
            return
        if job.visit_state is VisitState.ON_SITE:
            _draw_report_button(job)
        else:
            _draw_next_step(job, actor)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            if st.button(t("Details"), key=f"all_{job.number}", icon=":material/description:"):
                open_request(job.number)
            if job.visit_state in (VisitState.ASSIGNED, VisitState.ACCEPTED):
                _draw_other_steps(job, actor)


def _lines(job: Job, now: datetime) -> list[str]:
    head = f"**{show_time(job.starts_at, now)}–{local(job.ends_at):%H:%M}** · {t(VISIT.labels[job.visit_state])}"
    badges = [] if job.is_over or job.visit_state is VisitState.ON_SITE else [promise_badge(job.due_at, now, job.due)]
    if job.severity is not Severity.NORMAL:
        badges.append(
            f":{'red' if job.severity is Severity.DANGER else 'blue'}-badge[:material/warning: {show(job.severity)}]"
        )
    lines = [head, " ".join(badges), f"**{as_typed(job.customer)}**"]
    lines.append(" · ".join(as_typed(part) for part in (job.place, show(job.fault), job.sign_code) if part))
    if job.address:
        lines.append(f":material/location_on: {as_typed(job.address)}")
    if job.contact_phone:
        lines.append(f":material/call: {as_typed(job.contact_name)} {call(job.contact_phone)}")
    lines.append(f":gray[{as_typed(job.description.replace(chr(10), ' '))}]")
    if job.waits_for_quote and not job.is_over:
        lines.append(f":orange[:material/request_quote: {t('Find the cause first: no quote is accepted yet (3(2)).')}]")
    if job.note:
        lines.append(f":material/sticky_note_2: {as_typed(job.note)}")
    return [line for line in lines if line]


def _draw_report_button(job: Job) -> None:
    if not job.is_over:
        label = t("Report and finish")
    else:
        label = t("See the service report") if job.has_report else t("Write the service report")
    key = f"{job.number}_{int(job.starts_at.timestamp())}"
    with st.container(key=f"big_report_{key}"):
        if st.button(
            label, key=f"report_{key}", width="stretch", type="secondary" if job.is_over else "primary",
            icon=":material/assignment_turned_in:",
        ):  # fmt: skip
            st.switch_page("reports.py", query_params={"number": job.number})


def _state_for_me(job: Job) -> VisitState:
    """Accepted by me, though others of the crew have still to accept."""
    return VisitState.ACCEPTED if job.visit_state is VisitState.ASSIGNED and job.is_accepted else job.visit_state


def _draw_next_step(job: Job, actor: Actor) -> None:
    name, label, icon, service = _NEXT[_state_for_me(job)]
    with st.container(key=f"big_{name}_{job.number}"):
        if st.button(t(label), key=f"{name}_{job.number}", type="primary", width="stretch", icon=icon):
            _take(service, job, actor)


def _draw_other_steps(job: Job, actor: Actor) -> None:
    if _state_for_me(job) is VisitState.ACCEPTED and st.button(
        t("I am there already"), key=f"there_{job.number}", icon=":material/location_on:"
    ):
        _take(arrive, job, actor)
    with st.popover(t("Refuse"), icon=":material/undo:", key=f"refuse_{job.number}"):
        reason = st.text_area(
            t("Why can't you take it?"), key=f"reason_{job.number}", max_chars=400, persist_state="page"
        )
        if st.button(t("Refuse and hand back"), key=f"hand_back_{job.number}", width="stretch"):
            _take(hand_back, job, actor, reason=reason)


def _take(service: Callable[..., Any], job: Job, actor: Actor, **values: Any) -> None:
    """One step; a refusal is shown in place, and what was typed stays."""
    with errors_shown():
        with unit_of_work() as session:
            service(
                session, actor=actor, now=utc_now(), request_id=job.request_id, expected_version=job.version, **values
            )
        st.rerun()
