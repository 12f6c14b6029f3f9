"""Which sign type has which fault again and again: a map whose dark fields are the clusters (4(6))."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from aftersales.queries.recurrences import Cluster, Group
from aftersales.rules.kinds import FaultCategory
from aftersales.ui.choosable_chart import PICKED, draw_choosable
from aftersales.ui.recurrence_rows import open_repeats
from aftersales.ui.text import named, show, t

MOST_TYPES, MOST_FAULTS = 12, 10


def draw_clusters(clusters: Sequence[Cluster]) -> None:
    """Sign types down, faults across; each field says how often, and opens its rows."""
    data = pd.DataFrame(
        [
            {
                "part": one.key, "word": one.fault.value,
                "kind": named(*one.name), "fault": show(one.fault), "repeats": one.repeats, "signs": one.signs,
                "rate": 100 * one.signs / one.installed if one.installed else 0.0,
            }
            for one in clusters
        ]
    )  # fmt: skip
    kinds = data.groupby("kind")["repeats"].sum().sort_values(ascending=False).index[:MOST_TYPES].tolist()
    faults = data.groupby("fault")["repeats"].sum().sort_values(ascending=False).index[:MOST_FAULTS].tolist()
    everything = int(data["repeats"].sum())
    data = data[data["kind"].isin(kinds) & data["fault"].isin(faults)]
    drawn = int(data["repeats"].sum())
    down = alt.Y("kind:N", sort=kinds, title=None, axis=alt.Axis(labelLimit=160))
    across = alt.X(
        "fault:N",
        sort=faults,
        title=None,
        axis=alt.Axis(labelAngle=-35, labelLimit=120, labelOverlap=False, orient="top"),
    )
    hover = [
        alt.Tooltip("kind:N", title=t("Sign type")), alt.Tooltip("fault:N", title=t("Fault")),
        alt.Tooltip("repeats:Q", title=t("Times again")), alt.Tooltip("signs:Q", title=t("Signs")),
        alt.Tooltip("rate:Q", title=t("Per hundred installed"), format=".1f"),
    ]  # fmt: skip
    base = alt.Chart(data).encode(x=across, y=down, tooltip=hover)
    fields = base.mark_rect(cornerRadius=3).encode(
        color=alt.Color("repeats:Q", scale=alt.Scale(scheme="oranges", domainMin=0), legend=None)
    )
    numbers = base.mark_text(fontSize=13).encode(
        text="repeats:Q",
        color=alt.condition(f"datum.repeats > {data['repeats'].max() * 0.6}", alt.value("white"), alt.value("#333")),
    )
    title = t("Which sign types have the same fault again?")
    picked = alt.selection_point(name=PICKED, fields=["part", "word"], on="click", toggle=False)
    chart = alt.layer(fields.add_params(picked), numbers).properties(
        title=alt.Title(title, anchor="start", fontSize=15), height=max(160, 38 * len(kinds) + 90)
    )
    clicked = draw_choosable(chart, "recurrence-clusters", "recurrence_clusters", title, "part", "word")
    told = t("Choose a number to open the rows behind it.")
    if drawn < everything:
        told += " " + t(
            "The {kinds} sign types and {faults} faults with the most are drawn: {drawn} of {everything} recurrences.",
            kinds=len(kinds), faults=len(faults), drawn=drawn, everything=everything,
        )  # fmt: skip
    st.caption(told)
    if clicked is not None:
        open_repeats(Group.SIGN_TYPE, clicked[0], FaultCategory(clicked[1]))
