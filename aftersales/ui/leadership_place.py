"""Where the figures are looked at, in a few words."""

from __future__ import annotations

import streamlit as st

from aftersales.queries.where import OfficeName, TeamName
from aftersales.ui.text import named, t


def place_named(offices: list[OfficeName], teams: list[TeamName]) -> str:
    """The narrowest choice that stands in the address, or all of it."""
    asked = st.query_params
    for team in teams:
        if asked.get("team") == str(team.id):
            return named(team.name, team.name_en)
    for office in offices:
        if asked.get("office") == str(office.id):
            return named(office.name, office.name_en)
    for office in offices:
        if asked.get("region") == office.region:
            return named(office.region, office.region_en)
    return t("The whole company")
