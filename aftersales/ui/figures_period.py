"""Which days the figures are about, and which they are compared with; kept in the page's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from aftersales.errors import InvalidInput
from aftersales.locale.figures import format_period
from aftersales.rules.message import N_
from aftersales.rules.periods import Period, a_year_before, month_before, month_of, quarter_of, same_days_before, until
from aftersales.rules.periods import year_of as whole_year_of
from aftersales.ui.text import current_language, t

SPANS = {
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    "own": N_("Chosen days"),
}
AGAINST = {
    "before": N_("against the time before"),
    "year": N_("against the year before"),
    "own": N_("against chosen days"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    period: Period
    against: Period

    @property
    def named(self) -> str:
        return format_period(self.period, current_language())

    @property
    def against_named(self) -> str:
        return format_period(self.against, current_language())


def draw_period(today: date) -> Compared:
    """Two choices in a row. By default this month so far against the same days of the month before."""
    span = _choice("span", t("Period"), SPANS)
    if span == "own":
        period = _own_days("days", t("Days"), month_before(today))
    else:
        period = {
            "month": until(month_of(today), today),
            "last_month": month_before(today),
            "quarter": until(quarter_of(today), today),
            "year": until(whole_year_of(today), today),
        }[span]
    chosen = _choice("against", t("Compared with"), AGAINST)
    if chosen == "own":
        against = _own_days("against_days", t("Days to compare with"), same_days_before(period))
    else:
        against = same_days_before(period) if chosen == "before" else a_year_before(period)
    return Compared(period, against)


def _choice(name: str, label: str, choices: dict[str, str]) -> str:
    key = f"figures_{name}"
    asked = st.query_params.get(name)
    st.session_state[key] = asked if asked in choices else next(iter(choices))
    words = {value: t(text) for value, text in choices.items()}
    chosen: str = st.selectbox(
        label, list(words), format_func=words.__getitem__, key=key, width=225,
        label_visibility="collapsed",
        on_change=lambda: _keep(name, st.session_state[key]),
    )  # fmt: skip
    return chosen


def _keep(name: str, value: str) -> None:
    st.query_params[name] = value
    if value != "own":
        st.query_params.pop({"span": "days", "against": "against_days"}[name], None)


def _own_days(name: str, label: str, usual: Period) -> Period:
    period = read_days(st.query_params.get(name, "")) or usual
    typed = st.date_input(
        label, value=(period.from_on, period.to_on), key=f"figures_{name}", format="YYYY-MM-DD", width=250,
        label_visibility="collapsed",
    )  # fmt: skip
    days = typed if isinstance(typed, tuple) else (typed,)
    if len(days) == 2:  # while only the first day is chosen, the old ones stand
        period = Period(days[0], days[1])
        st.query_params[name] = write_days(period)
    return period


def write_days(period: Period) -> str:
    """How the address says them."""
    return f"{period.from_on}..{period.to_on}"


def read_days(text: str) -> Period | None:
    """What the address says, if it says two days in order."""
    first, _, last = text.partition("..")
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except (ValueError, InvalidInput):
        return None
