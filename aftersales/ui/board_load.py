"""The technicians' day as a timeline: one row a person, a bar a visit, a line for now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import altair as alt
import pandas as pd
import streamlit as st

from aftersales.queries.load import PlannedVisit, TechnicianLoad
from aftersales.rules.visit import VISIT, VisitState
from aftersales.ui.moments import local
from aftersales.ui.text import named, t

ROW_HEIGHT = 30
FRAME_HEIGHT = 80  # axis and legend, which the chart's height includes
# One hue a stage, of a brightness that reads on white and on dark.
_COLOURS = {
    VisitState.ASSIGNED: "#8a9ba8",
    VisitState.ACCEPTED: "#2f86c5",
    VisitState.EN_ROUTE: "#d08a1d",
    VisitState.ON_SITE: "#12919b",
    VisitState.FINISHED: "#5c9e6b",
    VisitState.HALF_DONE: "#9a76b5",
}


def draw_load(loads: Sequence[TechnicianLoad], *, from_at: datetime, to_at: datetime, now: datetime) -> None:
    """Visits outside the time looked at are cut at its edges."""
    names = _names(loads)
    rows = [
        _bar(names[load.staff_id], visit, from_at, to_at)
        for load in loads
        for visit in load.visits
        if visit.starts_at < to_at and visit.ends_at > from_at
    ]
    st.altair_chart(
        _chart(list(names.values()), rows, from_at, to_at, now), width="stretch", key="load_chart",
        alt=t("Timeline of the technicians' visits"),
    )  # fmt: skip


def _names(loads: Sequence[TechnicianLoad]) -> dict[int, str]:
    """Two people of one name stay two rows."""
    seen: dict[str, int] = {}
    names = {}
    for load in loads:
        name = named(load.name, load.name_en)
        seen[name] = seen.get(name, 0) + 1
        names[load.staff_id] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return names


def _bar(name: str, visit: PlannedVisit, from_at: datetime, to_at: datetime) -> dict[str, object]:
    starts, ends = max(visit.starts_at, from_at), min(visit.ends_at, to_at)
    return {
        "who": name,
        "starts": local(starts),
        "ends": local(ends),
        "state": t(VISIT.labels[visit.state]),
        "number": visit.number,
        "customer": visit.customer,
        "time": f"{local(visit.starts_at):%H:%M}–{local(visit.ends_at):%H:%M}",
        # A name longer than its bar would run over the next one: some twelve characters an hour and a half.
        "label": visit.customer[: max(0, int((ends - starts).total_seconds() / 700))],
    }


def _chart(
    names: list[str], rows: list[dict[str, object]], from_at: datetime, to_at: datetime, now: datetime
) -> alt.LayerChart:
    columns = ["who", "starts", "ends", "state", "number", "customer", "time", "label"]
    data = pd.DataFrame(rows, columns=columns).astype({"starts": "datetime64[ns]", "ends": "datetime64[ns]"})
    who = alt.Y("who:N", title=None, scale=alt.Scale(domain=names, paddingInner=0.25), axis=alt.Axis(labelLimit=130))
    days = (to_at - from_at).days
    time = alt.X(
        "starts:T", title=None, scale=alt.Scale(domain=[_vega(local(from_at)), _vega(local(to_at))]),
        axis=alt.Axis(format="%H:%M", tickCount=12 if days <= 1 else 24, grid=True, orient="top"),
    )  # fmt: skip
    present = set(data["state"])
    labels = {t(VISIT.labels[state]): colour for state, colour in _COLOURS.items()}
    shown = {label: colour for label, colour in labels.items() if label in present} or labels
    bars = (
        alt.Chart(data)
        .mark_bar(cornerRadius=4)
        .encode(
            x=time, x2="ends:T", y=who,
            color=alt.Color(
                "state:N", title=None, scale=alt.Scale(domain=list(shown), range=list(shown.values())),
                legend=alt.Legend(orient="bottom", columns=6) if rows else None,
            ),
            tooltip=[
                alt.Tooltip("number:N", title=t("Number")), alt.Tooltip("customer:N", title=t("Customer")),
                alt.Tooltip("time:N", title=t("Planned time")), alt.Tooltip("state:N", title=t("State")),
            ],
        )
    )  # fmt: skip
    words = (
        alt.Chart(data)
        .mark_text(align="left", dx=5, color="white", fontSize=11, limit=150)
        .encode(x=time, y=who, text="label:N")
    )
    layers: list[alt.Chart] = [bars, words]
    if from_at <= now < to_at:
        moment = pd.DataFrame({"starts": [local(now).replace(second=0, microsecond=0)], "label": [t("now")]})
        moment["starts"] = moment["starts"].astype("datetime64[ns]")
        layers.append(alt.Chart(moment).mark_rule(color="#d64545", strokeWidth=2).encode(x=time))
    return alt.layer(*layers).properties(height=FRAME_HEIGHT + ROW_HEIGHT * len(names))


def _vega(moment: datetime) -> alt.DateTime:
    return alt.DateTime(
        year=moment.year, month=moment.month, date=moment.day, hours=moment.hour, minutes=moment.minute
    )  # fmt: skip
