"""By what figures can be split, and how the parts are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.sql import FromClause
from sqlmodel import Session, col

from aftersales.models import Customer, Office, Project, Sign, SignType, Team


class By(StrEnum):
    OFFICE = "office"
    REGION = "region"
    TEAM = "team"
    SIGN_TYPE = "sign_type"
    BATCH = "batch"
    PROJECT = "project"
    CUSTOMER = "customer"
    CAUSE = "cause"
    FAULT = "fault"
    CHANNEL = "channel"
    KIND = "kind"
    SEVERITY = "severity"
    COST_KIND = "cost_kind"


@dataclass(frozen=True, slots=True)
class Grouping:
    """The column to group by; `joins` adds to the base what the column needs."""

    column: Callable[[Any], Any]
    joins: Callable[[FromClause], FromClause] = lambda r: r


def _sign(r: FromClause) -> FromClause:
    return r.outerjoin(Sign, col(Sign.id) == r.c.sign_id)


def _office(r: FromClause) -> FromClause:
    return r.outerjoin(Office, col(Office.id) == r.c.office_id)


GROUPINGS: dict[By, Grouping] = {
    By.OFFICE: Grouping(lambda r: r.office_id),
    By.REGION: Grouping(lambda r: col(Office.region), _office),
    By.TEAM: Grouping(lambda r: r.team_id),
    By.SIGN_TYPE: Grouping(lambda r: col(Sign.sign_type_id), _sign),
    By.BATCH: Grouping(lambda r: func.nullif(col(Sign.batch), ""), _sign),
    By.PROJECT: Grouping(lambda r: r.project_id),
    By.CUSTOMER: Grouping(lambda r: r.customer_id),
    By.CAUSE: Grouping(lambda r: r.cause),
    By.FAULT: Grouping(lambda r: r.fault),
    By.CHANNEL: Grouping(lambda r: r.channel),
    By.KIND: Grouping(lambda r: r.kind),
    By.SEVERITY: Grouping(lambda r: r.severity),
    By.COST_KIND: Grouping(lambda r: r.cost_kind),
}


@dataclass(frozen=True, slots=True)
class Narrow:
    """One part of a split: `value` as `sum_figures` gave it, None for the rows without one."""

    by: By
    value: Any

    def condition(self, r: FromClause) -> ColumnElement[bool]:
        grouping = GROUPINGS[self.by]
        if self.by is By.REGION:
            offices: Any = select(col(Office.id)).where(col(Office.region) == self.value)
            there: ColumnElement[bool] = r.c.office_id.in_(offices)
            return there if self.value is not None else r.c.office_id.is_(None)
        if grouping.joins is not _sign:
            return _is(grouping.column(r.c), self.value)
        signs: Any = select(col(Sign.id)).where(_is(grouping.column(r.c), self.value))
        found: ColumnElement[bool] = r.c.sign_id.in_(signs)
        return or_(r.c.sign_id.is_(None), found) if self.value is None else found

    @property
    def is_of_costs(self) -> bool:
        return self.by is By.COST_KIND


def _is(column: Any, value: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return found


_NAMED: dict[By, tuple[Any, ...]] = {
    By.OFFICE: (Office.id, Office.name, Office.name_en),
    By.REGION: (Office.region, Office.region, Office.region_en),
    By.TEAM: (Team.id, Team.name, Team.name_en),
    By.SIGN_TYPE: (SignType.id, SignType.name, SignType.name_en),
    By.PROJECT: (Project.id, Project.name, Project.code),
    By.CUSTOMER: (Customer.id, Customer.name, Customer.name),
}


def get_names(session: Session, by: By, values: Iterable[Any]) -> dict[Any, tuple[str, str]]:
    """Names in Chinese and English of parts that are rows; enum members and batches name themselves."""
    wanted = [value for value in values if value is not None]
    if by not in _NAMED or not wanted:
        return {}
    columns = _NAMED[by]
    names: dict[Any, tuple[str, str]] = {}
    for start in range(0, len(wanted), 500):
        rows = session.execute(select(*columns).where(columns[0].in_(wanted[start : start + 500])))
        for key, name, other in rows:
            names[key] = (name, name if by is By.PROJECT else other or name)
    return names
