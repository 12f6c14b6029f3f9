"""The goals of the figures: what leadership's page, the scorecard and the monthly report are measured by."""

from __future__ import annotations

import streamlit as st

from aftersales.clock import utc_now
from aftersales.locale.figures import format_goal
from aftersales.queries.company_settings import CompanySettings
from aftersales.rules.figures import Unit
from aftersales.rules.goals import ALL_FIGURES, BOUNDS_MILLI, USUAL_GOALS
from aftersales.rules.roles import Actor
from aftersales.services.company_settings import set_goals
from aftersales.ui.figure_text import definition
from aftersales.ui.moments import local
from aftersales.ui.page import errors_shown, unit_of_work
from aftersales.ui.text import current_language, named, t

_SAVED = "goals_saved"


def draw_goals(actor: Actor, settings: CompanySettings) -> None:
    """One number a figure; percent from 0.1 to 100, marks from one to five."""
    with st.form("goals_form", border=False):
        with st.grid(columns="auto", min_column_width=200):
            typed = {key: _draw_goal(key, settings.goals[key]) for key in USUAL_GOALS}
        if st.form_submit_button(t("Save the goals"), type="primary", key="goals_save"):
            with errors_shown():
                with unit_of_work() as session:
                    changed = set_goals(session, actor=actor, now=utc_now(), goals=typed)
                st.session_state[_SAVED] = changed
                st.rerun()
    if (changed := st.session_state.pop(_SAVED, None)) is not None:
        text = t("Saved; goals changed: {count}.", count=changed) if changed else t("These goals held already.")
        st.success(text, icon=":material/check:")
    st.caption(
        t("A goal holds from the moment it is saved: a month that ended before is still measured by the old one.")
    )
    _draw_changes(settings)


def _draw_goal(key: str, goal: float) -> int:
    """Gives thousandths of the figure's unit."""
    figure = ALL_FIGURES[key]
    least, most = BOUNDS_MILLI[figure.unit]
    scale, step = (10, 0.5) if figure.unit is Unit.PERCENT else (1000, 0.1)
    label = t("{figure} (%)", figure=t(figure.title)) if figure.unit is Unit.PERCENT else t(figure.title)
    value = st.number_input(
        label, min_value=least / scale, max_value=most / scale, value=round(goal * 1000) / scale, step=step,
        format="%.1f" if figure.unit is Unit.PERCENT else "%.2f", key=f"goal_{key}", help=definition(key),
    )  # fmt: skip
    return round(value * scale)


def _draw_changes(settings: CompanySettings) -> None:
    if not settings.changes:
        return
    language = current_language()
    with st.expander(t("Who set which goal when")):
        st.dataframe(
            [
                {
                    t("Holds from"): local(change.from_at),
                    t("Figure"): t(ALL_FIGURES[change.figure].title),
                    t("Goal"): format_goal(change.goal, ALL_FIGURES[change.figure].unit, language),
                    t("Set by"): named(*change.by) if change.by else "—",
                }
                for change in settings.changes
            ],
            hide_index=True, key="goal_changes",
            column_config={t("Holds from"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
        )  # fmt: skip
