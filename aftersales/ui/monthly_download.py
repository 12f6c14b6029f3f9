"""The monthly report in one click: a month, a language, and the two files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from aftersales.clock import utc_now
from aftersales.documents.monthly_pdf import monthly_report_pdf
from aftersales.documents.monthly_workbook import monthly_report_workbook
from aftersales.locale import Language
from aftersales.locale.figures import format_period
from aftersales.queries.figures.monthly import MonthlyReport, get_monthly_report
from aftersales.rules.periods import Period, month_before, month_of, until
from aftersales.rules.roles import Actor
from aftersales.ui.page import reading
from aftersales.ui.text import LANGUAGE_NAMES, current_language, t

MONTHS = 24
Writer = Callable[[MonthlyReport, Language], bytes]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_monthly_report(actor: Actor, today: date) -> None:
    """The files are only made when they are asked for."""
    months = [month_before(today)]
    while len(months) < MONTHS:
        months.append(month_before(months[-1].from_on))
    months.append(until(month_of(today), today))
    with st.popover(t("Monthly report"), icon=":material/summarize:"):
        month = st.selectbox(
            t("Month"), months, key="report_month", format_func=lambda each: format_period(each, current_language())
        )
        language = st.segmented_control(
            t("Language"), list(LANGUAGE_NAMES), key="report_language", default=current_language(), required=True,
            format_func=LANGUAGE_NAMES.__getitem__,
        )  # fmt: skip
        name = f"after-sales-{month.from_on:%Y-%m}"
        st.download_button(
            t("As a PDF, ready to send"), _maker(actor, month, language, monthly_report_pdf), f"{name}.pdf",
            "application/pdf", icon=":material/picture_as_pdf:", key="report_pdf", on_click="ignore", width="stretch",
        )  # fmt: skip
        st.download_button(
            t("As an Excel workbook"), _maker(actor, month, language, monthly_report_workbook), f"{name}.xlsx",
            EXCEL, icon=":material/table_view:", key="report_xlsx", on_click="ignore", width="stretch",
        )  # fmt: skip


def _maker(actor: Actor, month: Period, language: Language | None, write: Writer) -> Callable[[], bytes]:
    def make() -> bytes:
        with reading() as session:
            report = get_monthly_report(session, actor, month, now=utc_now())
        return write(report, language or "zh")

    return make
