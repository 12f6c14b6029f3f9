"""What customers said in revisits, by region: mean mark and how many, each opening its rows (5.2(2))."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from aftersales.clock import local_day
from aftersales.config import service_zone
from aftersales.queries.revisits import RegionFeedback, RevisitRow, feedback_by_region, list_ended_revisits
from aftersales.rules.care import SATISFIED_FROM
from aftersales.rules.periods import DAY, midnight
from aftersales.rules.roles import Actor
from aftersales.ui.choosable_chart import saveable
from aftersales.ui.leadership_charts import GOOD, QUIET
from aftersales.ui.page import reading
from aftersales.ui.text import named, show, t

SPANS = {90: 90, 365: 365}


def draw_feedback(actor: Actor, now: datetime, today: date) -> None:
    days = st.segmented_control(
        t("Period"), list(SPANS), default=365, key="feedback_days", required=True, label_visibility="collapsed",
        format_func=lambda one: t("the last {days} days", days=one),
    )  # fmt: skip
    from_at = midnight(today - timedelta(days=days - 1), service_zone())
    with reading() as session:
        regions = feedback_by_region(session, actor, from_at=from_at, before_at=midnight(today + DAY, service_zone()))
    made = sum(region.made for region in regions)
    if not made:
        st.info(t("No revisit was made in this time."), icon=":material/phone_forwarded:")
        return
    satisfied = sum(region.satisfied for region in regions)
    one, two, three = st.columns(3)
    one.metric(t("Mean mark"), f"{sum(region.marks for region in regions) / made:.2f}", border=True,
               help=t("The plain mean of the marks, one to five, that customers gave in revisits."))  # fmt: skip
    two.metric(t("Revisits made"), show(made), border=True)
    three.metric(
        t("Satisfied"), f"{100 * satisfied / made:.0f}%", border=True,
        help=t("Customers who gave {mark} or more.", mark=SATISFIED_FROM),
    )  # fmt: skip
    _draw_chart(regions)
    names = {region.region[0]: named(*region.region) for region in regions if region.made}
    region = st.selectbox(
        t("What was heard in"), list(names), format_func=names.__getitem__, index=None, key="feedback_region",
        placeholder=t("all regions"),
    )  # fmt: skip
    with reading() as session:
        rows = list_ended_revisits(session, actor, region=region)
    _draw_rows([row for row in rows if row.mark is not None and row.ended_at is not None and row.ended_at >= from_at])


def _draw_chart(regions: list[RegionFeedback]) -> None:
    """The lowest mean first; the count stands beside each bar, since a mean of two says little."""
    ordered = sorted((region for region in regions if region.made), key=lambda region: region.mean or 0)
    data = pd.DataFrame(
        [
            {
                "region": named(*region.region), "mark": region.mean, "made": region.made,
                "waiting": region.waiting,
                "text": t("{mark} · {count} revisits", mark=f"{region.mean:.1f}", count=region.made),
                "few": t("fewer than 5") if region.made < 5 else t("5 and more"),
            }
            for region in ordered
        ]
    )  # fmt: skip
    title = t("In which region are customers least content?")
    who = alt.Y("region:N", title=None, sort=list(data["region"]), axis=alt.Axis(labelLimit=150))
    mark = alt.X("mark:Q", title=t("Mean mark, of five"), scale=alt.Scale(domain=[0, 5]), axis=alt.Axis(tickCount=5))
    base = alt.Chart(data).encode(
        y=who, x=mark,
        tooltip=[
            alt.Tooltip("region:N", title=t("Region")), alt.Tooltip("mark:Q", title=t("Mean mark"), format=".2f"),
            alt.Tooltip("made:Q", title=t("Revisits made")), alt.Tooltip("waiting:Q", title=t("To be made")),
        ],
    )  # fmt: skip
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        color=alt.Color(
            "few:N",
            title=None,
            legend=alt.Legend(orient="bottom") if data["few"].nunique() > 1 else None,
            scale=alt.Scale(domain=[t("5 and more"), t("fewer than 5")], range=[GOOD, QUIET]),
        )
    )
    words = base.mark_text(align="right", dx=-6, color="white", fontSize=12, fontWeight=600).encode(text="text:N")
    chart = alt.layer(bars, words).properties(
        height=max(150, 38 * len(ordered) + 100), title=alt.Title(title, anchor="start", fontSize=15)
    )
    st.altair_chart(saveable(chart, "revisits-by-region"), width="stretch", key="feedback_chart", alt=title)


def _draw_rows(rows: list[RevisitRow]) -> None:
    if not rows:
        return
    chosen = st.dataframe(
        [
            {
                t("Number"): row.number,
                t("Day"): show(local_day(row.ended_at)) if row.ended_at else "",
                t("Customer"): row.customer,
                t("Mark"): row.mark,
                t("Care plan"): row.plan,
                t("Office"): named(*row.office) if row.office else "—",
            }
            for row in rows
        ],
        hide_index=True, on_select="rerun", selection_mode="single-row", key="feedback_rows", height="content",
    )  # fmt: skip
    st.caption(t("Choose a row to open its revisit."))
    picked = chosen["selection"]["rows"]
    if picked:
        st.query_params.from_dict({"number": rows[picked[0]].number})
        st.rerun()
