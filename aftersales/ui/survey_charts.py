"""What customers say, drawn: over time, by question, by office. Each title is the question that it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from aftersales.documents.survey_questions import GOAL, SCORES
from aftersales.queries.surveys import Marks
from aftersales.ui.text import show, t

# Of a brightness that reads on white and on dark.
ACCENT, LOW, GOAL_INK = "#0e858f", "#6b8388", "#7a8a8d"
BEST = 5.0
BAR_MM = 34


def draw_over_time(labels: Sequence[str], periods: Sequence[Marks]) -> None:
    """The mean of *all in all* a month, with the goal's line; months without an answer leave a gap."""
    st.subheader(t("Are customers satisfied?"), anchor=False)
    st.caption(t("Mean mark of “All in all” by month, of five. Dashed: the goal of {goal}; grey: below it.", goal=GOAL))
    rows = [
        {"month": label, "mark": marks.average(), "answers": marks.answered, "text": _mark(marks.average())}
        for label, marks in zip(labels, periods, strict=True)
    ]
    data = pd.DataFrame(rows).astype({"mark": "float64"})
    month = alt.X("month:N", title=None, sort=list(labels), axis=alt.Axis(labelAngle=0, labelOverlap=True))
    mark = alt.Y(
        "mark:Q", title=None, scale=alt.Scale(domain=[0, BEST]), axis=alt.Axis(values=[0, 1, 2, 3, 4, 5], format="d")
    )
    tooltip = [
        alt.Tooltip("month:N", title=t("Month")), alt.Tooltip("text:N", title=t("All in all")),
        alt.Tooltip("answers:Q", title=t("Answers")),
    ]  # fmt: skip
    bars = (
        alt.Chart(data)
        .mark_bar(cornerRadiusEnd=3, width={"band": 0.62})
        .encode(x=month, y=mark, tooltip=tooltip, color=_colour("mark"))
    )
    words = (
        alt.Chart(data.dropna())
        .mark_text(baseline="top", dy=6, color="white", fontSize=11, fontWeight=600)
        .encode(x=month, y=mark, text="text:N")
    )
    st.altair_chart(
        alt.layer(bars, words, _goal_line("y")).properties(height=250),
        width="stretch", alt=t("Mean mark by month"), key="survey_months",
    )  # fmt: skip


def draw_by_question(total: Marks) -> None:
    """Bars from zero, the weakest first."""
    st.subheader(t("What satisfies customers least?"), anchor=False)
    rows = [(t(key), total.average(name), total.counts[list(SCORES).index(name)]) for name, key in SCORES.items()]
    _draw_bars([row for row in rows if row[1] is not None], key="survey_questions")


def draw_by_office(offices: Sequence[tuple[str, Marks]]) -> None:
    st.subheader(t("Which office satisfies its customers?"), anchor=False)
    rows = [(name, marks.average(), marks.answered) for name, marks in offices]
    _draw_bars([row for row in rows if row[1] is not None], key="survey_offices")


def _draw_bars(rows: Sequence[tuple[str, float | None, int]], *, key: str) -> None:
    ordered = sorted(rows, key=lambda row: row[1] or 0)
    names = [name for name, _, _ in ordered]
    data = pd.DataFrame(
        [
            {"name": name, "mark": mark, "answers": answers, "text": f"{_mark(mark)} ({show(answers)})"}
            for name, mark, answers in ordered
        ],
        columns=["name", "mark", "answers", "text"],
    )
    who = alt.Y("name:N", title=None, sort=names, axis=alt.Axis(labelLimit=150))
    mark = alt.X(
        "mark:Q", title=None, scale=alt.Scale(domain=[0, BEST]), axis=alt.Axis(values=[0, 1, 2, 3, 4, 5], format="d")
    )
    tooltip = [
        alt.Tooltip("name:N", title=" "), alt.Tooltip("mark:Q", title=t("Mean mark"), format=".2f"),
        alt.Tooltip("answers:Q", title=t("Answers")),
    ]  # fmt: skip
    bars = alt.Chart(data).mark_bar(cornerRadiusEnd=3).encode(x=mark, y=who, tooltip=tooltip, color=_colour("mark"))
    words = (
        alt.Chart(data)
        .mark_text(align="right", dx=-6, color="white", fontSize=12, fontWeight=600)
        .encode(x=mark, y=who, text="text:N")
    )
    st.altair_chart(
        alt.layer(bars, words, _goal_line("x")).properties(height=BAR_MM * max(len(names), 1) + 50),
        width="stretch", key=key, alt=t("Mean marks, the lowest first"),
    )  # fmt: skip


def _colour(field: str) -> Any:
    """Below the goal another colour, which the printed number says too."""
    return alt.when(alt.datum[field] >= GOAL).then(alt.value(ACCENT)).otherwise(alt.value(LOW))


def _goal_line(axis: str) -> Any:
    where = {axis: alt.Y("goal:Q") if axis == "y" else alt.X("goal:Q")}
    data = pd.DataFrame({"goal": [GOAL]})
    return alt.Chart(data).mark_rule(color=GOAL_INK, strokeDash=[5, 4], strokeWidth=1.5).encode(**where)


def _mark(mark: float | None) -> str:
    return "" if mark is None else f"{mark:.2f}"
