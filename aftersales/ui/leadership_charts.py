"""Leadership's charts: a title that asks, goal lines, control limits, both themes; each can be saved as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from aftersales.locale.figures import format_day, format_goal
from aftersales.queries.where import OfficeName
from aftersales.rules.control import control_limits
from aftersales.rules.figures import FIGURES, Sum
from aftersales.rules.goals import Goals, goal_of
from aftersales.rules.periods import Period
from aftersales.ui.choosable_chart import PICKED, draw_choosable
from aftersales.ui.figure_text import cases, number, show_figure
from aftersales.ui.text import current_language, named, t

# Of a brightness that reads on white and on dark.
GOOD, BAD, GOAL, QUIET, INK = "#12919b", "#d64545", "#d08a1d", "#8a9ba8", "#7d8c90"
TILE_COLOURS = ["#1f7f6d", "#b8621b", "#8a9ba8"]  # met, missed, nothing to judge; white reads on each
# Where the regions lie on the map, as tiles: column and row.
TILES = {
    "西北": (0, 0), "华北": (1, 0), "东北": (2, 0),
    "西南": (0, 1), "华中": (1, 1), "华东": (2, 1),
    "华南": (1, 2), "东南": (2, 2),
}  # fmt: skip


def draw_weeks(
    key: str, title: str, weeks: Sequence[Period], sums: Sequence[Mapping[str, Sum]], goals: Goals
) -> Period | None:
    """One rate week by week, with its control limits and its goal; a week outside the limits is marked.

    Gives the week that was clicked.
    """
    language, figure = current_language(), FIGURES[key]
    limits = control_limits([(week[key].top, week[key].bottom) for week in sums])
    rows = [
        {
            "week": pd.Timestamp(week.from_on),
            "place": place,
            "rate": None if limit.rate is None else limit.rate * 100,
            "low": limit.low * 100 if limit.rate is not None else None,
            "high": limit.high * 100 if limit.rate is not None else None,
            "centre": limit.centre * 100,
            "kind": t("unusual week") if limit.is_news else t("usual week"),
            "named": f"{format_day(week.from_on, language)} – {format_day(week.to_on, language)}",
            "cases": t("{top} of {bottom}", top=one[key].top, bottom=one[key].bottom),
        }
        for place, (week, limit, one) in enumerate(zip(weeks, limits, sums, strict=True))
    ]
    data = pd.DataFrame(rows)
    share = goal_of(key, goals) or 0
    goal = share * 100
    least = min(
        [goal, *(value for value in data["low"].dropna()), *(value for value in data["rate"].dropna())], default=0
    )
    scale = alt.Scale(domain=[max(0, (least // 10) * 10), 100], nice=False)
    y = alt.Y(
        "rate:Q", title=None, scale=scale,
        axis=alt.Axis(format=".0f", labelExpr="datum.label + '%'", tickCount=5),
    )  # fmt: skip
    x = alt.X("week:T", title=None, axis=alt.Axis(format="%m-%d", tickCount=8, grid=False))
    base = alt.Chart(data)
    band = base.mark_area(opacity=0.16, color=QUIET, interpolate="step").encode(
        x=x, y=alt.Y("low:Q", title=None, scale=scale), y2="high:Q"
    )
    centre = base.mark_rule(color=QUIET, strokeDash=[2, 3]).encode(y=alt.Y("mean(centre):Q", title=None, scale=scale))
    line = base.transform_filter("datum.rate != null").mark_line(color=GOOD, strokeWidth=2).encode(x=x, y=y)
    points = base.transform_filter("datum.rate != null").mark_point(filled=True, size=70, opacity=1).encode(
        x=x, y=y,
        color=alt.Color(
            "kind:N", title=None, scale=alt.Scale(domain=[t("usual week"), t("unusual week")], range=[GOOD, BAD]),
            legend=alt.Legend(orient="bottom"),
        ),
        shape=alt.Shape(
            "kind:N", scale=alt.Scale(domain=[t("usual week"), t("unusual week")], range=["circle", "diamond"]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("named:N", title=t("Week")), alt.Tooltip("cases:N", title=t("In time")),
            alt.Tooltip("rate:Q", title=t("Share (%)"), format=".1f"),
            alt.Tooltip("low:Q", title=t("Lower limit (%)"), format=".1f"),
            alt.Tooltip("high:Q", title=t("Upper limit (%)"), format=".1f"),
        ],
    )  # fmt: skip
    aim = (
        alt.Chart(pd.DataFrame({"goal": [goal]}))
        .mark_rule(color=GOAL, strokeWidth=1.5)
        .encode(y=alt.Y("goal:Q", title=None, scale=scale))
    )
    told = t("Goal {goal}", goal=format_goal(share, figure.unit, language))
    picked = alt.selection_point(name=PICKED, fields=["place"], on="click", toggle=False)
    chart = alt.layer(band, centre, line, points.add_params(picked), aim).properties(
        height=310, title=alt.Title(title, subtitle=told, anchor="start", fontSize=15, subtitleColor=GOAL),
    )  # fmt: skip
    place = draw_choosable(chart, f"{key}-weeks", f"weeks_{key}", title, "place")
    return None if place is None else weeks[int(place)]


def draw_tiles(
    key: str, title: str, offices: Sequence[OfficeName], parts: Mapping[Any, Mapping[str, Sum]], goals: Goals
) -> str | None:
    """The regions where they lie, each coloured by how it stands to the goal; gives the one that was clicked."""
    regions: dict[str, Sum] = {}
    names: dict[str, str] = {}
    for office in offices:
        names[office.region] = named(office.region, office.region_en)
        regions[office.region] = regions.get(office.region, Sum()) + parts.get(office.id, {}).get(key, Sum())
    goal, figure, language = goal_of(key, goals) or 0, FIGURES[key], current_language()
    others = iter((place % 3, 3 + place // 3) for place in range(len(regions)))
    rows = []
    for region, total in regions.items():
        column, row = TILES.get(region) or next(others)
        value = total.value(figure.unit)
        rows.append({
            "column": column, "row": row, "part": region, "region": names[region], "text": show_figure(key, total),
            "cases": cases(key, total), "value": number(key, total),
            "state": t("nothing to judge") if value is None else t("goal met") if value >= goal else t("goal missed"),
        })  # fmt: skip
    data = pd.DataFrame(rows)
    base = alt.Chart(data).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(domain=[0, 1, 2], paddingInner=0.05)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(domain=sorted({0, 1, 2, *data["row"]}), paddingInner=0.08)),
        tooltip=[
            alt.Tooltip("region:N", title=t("Region")), alt.Tooltip("text:N", title=t(figure.title)),
            alt.Tooltip("cases:N", title=t("Cases")),
        ],
    )  # fmt: skip
    tiles = base.mark_rect(cornerRadius=8).encode(
        color=alt.Color(
            "state:N", title=None, legend=alt.Legend(orient="bottom"),
            scale=alt.Scale(domain=[t("goal met"), t("goal missed"), t("nothing to judge")], range=TILE_COLOURS),
        )
    )  # fmt: skip
    name = base.mark_text(dy=-18, color="white", fontSize=12).encode(text="region:N")
    value_text = base.mark_text(dy=3, color="white", fontSize=19, fontWeight=700).encode(text="text:N")
    count = base.mark_text(dy=23, color="white", fontSize=11).encode(text="cases:N")
    aim = t("Goal {goal}", goal=format_goal(goal, figure.unit, language))
    picked = alt.selection_point(name=PICKED, fields=["part"], on="click", toggle=False)
    chart = alt.layer(tiles.add_params(picked), name, value_text, count).properties(
        height=84 * len({0, 1, 2, *data["row"]}) + 110,
        title=alt.Title(title, subtitle=aim, anchor="start", fontSize=15, subtitleColor=INK),
    )  # fmt: skip
    clicked: str | None = draw_choosable(chart, f"{key}-regions", f"tiles_{key}", title, "part")
    return clicked


def draw_bars(
    title: str, rows: Sequence[tuple[str, str, float]], *, unit: str, name: str, order: Sequence[str]
) -> tuple[str, str] | None:
    """Stacked bars from zero: (part, kind, value), in the order given; a legend only for several kinds.

    Gives the part and kind of the bar that was clicked.
    """
    data = pd.DataFrame(rows, columns=["part", "kind", "value"])
    kinds = [kind for kind in order if kind in set(data["kind"])]
    data["rank"] = data["kind"].map(kinds.index)
    parts = list(dict.fromkeys(data["part"]))
    chart = (
        alt.Chart(data).mark_bar(cornerRadiusEnd=3).encode(
            y=alt.Y("part:N", title=None, sort=parts, axis=alt.Axis(labelLimit=190, labelOverlap=False)),
            x=alt.X("sum(value):Q", title=unit, axis=alt.Axis(tickCount=5, format=",.0f")),
            color=alt.Color(
                "kind:N", title=None, scale=alt.Scale(domain=kinds, range=[GOOD, GOAL, QUIET][: len(kinds)]),
                legend=alt.Legend(orient="bottom", labelLimit=0) if len(kinds) > 1 else None,
            ),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("part:N", title=t("Part")), alt.Tooltip("kind:N", title=t("Kind")),
                alt.Tooltip("value:Q", title=unit, format=",.2f"),
            ],
        )
        .properties(height=30 * len(parts) + 180, title=alt.Title(title, anchor="start", fontSize=15))
        .add_params(alt.selection_point(name=PICKED, fields=["part", "kind"], on="click", toggle=False))
    )  # fmt: skip
    bar: tuple[str, str] | None = draw_choosable(chart, name, f"bars_{name}", title, "part", "kind")
    return bar
