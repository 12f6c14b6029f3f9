"""The technicians' day as a timeline: one row a person, a bar a visit, a line for now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from aftersales.queries.load import PlannedVisit, TechnicianLoad
from aftersales.rules.visit import VISIT, VisitState
from aftersales.ui.moments import local
from aftersales.ui.text import named, t

USUAL_FROM, USUAL_TO = timedelta(hours=7), timedelta(hours=21)
ROW_HEIGHT = 30
HOUR_PIXELS = 34  # about, of the usual part of a day
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
    """The day's usual hours, and more where somebody works outside them; what lies outside is cut at the edges."""
    from_at, to_at = _busy_hours(loads, from_at, to_at, now)
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


def _busy_hours(
    loads: Sequence[TechnicianLoad], from_at: datetime, to_at: datetime, now: datetime
) -> tuple[datetime, datetime]:
    visits = [
        visit for load in loads for visit in load.visits if visit.starts_at < to_at and visit.ends_at > from_at
    ]  # fmt: skip
    first, last = from_at + USUAL_FROM, from_at + USUAL_TO
    moments = [now] if from_at <= now < to_at else []
    first = min([first, *(visit.starts_at for visit in visits), *moments])
    last = max([last, *(visit.ends_at for visit in visits), *moments])
    first = first.replace(minute=0, second=0, microsecond=0)
    return max(from_at, first), min(to_at, last)


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
        "label": _fitting(visit.customer, (ends - starts).total_seconds() / 3600 * HOUR_PIXELS),
    }


def _fitting(text: str, pixels: float) -> str:
    """As much of a name as its bar holds on a desk's screen; a Chinese character is twice as wide."""
    room, fits = pixels - 8, ""
    for sign in text:
        room -= 11.5 if ord(sign) > 0x2E80 else 6.5
        if room < 0:
            return fits if len(fits) > 1 else ""
        fits += sign
    return fits


def _chart(names: list[str], rows: list[dict[str, object]], from_at: datetime, to_at: datetime, now: datetime) -> Any:
    columns = ["who", "starts", "ends", "state", "number", "customer", "time", "label"]
    data = pd.DataFrame(rows, columns=columns).astype({"starts": "datetime64[ns]", "ends": "datetime64[ns]"})
    who = alt.Y("who:N", title=None, scale=alt.Scale(domain=names, paddingInner=0.25), axis=alt.Axis(labelLimit=130))
    time = alt.X(
        "starts:T", title=None, scale=alt.Scale(domain=[_vega(local(from_at)), _vega(local(to_at))]),
        axis=alt.Axis(format="%H:%M", tickCount=12, grid=True, orient="top"),
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
