"""Which register, and which of its rows: days, places, customer, project and the register's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

import streamlit as st

from aftersales.clock import local_day, utc_now
from aftersales.config import service_zone
from aftersales.documents.export_cells import word_of
from aftersales.queries.registers.columns import Narrowing, Register
from aftersales.queries.registers.read import Selection
from aftersales.queries.where import list_places
from aftersales.rules.message import N_
from aftersales.rules.periods import month_before, month_of, year_of
from aftersales.ui.page import reading
from aftersales.ui.text import current_language, t
from aftersales.ui.where import draw_where

_LAST = "register_last"
SPANS = {
    "recent": N_("Since last month"),
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "year": N_("This year"),
    "all": N_("All days"),
    "own": N_("Chosen days"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The days stand beside the selection for the file's name."""

    selection: Selection
    from_on: date | None
    to_on: date | None


def choose_register(registers: list[Register]) -> Register:
    """The one that the address names, else the last one looked at, else the first; a press changes the address.

    The browser's way back from a request has lost the address's words.
    """
    known = {register.key: register for register in registers}
    asked = st.query_params.get("register") or st.session_state.get(_LAST, "")
    st.session_state["register_choice"] = asked if asked in known else registers[0].key
    st.segmented_control(
        t("Register"), list(known), key="register_choice", required=True, label_visibility="collapsed",
        format_func=lambda key: t(known[key].title), on_change=_write_address,
    )  # fmt: skip
    st.session_state[_LAST] = st.session_state["register_choice"]
    return known[st.session_state[_LAST]]


def _write_address() -> None:
    if st.session_state["register_choice"]:
        st.query_params["register"] = st.session_state["register_choice"]


def draw_filter(register: Register) -> Chosen:
    """From the first of last month on, until other days are chosen; all of them in one choice, too."""
    with reading() as session:
        offices, teams = list_places(session)
    where = draw_where(offices, teams)
    today = local_day(utc_now())
    with st.container(horizontal=True, key="register_filter"):
        spans = {name: t(words) for name, words in SPANS.items()}
        span = st.selectbox(
            t(register.of_day), list(spans), format_func=spans.__getitem__, key="register_span",
            persist_state="session", width=170,
        )  # fmt: skip
        first, last = _draw_own_days(register, today) if span == "own" else days_of(span, today)
        customer = st.text_input(
            t("Customer"),
            key="register_customer",
            placeholder=t("Part of the name"),
            persist_state="session",
            width=170,
        )
        project = st.text_input(
            t("Project"), key="register_project", placeholder=t("Name or contract"), persist_state="session",
            width=170,
        )  # fmt: skip
        narrowed = [(each.key, _choose(register, each)) for each in register.narrowings]
    selection = Selection(
        from_at=_start_of(first) if first else None,
        before_at=_start_of(last + timedelta(days=1)) if last else None,
        where=where,
        customer=customer or "",
        project=project or "",
        narrowed=tuple((key, member) for key, member in narrowed if member is not None),
    )
    return Chosen(selection, first, last)


def days_of(span: str, today: date) -> tuple[date | None, date | None]:
    """The first and last day of a span that isn't chosen day by day; None where it has no bound."""
    if span == "all":
        return None, None
    if span == "last_month":
        period = month_before(today)
        return period.from_on, period.to_on
    begins = {"recent": month_before(today), "month": month_of(today), "year": year_of(today)}
    return begins[span].from_on, today


def _draw_own_days(register: Register, today: date) -> tuple[date | None, date | None]:
    """While only the first day is chosen yet, it stands alone."""
    days = st.date_input(
        t("Days"), value=(month_before(today).from_on, today), key=f"register_{register.key}_days",
        persist_state="session", format="YYYY-MM-DD", width=260,
    )  # fmt: skip
    if not days:
        return None, None
    return (days[0], days[-1]) if isinstance(days, tuple) else (days, days)


def _choose(register: Register, narrowing: Narrowing) -> Enum | None:
    language = current_language()
    members = {str(member.value): member for member in narrowing.members}
    value = st.selectbox(
        t(narrowing.label), list(members), index=None, key=f"register_{register.key}_{narrowing.key}",
        format_func=lambda value: word_of(members[value], language), placeholder=t("All"), persist_state="session",
        width=170,
    )  # fmt: skip
    return members[value] if value else None


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), service_zone())
