"""The scorecard on screen: fast, decisive, accurate, thorough, complete (1.1)."""

from __future__ import annotations

from typing import Any

import streamlit as st

from aftersales.queries.figures.groups import By, get_names
from aftersales.queries.figures.sums import split_figures, sum_figures, sum_weeks
from aftersales.rules.figures import FIGURES
from aftersales.rules.message import N_
from aftersales.rules.periods import month_before, month_of, until
from aftersales.rules.roles import Action, may
from aftersales.rules.scorecard import FEWEST_CASES, QUALITIES, Scorecard, score
from aftersales.ui.audit_look import AUDITS_ADDRESS
from aftersales.ui.leadership_look import Looked, Sums
from aftersales.ui.leadership_rows import open_rows, part_name
from aftersales.ui.page import reading
from aftersales.ui.text import as_typed, t

MONTHS = 12


def draw_scorecard(looked: Looked) -> None:
    """Fast, decisive, accurate, thorough, complete (1.1): by office, team and month."""
    with st.grid(columns="auto", min_column_width=140, gap="small"):
        for each in score(_whole(looked), looked.goals).scores:
            with st.container(border=True, height="stretch"):
                points = "—" if each.points is None else f"{each.points:.0f}"
                st.metric(t(each.quality.title), points, help=t(each.quality.asks))
                st.caption(_score_words(each.meets_goal, each.goal))
                if each.sum.bottom and st.button(
                    t("{top} of {bottom}", top=each.sum.top, bottom=each.sum.bottom), type="tertiary",
                    key=f"score_{each.quality.key}", icon=":material/list:",
                ):  # fmt: skip
                    open_rows(f"quality:{each.quality.key}")
    keys = [key for quality in QUALITIES for key in quality.figures]
    by = st.segmented_control(
        t("By"), ("office", "team", "month"), key="scorecard_by", default="office", required=True,
        format_func=lambda kind: {"office": t("Office"), "team": t("Team"), "month": t("Month")}[kind],
        label_visibility="collapsed",
    )  # fmt: skip
    if by == "month":
        months = [until(month_of(looked.today), looked.today)]
        while len(months) < MONTHS:
            months.insert(0, month_before(months[0].from_on))
        with reading() as session:
            sums = sum_weeks(session, looked.actor, months, keys=keys, now=looked.now, where=looked.where)
        cards = [(f"{month.from_on:%Y-%m}", score(one), month) for month, one in zip(months, sums, strict=True)][::-1]
        kind = None
    else:
        kind = By.TEAM if by == "team" else By.OFFICE
        with reading() as session:
            parts = split_figures(
                session, looked.actor, looked.compared.period, by=kind, now=looked.now, where=looked.where, keys=keys
            )
            names = get_names(session, kind, parts)
        cards = [(part_name(kind, part, names), score(one), part) for part, one in parts.items()]
        cards.sort(key=lambda card: -(card[1].total or 0))
    _draw_cards(t({"month": N_("Month"), "team": N_("Team")}.get(by or "", N_("Office"))), cards, kind)
    if may(looked.actor, Action.SEE_AUDITS):
        st.markdown(f":material/fact_check: [{t('Sampled audits by office')}]({AUDITS_ADDRESS})")
    st.caption(
        t(
            "Points are the share of cases that were as they should be, from 0 to 100; the total is the plain mean of "
            "the five and is given from {fewest} cases in each.",
            fewest=FEWEST_CASES,
        )
    )
    with st.expander(t("How each of the five is counted"), icon=":material/info:"):
        for quality in QUALITIES:
            told = [f"- **{t(FIGURES[key].title)}**: {as_typed(t(FIGURES[key].definition))}" for key in quality.figures]
            st.markdown("\n".join([f"**{t(quality.title)}** · {as_typed(t(quality.asks))}", "", *told]))


def _whole(looked: Looked) -> Sums:
    keys = [key for quality in QUALITIES for key in quality.figures]
    with reading() as session:
        return sum_figures(session, looked.actor, looked.compared.period, now=looked.now, where=looked.where, keys=keys)


def _score_words(met: bool | None, goal: float) -> str:
    aim = t("Goal {goal}", goal=f"{goal * 100:.0f}")
    if met is None:
        return f"{aim} · {t('too few cases')}"
    return f"{aim} · {t('met') if met else t('missed')}"


def _draw_cards(title: str, cards: list[tuple[str, Scorecard, Any]], kind: By | None) -> None:
    """A cell opens the rows of its quality, for the office, the team or the month."""
    table = [
        {title: name}
        | {t(each.quality.title): round(each.points, 1) if each.points is not None else None for each in card.scores}
        | {t("Overall score"): round(card.total, 1) if card.total is not None else None}
        for name, card, _ in cards
    ]
    points = st.column_config.ProgressColumn(format="%.0f", min_value=0, max_value=100, width=110)
    config: dict[str, Any] = {t(quality.title): points for quality in QUALITIES}
    config[t("Overall score")] = st.column_config.NumberColumn(format="%.1f", width=90)
    key = f"scorecard_{kind or 'month'}"
    chosen = st.dataframe(
        table, hide_index=True, column_config=config, key=key, height="content", on_select="rerun",
        selection_mode="single-cell",
    )  # fmt: skip
    st.caption(t("Choose a number to open the rows behind it."))
    for row, column in chosen["selection"].get("cells", []):
        quality = next((each for each in QUALITIES if t(each.title) == column), None)
        if quality is not None and row < len(cards):
            st.session_state.pop(key, None)
            if kind is None:
                open_rows(f"quality:{quality.key}", period=cards[row][2])
            else:
                open_rows(f"quality:{quality.key}", kind, cards[row][2])
