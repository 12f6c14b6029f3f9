"""What leadership sees first: is the promise kept? Big numbers, each with its goal, its change and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from aftersales.queries.figures.billing import Stage, Stock
from aftersales.queries.figures.open_actions import DEFINITIONS as ACTION_DEFINITIONS
from aftersales.queries.figures.open_actions import TITLES as ACTION_TITLES
from aftersales.queries.figures.open_now import DEFINITIONS, TITLES, OpenNow
from aftersales.rules.figures import FIGURES, NOTHING, PROMISE, Sum
from aftersales.rules.goals import ALL_FIGURES, Goals, is_goal_met
from aftersales.ui.figure_text import cases, definition, number, show_change, show_figure, show_goal
from aftersales.ui.figures_period import Compared
from aftersales.ui.leadership_billing import numbers_of, stock_words, sum_words
from aftersales.ui.leadership_look import Sums
from aftersales.ui.leadership_rows import open_rows
from aftersales.ui.number_card import draw_number, draw_number_style
from aftersales.ui.text import as_typed, t

_STYLE = """
<style>
[class*="st-key-hero_"] [data-testid="stMetricValue"] { font-size: 2.5rem; line-height: 1.2; }
</style>
"""


def draw_head_style() -> None:
    st.html(_STYLE)
    draw_number_style()


def draw_verdict(sums: Sums, compared: Compared, goals: Goals) -> None:
    """One sentence that answers the page's question."""
    judged = {key: is_goal_met(FIGURES[key], sums[key].value(FIGURES[key].unit), goals) for key in PROMISE}
    missed = tuple(t(FIGURES[key].title) for key, met in judged.items() if met is False)
    if all(met is None for met in judged.values()):
        st.info(
            t("Nothing was received or answered in this period yet, so there is nothing to judge."),
            icon=":material/hourglass_empty:",
        )
    elif missed:
        st.markdown(f":orange[:material/error:] **{t('Not everywhere. Goals missed: {figures}.', figures=missed)}**")
    else:
        st.markdown(f":green[:material/verified:] **{t('Yes. Every goal of the promise is met.')}**")
    st.caption(t("{period}, compared with {against}", period=compared.named, against=compared.against_named))


def draw_promise(sums: Sums, before: Sums, weeks: Sequence[Sums], goals: Goals) -> None:
    """Satisfaction first (1.2), then the kept promises (1.3, 4(4))."""
    for key, column in zip(PROMISE, st.columns(len(PROMISE)), strict=True):
        with column, st.container(border=True, height="stretch", key=f"hero_{key}"):
            figure = FIGURES[key]
            line = [value for week in weeks if (value := number(key, week[key])) is not None]
            st.metric(
                t(figure.title),
                show_figure(key, sums[key]),
                delta=show_change(key, sums[key], before[key]),
                delta_color=_colour(key, sums[key], before[key]),
                help=definition(key),
                chart_data=line if len(line) > 1 else None,
            )
            met = is_goal_met(figure, sums[key].value(figure.unit), goals)
            st.markdown(goal_badge(show_goal(key, goals), met))
            if sums[key] != NOTHING and st.button(
                cases(key, sums[key]), key=f"rows_{key}", type="tertiary", icon=":material/list:"
            ):
                open_rows(key)


def goal_badge(goal: str, met: bool | None) -> str:
    """The goal, and in words and colour whether it is met."""
    if met is None:
        return f":gray-badge[{goal}]" if goal else ""
    if met:
        return f":green-badge[:material/check: {goal} · {t('met')}]"
    return f":orange-badge[:material/trending_down: {goal} · {t('missed')}]"


def _colour(key: str, now: Sum, before: Sum) -> Any:
    """Better or worse; red is kept for promises that are broken."""
    figure = ALL_FIGURES[key]
    if figure.more_is_better is None:
        return "off"
    value, old = now.value(figure.unit), before.value(figure.unit)
    if value is None or old is None or value == old:
        return "off"
    return "green" if (value > old) is figure.more_is_better else "orange"


def draw_now(open_now: OpenNow) -> None:
    """What is open at this moment, whatever the period."""
    _draw_open(open_now, [name for name in TITLES if name != "recurring"])


def draw_again(open_now: OpenNow) -> None:
    """What keeps the same problem from happening again, at this moment (4(6))."""
    _draw_open(open_now, ["recurring", *ACTION_TITLES])


def _draw_open(open_now: OpenNow, names: Sequence[str]) -> None:
    with st.grid(columns="auto", min_column_width=140, gap="small"):
        for name in names:
            count = getattr(open_now, name)
            bad = name in ("late", "danger", "actions_late") and count > 0
            value = f":red[{count}]" if bad else str(count)
            title, told = (TITLES | ACTION_TITLES)[name], (DEFINITIONS | ACTION_DEFINITIONS)[name]
            _draw_number(f"open:{name}", t(title), value, has_rows=count > 0, told=t(told))


def draw_billing(stocks: Mapping[Stage, Stock]) -> None:
    """What the customers' share of the work still waits for, at this moment."""
    with st.grid(columns="auto", min_column_width=180, gap="small"):
        for key, title, stock, told in numbers_of(stocks):
            _draw_number(
                key, title, sum_words(stock), has_rows=stock.count > 0, told=told,
                change=f":gray[:small[{as_typed(stock_words(stock))}]]",
            )  # fmt: skip


def draw_small(sums: Sums, before: Sums, keys: Sequence[str], goals: Goals) -> None:
    """Counts and money of the period in rows of calm numbers."""
    with st.grid(columns="auto", min_column_width=140, gap="small"):
        for key in keys:
            if key in sums:
                _draw_small(key, sums[key], before[key], goals)


def _draw_small(key: str, now: Sum, before: Sum, goals: Goals) -> None:
    figure, colour = ALL_FIGURES[key], _colour(key, now, before)
    change = show_change(key, now, before) if key != "complaints_open" else None  # the same in every period
    told = [f":{'gray' if colour == 'off' else colour}[:small[{as_typed(change)}]]"] if change else []
    met = is_goal_met(figure, now.value(figure.unit), goals)
    if met is not None:
        colour, word = ("green", t("met")) if met else ("orange", t("missed"))
        told.append(f":{colour}[:small[{show_goal(key, goals)} · {word}]]")  # a badge is too wide here
    _draw_number(
        key, t(figure.title), show_figure(key, now), has_rows=now != NOTHING, change="  \n".join(told),
        told=definition(key),
    )  # fmt: skip


def _draw_number(key: str, title: str, value: str, *, has_rows: bool, change: str = "", told: str = "") -> None:
    if draw_number(key, title, value, has_rows=has_rows, change=change, told=told):
        open_rows(key)
