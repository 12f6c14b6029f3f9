"""Filters by region, office and team, kept in the page's address."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.where import OfficeName, TeamName, Where
from aftersales.ui.text import named, t

_NAMES = ("region", "office", "team")
# All three in one row, on a phone too.
_STYLE = """
<style>
.st-key-where { gap: .5rem; }
.st-key-where > div { flex: 1 1 6.4rem !important; max-width: 12rem; width: auto !important; }
.st-key-where > div > div { width: 100% !important; }
</style>
"""


def draw_where(offices: list[OfficeName], teams: list[TeamName]) -> Where:
    """Three choices in a row; each narrows the next, and all of them stand in the address."""
    st.html(_STYLE)
    regions = {office.region: named(office.region, office.region_en) for office in offices}
    with st.container(horizontal=True, key="where"):
        region = _choice("region", t("Region"), regions, t("All regions"))
        own_offices = {
            str(office.id): named(office.name, office.name_en) for office in offices if region in (None, office.region)
        }
        office = _choice("office", t("Office"), own_offices, t("All offices"))
        own_teams = {
            str(team.id): named(team.name, team.name_en)
            for team in teams
            if (str(team.office_id) == office if office else str(team.office_id) in own_offices)
        }
        team = _choice("team", t("Team"), own_teams, t("All teams"))
    return Where(int(office) if office else None, int(team) if team else None, region)


def _choice(name: str, label: str, choices: dict[str, str], everything: str) -> str | None:
    """The chosen key; what the address names but isn't to choose any more counts as all."""
    key = f"where_{name}"
    asked = st.query_params.get(name, "")
    st.session_state[key] = asked if asked in choices else ""
    chosen = st.selectbox(
        label,
        ["", *choices],
        format_func=lambda value: choices.get(value, everything),
        key=key,
        on_change=_write_address,
        label_visibility="collapsed",
        width=180,
    )
    return chosen or None


def _write_address() -> None:
    for name in _NAMES:
        chosen = st.session_state.get(f"where_{name}")
        if chosen:
            st.query_params[name] = chosen
        else:
            st.query_params.pop(name, None)
