"""The service report as the technician fills it in, on a phone at the foot of a ladder (4(7))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from aftersales.clock import utc_now
from aftersales.errors import AftersalesError, ChangedMeanwhile
from aftersales.queries.report_job import (
    FiledReport,
    JobPhoto,
    JobQuoteLine,
    JobVisit,
    Price,
    ReportJob,
    find_filed_report,
    list_accepted_lines,
    list_photos,
    list_prices,
)
from aftersales.rules.kinds import Cause, Charge, FaultCategory
from aftersales.rules.report import missing_in_report
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.visit import VisitState
from aftersales.services.drafts import drop_draft
from aftersales.services.report import file_report
from aftersales.services.visit import finish
from aftersales.ui.page import reading, unit_of_work
from aftersales.ui.report_photos import draw_photos, draw_signature
from aftersales.ui.report_rows import Keep, draw_costs, draw_parts
from aftersales.ui.report_state import SIGNED, UNSIGNED, ReportState, content_of, form_name
from aftersales.ui.style import stay_at_the_bottom
from aftersales.ui.text import as_typed, named, say, show, t


def draw_report_form(actor: Actor, job: ReportJob, visit: JobVisit) -> None:
    """The form of one visit. What is typed is kept at every change, and given back after a reload."""
    with reading() as session:
        filed = find_filed_report(session, visit.dispatch_id) if visit.report_id else None
        prices = list_prices(session)
    state = ReportState(visit.dispatch_id)
    if not state.is_begun:
        state.begin(actor, job, visit, filed)
    _draw_fields(actor, job, visit, filed, prices)


@st.fragment
def _draw_fields(actor: Actor, job: ReportJob, visit: JobVisit, filed: FiledReport | None, prices: list[Price]) -> None:
    with reading() as session:  # here, since a picture may have been added since the page was drawn
        photos = list_photos(session, job.request_id, visit, job.visits)
        accepted = list_accepted_lines(session, job)
    state = ReportState(visit.dispatch_id)

    def keep() -> None:
        state.keep(actor)

    if state.get("from_draft"):
        _draw_draft_note(actor, job, visit, filed, state)
    _draw_fault(state, keep)
    st.subheader(t("Parts used"), anchor=False)
    draw_parts(state, keep)
    sees_costs = may(actor, Action.SEE_COSTS)
    st.subheader(t("Costs"), anchor=False)
    _draw_quote(job, accepted, {price.name: named(price.name, price.name_en) for price in prices})
    draw_costs(state, prices, job.charge, sees_costs=sees_costs, keep=keep)
    st.subheader(t("Photos"), anchor=False)
    draw_photos(actor, job, photos, state)
    _draw_customer(actor, job, photos, state, keep)
    _draw_save(actor, job, visit, photos, state)


def _draw_draft_note(
    actor: Actor, job: ReportJob, visit: JobVisit, filed: FiledReport | None, state: ReportState
) -> None:
    def throw_away() -> None:
        with unit_of_work() as session:
            drop_draft(session, actor=actor, form=form_name(visit.dispatch_id))
        state.forget()
        state.fill(content_of(job, visit, filed))

    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("What you had begun is here again; it is not saved as a report yet."))
        st.button(t("Throw my draft away"), type="tertiary", key=state.key("throw"), on_click=throw_away)


def _draw_fault(state: ReportState, keep: Keep) -> None:
    st.subheader(t("Fault and work"), anchor=False)
    st.selectbox(
        t("Fault seen"), [fault.value for fault in FaultCategory],
        format_func=lambda value: show(FaultCategory(value)), key=state.key("fault_seen"), on_change=keep,
    )  # fmt: skip
    st.pills(
        t("Cause found"), [cause.value for cause in Cause if cause is not Cause.UNKNOWN],
        format_func=lambda value: show(Cause(value)), key=state.key("cause_found"), on_change=keep,
    )  # fmt: skip
    st.text_area(
        t("What was found"), key=state.key("findings"), max_chars=2000, height=90, on_change=keep,
        placeholder=t("for example: power supply burnt, 3 modules dark"),
    )  # fmt: skip
    st.text_area(
        t("What was done"), key=state.key("work_done"), max_chars=2000, height=90, on_change=keep,
        placeholder=t("for example: power supply replaced, seal renewed, lit for 30 minutes without a fault"),
    )  # fmt: skip
    st.text_area(
        t("Safety measures"), key=state.key("safety_measures"), max_chars=400, height=68, on_change=keep,
        placeholder=t("for example: power cut first, lift truck, safety rope, area closed off"),
    )  # fmt: skip
    st.text_area(
        t("Left to do"), key=state.key("left_to_do"), max_chars=1000, height=68, on_change=keep,
        placeholder=t("empty when the work is finished"),
    )  # fmt: skip


def _draw_quote(job: ReportJob, accepted: Sequence[JobQuoteLine], words: Mapping[str, str]) -> None:
    if not accepted:
        st.caption(t("Charge: {charge}.", charge=job.charge))
        if job.charge in (Charge.PAID, Charge.AT_COST):
            st.warning(
                t("The customer has not accepted a quote yet: find the cause, but don't begin the repair (3(2))."),
                icon=":material/request_quote:",
            )  # fmt: skip
        return
    from aftersales.rules.message import Money

    total = sum(line.total_fen for line in accepted)
    names = tuple(words.get(line.name, line.name) for line in accepted)
    st.info(
        t("The customer accepted a quote of {total}: {lines}. Nothing beyond it may be asked of them (4(5)).",
          total=Money(total), lines=names),
        icon=":material/receipt_long:",
    )  # fmt: skip


def _draw_customer(actor: Actor, job: ReportJob, photos: list[JobPhoto], state: ReportState, keep: Keep) -> None:
    st.subheader(t("Customer"), anchor=False)
    st.text_area(t("Customer's words"), key=state.key("customer_words"), max_chars=1000, height=68, on_change=keep)
    ways = {SIGNED: t("Signed by the customer"), UNSIGNED: t("No signature")}
    st.segmented_control(
        t("Signature"), list(ways), format_func=ways.__getitem__, key=state.key("signature_way"), required=True,
        on_change=keep,
    )  # fmt: skip
    if state.get("signature_way") == UNSIGNED:
        st.text_input(
            t("Why there is no signature"), key=state.key("unsigned_reason"), max_chars=200, on_change=keep,
            placeholder=t("for example: nobody on duty at night, told by phone"),
        )  # fmt: skip
        return
    st.text_input(t("Signed by"), key=state.key("signed_by"), max_chars=80, on_change=keep)
    draw_signature(actor, job, photos, state)


def _draw_save(actor: Actor, job: ReportJob, visit: JobVisit, photos: list[JobPhoto], state: ReportState) -> None:
    report = state.as_report()
    is_final = visit.state is VisitState.FINISHED or (visit.state is VisitState.ON_SITE and not report["left_to_do"])
    missing = missing_in_report(report, is_final=is_final)
    stay_at_the_bottom("report_save")
    with st.container(key="report_save", gap="small"):
        if missing:
            st.markdown(
                f":orange-badge[:material/pending: {t('Missing for a complete report: {count}', count=len(missing))}] "
                + ("；" if t("Save the report") != "Save the report" else "; ").join(say(item) for item in missing)
            )
        else:
            st.markdown(f":green-badge[:material/check_circle: {t('The report is complete')}]")
        # At the sign one press does both, unless something is left to do: then another visit follows.
        finishes = visit.state is VisitState.ON_SITE and not state.get("left_to_do")
        if finishes and st.button(
            t("Save and finish the work"), type="primary", width="stretch", icon=":material/task_alt:",
            key=state.key("finish"),
        ):  # fmt: skip
            _save(actor, job, photos, state, finishes=True)
        label = t("Save the report") if not state.get("report_version") else t("Save the corrected report")
        kind: Literal["primary", "secondary"] = "secondary" if finishes else "primary"
        if st.button(label, type=kind, width="stretch", icon=":material/save:", key=state.key("save")):
            _save(actor, job, photos, state)
        if state.get("conflict") and st.button(
            t("Save mine in place of the other version"), width="stretch", key=state.key("overwrite")
        ):
            with reading() as session:
                stored = find_filed_report(session, visit.dispatch_id)
            state.put(stored.report.version if stored else 0, "report_version")
            state.put(False, "conflict")
            _save(actor, job, photos, state)


def _save(actor: Actor, job: ReportJob, photos: list[JobPhoto], state: ReportState, *, finishes: bool = False) -> None:
    """The report, and with it the end of the visit where it is asked for: both or neither."""
    signature = max((photo.id for photo in photos if photo.purpose == "signature"), default=None)
    try:
        with unit_of_work() as session:
            told: dict[str, Any] = {"actor": actor, "now": utc_now(), "request_id": job.request_id}
            file_report(session, **told, new=state.new_report(signature))
            if finishes:
                finish(session, **told)
            drop_draft(session, actor=actor, form=form_name(state.dispatch_id))
    except ChangedMeanwhile as error:
        state.put(True, "conflict")
        st.error(say(error), icon=":material/error:")
        return
    except AftersalesError as error:
        st.error(say(error), icon=":material/error:")
        return
    state.forget()
    st.session_state["report_saved"] = (job.number, finishes)
    st.rerun()


def draw_saved_note(job: ReportJob) -> None:
    """After saving, once."""
    number, finished = st.session_state.pop("report_saved", (None, False))
    if number == job.number:
        said = t("The report of {number} is saved.", number=as_typed(job.number))
        if finished:
            said = t("The report of {number} is saved and the work is finished.", number=as_typed(job.number))
        st.success(said, icon=":material/check_circle:")
