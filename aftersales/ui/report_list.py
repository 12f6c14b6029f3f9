"""The register of service reports, and the visits that still lack one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import ceil

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.config import service_zone
from aftersales.queries.reports import (
    MOST_COUNTED,
    LackingReport,
    ReportFilter,
    ReportRow,
    count_reports,
    list_lacking_reports,
    list_reports,
)
from aftersales.queries.where import list_places
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, current_language, show, t

ROWS = 20
FIRST_LACKING = 6


def name_in(names: tuple[str, str], language: str) -> str:
    """The one of a Chinese and an English name that the reader reads."""
    return names[0] if language == "zh" else names[1] or names[0]


def draw_reports(actor: Actor) -> None:
    """First what is still to be filled in, then the register."""
    with reading() as session:
        lacking = list_lacking_reports(session, actor)
        offices, _ = list_places(session)
    _draw_lacking(actor, lacking)
    wanted = _draw_filter({office.id: name_in((office.name, office.name_en), current_language()) for office in offices})
    with reading() as session:
        count = count_reports(session, actor, wanted)
        page = st.session_state.get("reports_page", 1)
        page = min(page, max(1, ceil(count / ROWS)))
        rows = list_reports(session, actor, wanted, limit=ROWS, offset=(page - 1) * ROWS)
    _draw_register(rows, count)


def _draw_lacking(actor: Actor, lacking: list[LackingReport]) -> None:
    if not lacking:
        return
    st.subheader(t("Still to be filled in ({count})", count=len(lacking)), anchor=False)
    is_filer = may(actor, Action.FILE_REPORT)
    shown = lacking if st.session_state.get("lacking_all") else lacking[:FIRST_LACKING]
    with st.grid(columns="auto", min_column_width=300):
        for job in shown:
            with st.container(border=True, gap="small", key=f"lacking_{job.dispatch_id}"):
                st.markdown(
                    f"**{as_typed(job.number)}** · {as_typed(show(job.fault))}  \n"
                    f"{as_typed(job.customer)}  \n:gray[{as_typed(job.place) or '—'}]"
                )
                st.caption(t("On site {moment}", moment=job.arrived_at))
                if st.button(
                    t("Fill in the report") if is_filer else t("Look at the job"),
                    key=f"fill_{job.dispatch_id}",
                    type="primary" if actor.is_only_technician else "secondary",
                    width="stretch",
                ):
                    st.query_params["number"] = job.number
                    st.query_params["visit"] = str(job.visit)
                    st.rerun()
    if len(shown) < len(lacking):
        st.button(
            t("Show all {count}", count=len(lacking)), type="tertiary", key="show_all_lacking",
            on_click=lambda: st.session_state.update(lacking_all=True),
        )  # fmt: skip


def _draw_filter(offices: dict[int, str]) -> ReportFilter:
    st.subheader(t("Filed reports"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="reports_filter"):
        typed = st.text_input(
            t("Number, customer, sign, place or phone"), key="reports_typed", type="search", persist_state="session",
            placeholder=t("Search"),
            on_change=_first_page,
        )  # fmt: skip
        office = st.selectbox(
            t("Office"), list(offices), index=None, format_func=offices.__getitem__, key="reports_office", width=200,
            placeholder=t("All offices"), persist_state="session", on_change=_first_page,
        )  # fmt: skip
        days = st.date_input(  # type: ignore[call-overload]
            t("Filed on"), value=(), key="reports_days", width=250, persist_state="session", on_change=_first_page,
            format="YYYY-MM-DD", max_value=local_day(utc_now()) + timedelta(days=1),
        )  # fmt: skip
    chosen = days if isinstance(days, tuple) else (days,)
    return ReportFilter(
        office_id=office,
        filed_from=_start_of(chosen[0]) if chosen and chosen[0] else None,
        filed_before=_start_of(chosen[-1] + timedelta(days=1)) if chosen and chosen[-1] else None,
        typed=typed or "",
    )


def _first_page() -> None:
    st.session_state["reports_page"] = 1


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), service_zone())


def _draw_register(rows: list[ReportRow], count: int) -> None:
    if not rows:
        st.info(
            t("No report fits this search. Reports are filed from the visit's page, or from the list above."),
            icon=":material/search_off:",
        )
        return
    language = current_language()
    chosen = st.dataframe(
        [
            {
                t("Number"): row.number,
                t("Customer"): row.customer,
                t("Place"): row.place,
                t("Fault seen"): show(row.fault_seen),
                t("Cause found"): show(row.cause_found),
                t("Visit"): row.visit,
                t("Technicians"): "、".join(name_in(names, language) for names in row.crew)
                if language == "zh"
                else ", ".join(name_in(names, language) for names in row.crew),
                t("Filed"): show(row.filed_at),
                t("Sign"): row.sign_code or "—",
                t("Signed"): t("yes") if row.is_signed else t("no"),
            }
            for row in rows
        ],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="reports_rows",
        column_config={t("Visit"): st.column_config.NumberColumn(width="small", format="%d")},
        height="content",
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        counted = t("more than {count} reports", count=MOST_COUNTED) if count >= MOST_COUNTED else (
            t("Reports: {count}", count=count)
        )  # fmt: skip
        st.caption(counted + " · " + t("choose a row to open its report"))
        if count > ROWS:
            st.pagination(ceil(min(count, MOST_COUNTED) / ROWS), key="reports_page")
    picked = chosen["selection"]["rows"]
    if picked and picked[0] < len(rows):
        row = rows[picked[0]]
        st.query_params["number"] = row.number
        st.query_params["visit"] = str(row.visit)
        st.rerun()
