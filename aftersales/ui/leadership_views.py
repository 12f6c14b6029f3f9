"""The parts of leadership's page below the promise; one is looked at a time, and only that one is counted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from aftersales.queries.figures.groups import By, get_names
from aftersales.queries.figures.sums import split_figures
from aftersales.queries.figures.technicians import KEYS, list_technicians
from aftersales.rules.figures import FIGURES
from aftersales.rules.message import N_
from aftersales.rules.periods import Period
from aftersales.rules.roles import Action, Actor, may
from aftersales.rules.scorecard import FEWEST_CASES
from aftersales.ui.figure_text import definition, number
from aftersales.ui.leadership_charts import draw_bars, draw_tiles, draw_weeks
from aftersales.ui.leadership_look import Looked, Sums
from aftersales.ui.leadership_rows import open_rows, part_name
from aftersales.ui.leadership_scorecard import draw_scorecard
from aftersales.ui.leadership_tables import draw_split
from aftersales.ui.leadership_warranties import draw_warranties
from aftersales.ui.page import reading
from aftersales.ui.text import named, t

VIEWS = {
    "weeks": N_("Week by week"),
    "places": N_("Where and what"),
    "costs": N_("Costs"),
    "scorecard": N_("Scorecard"),
    "warranties": N_("Warranties ending"),
    "people": N_("Technicians"),
}
SPLITS = {
    By.REGION: N_("Region"),
    By.OFFICE: N_("Office"),
    By.TEAM: N_("Team"),
    By.SIGN_TYPE: N_("Sign type"),
    By.PROJECT: N_("Project"),
    By.CUSTOMER: N_("Customer"),
    By.FAULT: N_("Fault"),
    By.CAUSE: N_("Cause"),
    By.CHANNEL: N_("Channel"),
    By.KIND: N_("Kind"),
}
MAPPED_TITLES = {
    "arrival_kept": N_("In which regions do we arrive in time?"),
    "response_kept": N_("In which regions do we answer in time?"),
    "satisfaction": N_("In which regions are customers satisfied?"),
}
MAPPED = tuple(MAPPED_TITLES)
WEEKLY_TITLES = {
    "arrival_kept": N_("Do we arrive in time, week by week?"),
    "response_kept": N_("Do we answer in time, week by week?"),
}
SPLIT_KEYS = (
    "requests", "satisfaction", "response_kept", "arrival_kept", "first_visit", "recurrences", "cost_us",
    "cost_customer",
)  # fmt: skip


def choose_view(actor: Actor) -> str:
    """Which part is looked at; kept in the address."""
    names = [
        name
        for name in VIEWS
        if (name != "people" or may(actor, Action.SEE_STAFF_FIGURES))
        and (name != "costs" or may(actor, Action.SEE_COSTS))
    ]
    asked = st.query_params.get("view")
    st.session_state["figures_view"] = asked if asked in names else names[0]
    chosen = st.segmented_control(
        t("Look closer"), names, format_func=lambda name: t(VIEWS[name]), key="figures_view", required=True,
        on_change=lambda: st.query_params.update(view=st.session_state["figures_view"]), label_visibility="collapsed",
    )  # fmt: skip
    return chosen or names[0]


def draw_view(name: str, looked: Looked, weeks: Sequence[Period], week_sums: Sequence[Sums]) -> None:
    if name == "weeks":
        for key, title in WEEKLY_TITLES.items():
            week = draw_weeks(key, t(title), weeks, week_sums, looked.goals)
            if week is not None:
                open_rows(key, period=week)
        st.caption(
            t(
                "The grey band is what chance alone explains around the mean of these weeks (three standard "
                "deviations); only a week outside of it is news."
            )
            + " "
            + t("Choose a point to open the rows of its week.")
        )
    elif name == "places":
        draw_places(looked)
    elif name == "costs":
        draw_costs(looked)
    elif name == "scorecard":
        draw_scorecard(looked)
    elif name == "warranties":
        draw_warranties(looked.actor, looked.where, looked.today)
    elif name == "people":
        draw_people(looked)


def draw_places(looked: Looked) -> None:
    """The map of regions, then any split as a table."""
    if looked.where.office_id is None and looked.where.team_id is None:
        chosen = [office for office in looked.offices if looked.where.region in (None, office.region)]
        key = st.segmented_control(
            t("Figure"), MAPPED, key="figures_mapped", default=MAPPED[0], required=True, persist_state="session",
            format_func=lambda name: t(FIGURES[name].title), label_visibility="collapsed",
        ) or MAPPED[0]  # fmt: skip
        region = draw_tiles(key, t(MAPPED_TITLES[key]), chosen, looked.by_office, looked.goals)
        if region is not None:
            open_rows(key, By.REGION, region)
    by = st.selectbox(
        t("Split by"), list(SPLITS), format_func=lambda kind: t(SPLITS[kind]), key="figures_by", width=200,
        persist_state="session",
    )  # fmt: skip
    with reading() as session:
        parts = split_figures(
            session, looked.actor, looked.compared.period, by=by, now=looked.now, where=looked.where, keys=SPLIT_KEYS
        )
        names = get_names(session, by, parts)
    draw_split(by, t(SPLITS[by]), parts, names, SPLIT_KEYS, sort_by="requests")


COST_TITLES = (
    (By.CAUSE, N_("Which causes cost most?"), N_("Cause")),
    (By.SIGN_TYPE, N_("Which sign types should we build better?"), N_("Sign type")),
    (By.BATCH, N_("Which batches cost most?"), N_("Batch")),
)
MOST_BARS = 12


def draw_costs(looked: Looked) -> None:
    """Who bears what, by cause, sign type and batch."""
    keys = ("cost_us", "cost_customer")
    orders = [t(FIGURES[key].title) for key in keys]
    for by, title, named_as in COST_TITLES:
        with reading() as session:
            parts = split_figures(
                session, looked.actor, looked.compared.period, by=by, now=looked.now, where=looked.where, keys=keys
            )
            names = get_names(session, by, parts)
        # What we bear decides what to build better; what customers bear only comes second.
        ordered = sorted(parts, key=lambda part: [-parts[part][key].top for key in keys])[:MOST_BARS]
        rows = [
            (part_name(by, part, names), t(FIGURES[key].title), parts[part][key].top / 100)
            for part in ordered
            for key in keys
            if parts[part][key].top
        ]
        if not rows:
            st.info(t("No costs were reported in {period}.", period=looked.compared.named), icon=":material/savings:")
            return
        clicked = draw_bars(t(title), rows, unit=t("yuan"), name=f"cost-{by.value}", order=orders)
        if clicked is not None:
            part = next(one for one in ordered if part_name(by, one, names) == clicked[0])
            open_rows(keys[orders.index(clicked[1])], by, part)
        with st.expander(t("As a table")):
            draw_split(by, t(named_as), parts, names, keys, sort_by="cost_us")


def draw_people(looked: Looked) -> None:
    """By technician, in the order of their names' numbers: a list to talk from, not a ranking."""
    with reading() as session:
        people = list_technicians(
            session, looked.actor, looked.compared.period, now=looked.now, where=looked.where
        )  # fmt: skip
    if not people:
        st.info(t("There is nothing in this period yet."), icon=":material/hourglass_empty:")
        return
    keys = ("satisfaction", *KEYS)
    table = [
        {t("Technician"): named(person.name, person.name_en), t("Requests"): person.jobs}
        | {t(FIGURES[key].title): number(key, person.sums[key]) for key in keys}
        for person in people
    ]
    formats = {key: "%.2f" if key == "satisfaction" else "%.1f%%" for key in keys}
    config = {
        t(FIGURES[key].title): st.column_config.NumberColumn(format=formats[key], help=definition(key)) for key in keys
    }
    chosen = st.dataframe(
        table, hide_index=True, column_config=config, key="technicians", height="content", on_select="rerun",
        selection_mode="single-cell",
    )  # fmt: skip
    for row, column in chosen["selection"].get("cells", []):
        picked = next((key for key in KEYS if t(FIGURES[key].title) == column), None)
        if picked is not None and row < len(people):
            st.session_state.pop("technicians", None)
            open_rows(picked, staff_id=people[row].staff_id)
    st.caption(
        t(
            "Each member of the crew that came first counts for the whole of the request. Few cases say little about a "
            "person: {fewest} at least, and a talk before any judgement.",
            fewest=FEWEST_CASES * 4,
        )
    )
