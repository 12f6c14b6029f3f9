"""How each office or team holds to the one standard: its rate, and which question it misses (5.2(3))."""

from __future__ import annotations

from datetime import date, datetime

import altair as alt
import pandas as pd
import streamlit as st

from aftersales.clock import local_day
from aftersales.queries.audit_rates import BY, Rate, list_question_noes, list_rates
from aftersales.queries.audits import SampleRow, list_samples
from aftersales.queries.figures.groups import By
from aftersales.rules.audit import CHECKS, AuditCheck
from aftersales.rules.message import N_
from aftersales.rules.periods import month_before, month_of
from aftersales.rules.roles import Action, Actor, may
from aftersales.ui.audit_list import draw_part_audits
from aftersales.ui.audit_look import SCORECARD_ADDRESS, show_month
from aftersales.ui.page import reading
from aftersales.ui.text import named, show, t

# A question in as few words as an axis has room for.
SHORT: dict[AuditCheck, str] = {
    AuditCheck.ANSWERED_IN_TIME: N_("Answer"),
    AuditCheck.ARRIVED_AS_PROMISED: N_("Arrival"),
    AuditCheck.RECORDED_WHOLE: N_("Register"),
    AuditCheck.REPORT_COMPLETE: N_("Report"),
    AuditCheck.PHOTOS: N_("Photos"),
    AuditCheck.CHARGED_BY_RULES: N_("Charge"),
    AuditCheck.QUOTE_BEFORE_REPAIR: N_("Quote"),
    AuditCheck.SURVEY_ASKED: N_("Survey"),
    AuditCheck.MANNER: N_("Manners"),
    AuditCheck.CAUSE_ANALYSED: N_("Root cause"),
    AuditCheck.WORDS_UNDERSTANDABLE: N_("Clear words"),
}


def draw_offices(actor: Actor, now: datetime) -> None:
    today = local_day(now)
    months = st.segmented_control(
        t("Period"), (3, 6, 12), default=6, key="audit_months", required=True, label_visibility="collapsed",
        format_func=lambda one: t("{count} months", count=one),
    )  # fmt: skip
    words = {By.OFFICE: t("By office"), By.TEAM: t("By team")}
    chosen = st.segmented_control(
        t("By what"), BY, default=By.OFFICE, key="audits_by", required=True, label_visibility="collapsed",
        format_func=words.__getitem__,
    )  # fmt: skip
    by = chosen or By.OFFICE
    last = month_before(today)
    first = last.from_on
    for _ in range((months or 6) - 1):
        first = month_before(first).from_on
    with reading() as session:
        rates = list_rates(session, actor, by=by, from_month=first, to_month=last.from_on)
        noes = list_question_noes(session, actor, by=by, from_month=first, to_month=last.from_on)
        samples = list_samples(session, actor)
    if may(actor, Action.SEE_FIGURES):
        st.markdown(
            f":material/monitoring: [{t('The scorecard of offices and teams')}]({SCORECARD_ADDRESS})"
        )  # fmt: skip
    if not rates:
        st.info(t("No audit was drawn for these months yet."), icon=":material/fact_check:")
    else:
        _draw_rates(actor, by, rates, first, last.from_on, now)
        _draw_map(by, rates, noes)
    _draw_samples(samples)


def _draw_rates(actor: Actor, by: By, rates: list[Rate], first: date, last: date, now: datetime) -> None:
    part = _part_word(by)
    table = [
        {
            part: named(*one.name),
            t("Answered yes"): None if one.rate is None else 100 * one.rate,
            t("Of questions"): one.asked,
            t("Audits finished"): t("{count} of {total}", count=one.finished, total=one.drawn),
            t("Findings"): one.findings,
            t("Open findings"): one.open_findings,
        }
        for one in rates
    ]
    config = {
        t("Answered yes"): st.column_config.ProgressColumn(format="%.1f %%", min_value=0, max_value=100, width=140)
    }
    chosen = st.dataframe(
        table, hide_index=True, column_config=config, key=f"audit_rates_{by}", height="content", on_select="rerun",
        selection_mode="single-row",
    )  # fmt: skip
    st.caption(
        t("The share of yes among yes and no; what does not apply counts neither way. The lowest stands first.")
        + " "
        + t("Choose a row to see its audits.")
    )
    for place in chosen["selection"]["rows"][:1]:
        if place < len(rates):
            draw_part_audits(actor, now, by, rates[place].part_id, first, last)


def _part_word(by: By) -> str:
    return t("Office") if by is By.OFFICE else t("Team")


def _draw_map(by: By, rates: list[Rate], noes: list[tuple[int, AuditCheck, int, int]]) -> None:
    parts = {one.part_id: named(*one.name) for one in rates}
    data = pd.DataFrame(
        [
            {
                "part": parts[part_id], "question": t(SHORT[question]), "whole": t(CHECKS[question].words),
                "share": 100 * count / total, "cases": t("{count} of {total}", count=count, total=total),
            }
            for part_id, question, count, total in noes
            if part_id in parts
        ]
    )  # fmt: skip
    if data.empty:
        return
    # The many questions go down, so that a phone has room for the few offices or teams across.
    down = [t(SHORT[question]) for question in AuditCheck]
    base = alt.Chart(data).encode(
        x=alt.X("part:N", sort=list(parts.values()), title=None,
                axis=alt.Axis(labelAngle=-35, labelLimit=120, labelOverlap=False, orient="top")),
        y=alt.Y("question:N", sort=down, title=None, axis=alt.Axis(labelLimit=160)),
        tooltip=[
            alt.Tooltip("part:N", title=_part_word(by)), alt.Tooltip("whole:N", title=t("Question")),
            alt.Tooltip("cases:N", title=t("Answered no")),
        ],
    )  # fmt: skip
    # A field that stays empty was never no: its plain 0 can be read on light and dark pages.
    fields = (
        base.transform_filter("datum.share > 0")
        .mark_rect(cornerRadius=3)
        .encode(
            color=alt.Color("share:Q", scale=alt.Scale(scheme="oranges", domain=[0, 100]), legend=None),
        )
    )
    numbers = base.mark_text(fontSize=12).encode(
        text=alt.Text("share:Q", format=".0f"),
        color=alt.condition("datum.share > 0", alt.value("#333"), alt.value("#888")),
    )
    st.subheader(t("Which question is answered no, in percent?"), anchor=False)
    chart = (fields + numbers).properties(height=28 * len(down) + 90)
    st.altair_chart(chart, width="stretch", key="audit_map")


def _draw_samples(samples: list[SampleRow]) -> None:
    if not samples:
        return
    with st.expander(t("How the audits were drawn"), icon=":material/casino:", key="audit_samples"):
        st.caption(t("The same seed draws the same requests again from the same closed ones."))
        table = [
            {
                t("Office"): named(*one.office),
                t("Month"): show_month(one.month),
                t("Closed requests"): one.population,
                t("Drawn"): one.drawn,
                t("Seed"): str(one.seed),
                t("Drawn at"): show(one.drawn_at),
                t("By whom"): named(*one.drawn_by) if one.drawn_by else t("The system"),
            }
            for one in samples
        ]
        st.dataframe(table, hide_index=True, key="audit_sample_rows", height="content")


def months_to_draw(today: date) -> list[date]:
    """The first days of the last twelve months that are over, the newest first."""
    months = [month_before(month_of(today).from_on).from_on]
    while len(months) < 12:
        months.append(month_before(months[-1]).from_on)
    return months
