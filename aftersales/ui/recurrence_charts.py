"""Which sign type has which fault again and again: a map whose dark fields are the clusters (4(6))."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from aftersales.queries.recurrences import Cluster
from aftersales.ui.text import named, show, t

MOST_TYPES, MOST_FAULTS = 12, 10


def draw_clusters(clusters: Sequence[Cluster]) -> None:
    """Sign types down, faults across; each field says how often."""
    data = pd.DataFrame(
        [
            {
                "kind": named(*one.name), "fault": show(one.fault), "repeats": one.repeats, "signs": one.signs,
                "rate": 100 * one.signs / one.installed if one.installed else 0.0,
            }
            for one in clusters
        ]
    )  # fmt: skip
    kinds = data.groupby("kind")["repeats"].sum().sort_values(ascending=False).index[:MOST_TYPES].tolist()
    faults = data.groupby("fault")["repeats"].sum().sort_values(ascending=False).index[:MOST_FAULTS].tolist()
    data = data[data["kind"].isin(kinds) & data["fault"].isin(faults)]
    down = alt.Y("kind:N", sort=kinds, title=None, axis=alt.Axis(labelLimit=160))
    across = alt.X(
        "fault:N",
        sort=faults,
        title=None,
        axis=alt.Axis(labelAngle=-35, labelLimit=120, labelOverlap=False, orient="top"),
    )
    told = [
        alt.Tooltip("kind:N", title=t("Sign type")), alt.Tooltip("fault:N", title=t("Fault")),
        alt.Tooltip("repeats:Q", title=t("Times again")), alt.Tooltip("signs:Q", title=t("Signs")),
        alt.Tooltip("rate:Q", title=t("Per hundred installed"), format=".1f"),
    ]  # fmt: skip
    base = alt.Chart(data).encode(x=across, y=down, tooltip=told)
    fields = base.mark_rect(cornerRadius=3).encode(
        color=alt.Color("repeats:Q", scale=alt.Scale(scheme="oranges", domainMin=0), legend=None)
    )
    numbers = base.mark_text(fontSize=13).encode(
        text="repeats:Q",
        color=alt.condition(f"datum.repeats > {data['repeats'].max() * 0.6}", alt.value("white"), alt.value("#333")),
    )
    chart = (fields + numbers).properties(
        title=t("Which sign types have the same fault again?"), height=max(160, 38 * len(kinds) + 90)
    )
    st.altair_chart(chart, width="stretch", key="recurrence_clusters")
