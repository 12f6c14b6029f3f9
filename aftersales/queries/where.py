"""Offices, regions and teams to choose from, and the conditions that a choice of them means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from aftersales.models import Office, Team


@dataclass(frozen=True, slots=True)
class Where:
    """A choice of places; each left empty chooses all."""

    office_id: int | None = None
    team_id: int | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeName:
    id: int
    name: str
    name_en: str
    region: str
    region_en: str


@dataclass(frozen=True, slots=True)
class TeamName:
    id: int
    name: str
    name_en: str
    office_id: int


def list_places(session: Session) -> tuple[list[OfficeName], list[TeamName]]:
    """Every office and team, in the order they were founded."""
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Office.id, Office.name, Office.name_en, Office.region, Office.region_en, Team.id, Team.name, Team.name_en
        )
        .outerjoin(Team, col(Team.office_id) == col(Office.id))
        .order_by(col(Office.id), col(Team.id))
    )  # fmt: skip
    offices: dict[int, OfficeName] = {}
    teams = []
    for office_id, name, name_en, region, region_en, team_id, team, team_en in rows:
        offices[office_id] = OfficeName(office_id, name, name_en, region, region_en)
        if team_id is not None:
            teams.append(TeamName(team_id, team, team_en, office_id))
    return list(offices.values()), teams


def within(table: Any, where: Where) -> list[ColumnElement[bool]]:
    """The conditions on a table with `office_id` and `team_id`."""
    conditions: list[ColumnElement[bool]] = []
    if where.office_id is not None:
        conditions.append(table.office_id == where.office_id)
    if where.team_id is not None:
        conditions.append(table.team_id == where.team_id)
    if where.region is not None:
        offices = select(Office.id).where(col(Office.region) == where.region)  # type: ignore[call-overload]
        conditions.append(table.office_id.in_(offices))
    return conditions
