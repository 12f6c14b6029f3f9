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
    offices = session.execute(
        select(Office.id, Office.name, Office.name_en, Office.region, Office.region_en).order_by(col(Office.id))  # type: ignore[call-overload]
    )
    teams = session.execute(
        select(Team.id, Team.name, Team.name_en, Team.office_id).order_by(col(Team.id))  # type: ignore[call-overload]
    )
    return [OfficeName(*row) for row in offices], [TeamName(*row) for row in teams]


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
