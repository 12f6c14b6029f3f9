"""Figures by technician, for those who may see them: what became of the visits they made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from aftersales.config import service_zone
from aftersales.models import Assignment, Dispatch, Staff, Survey
from aftersales.queries.figures.bases import Base, rounds
from aftersales.queries.figures.daily import columns_of, sums_from
from aftersales.queries.figures.measures import MEASURES
from aftersales.queries.figures.sums import EVERYWHERE
from aftersales.queries.where import Where, within
from aftersales.rules.figures import Sum
from aftersales.rules.periods import Period
from aftersales.rules.roles import Action, Actor, ensure_may

KEYS = ("arrival_kept", "done_in_a_day", "first_visit", "not_repeated")


@dataclass(frozen=True, slots=True)
class TechnicianFigures:
    staff_id: int
    name: str
    name_en: str
    jobs: int  # requests at whose sign they arrived first
    sums: dict[str, Sum]  # the figures of KEYS, and "satisfaction"


def list_technicians(
    session: Session, actor: Actor, period: Period, *, now: datetime, where: Where = EVERYWHERE
) -> list[TechnicianFigures]:
    """Each member of the crew that came first counts for the whole of the request. Two queries. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_FIGURES)
    ensure_may(actor, Action.SEE_STAFF_FIGURES)
    r = rounds([period.moments(service_zone())])
    assert all(MEASURES[key].base is Base.ROUNDS for key in KEYS)
    crew: Any = (
        r.join(
            Dispatch,
            and_(
                col(Dispatch.request_id) == r.c.request_id,
                col(Dispatch.round) == r.c.round,
                col(Dispatch.arrived_at) == r.c.arrived_at,
            ),
        )
        .join(Assignment, and_(col(Assignment.dispatch_id) == col(Dispatch.id), col(Assignment.refused_at).is_(None)))
        .join(Staff, col(Staff.id) == col(Assignment.staff_id))
    )
    who: tuple[Any, ...] = (Staff.id, Staff.name, Staff.name_en)
    jobs = MEASURES["requests"]
    statement = (
        select(*who, jobs.top(r.c), *columns_of(r.c, KEYS, now))
        .select_from(crew)
        .where(*within(r.c, where))
        .group_by(*who)
        .order_by(col(Staff.id))
    )
    found = {row[0]: (row[1], row[2], row[3], sums_from(KEYS, row[4:])) for row in session.execute(statement)}
    marks = _marks(session, r, crew, where)
    return [
        TechnicianFigures(staff_id, name, name_en, int(count), sums | {"satisfaction": marks.get(staff_id, Sum())})
        for staff_id, (name, name_en, count, sums) in found.items()
    ]


def _marks(session: Session, r: Any, crew: Any, where: Where) -> dict[int, Sum]:
    statement = (
        select(col(Staff.id), func.sum(col(Survey.overall)), func.count(col(Survey.overall)))
        .select_from(
            crew.join(
                Survey,
                and_(
                    col(Survey.request_id) == r.c.request_id,
                    col(Survey.round) == r.c.round,
                    col(Survey.is_refused).is_(False),
                ),
            )
        )
        .where(*within(r.c, where))
        .group_by(col(Staff.id))
    )
    return {staff_id: Sum(int(total or 0), int(count)) for staff_id, total, count in session.execute(statement)}
