"""What a plan's rhythm asks for until today and a week ahead, found in the register (5.2(2))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, func, select
from sqlmodel import Session, col

from aftersales.clock import local_day
from aftersales.models import CarePlan, Customer, Office, Project, Revisit, Sign
from aftersales.rules.care import PlanKind, RevisitState
from aftersales.rules.care_rhythm import (
    Rhythm,
    handover_day,
    is_wanted,
    key_customer_day,
    season_days,
    warranty_day,
)
from aftersales.rules.months import add_months
from aftersales.services.care_plans import rhythm_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """One revisit to be produced. `about_on`: the handover, the warranty's end or the season's day."""

    occasion: str
    customer_id: int
    project_id: int | None
    office_id: int | None
    rhythm_on: date
    about_on: date | None = None


def wanted_revisits(session: Session, plan: CarePlan, today: date) -> list[Wanted]:
    """The earliest first; those that were produced already are among them."""
    found = list(_OF[plan.kind](session, plan, rhythm_of(plan), today))
    return sorted(found, key=lambda one: (one.rhythm_on, one.occasion))


def _in_regions(plan: CarePlan, office_id: Any) -> list[ColumnElement[bool]]:
    if not plan.regions:
        return []
    return [col(office_id).in_(select(col(Office.id)).where(col(Office.region).in_(plan.regions)))]


def _key_customers(session: Session, plan: CarePlan, rhythm: Rhythm, today: date) -> Iterator[Wanted]:
    """A customer is spoken with once, whichever plan it was that asked; one that waits is not asked for again."""
    own = col(Revisit.plan_id) == plan.id
    rows = session.execute(
        select(
            col(Customer.id), col(Customer.office_id),
            func.max(Revisit.ended_at).filter(col(Revisit.state) == RevisitState.DONE),
            func.max(Revisit.rhythm_on).filter(own),
            func.count(col(Revisit.id)).filter(own, col(Revisit.state) == RevisitState.DUE),
        )
        .outerjoin(Revisit, col(Revisit.customer_id) == col(Customer.id))
        .where(col(Customer.is_key), *_in_regions(plan, Customer.office_id))
        .group_by(col(Customer.id), col(Customer.office_id))
    )  # fmt: skip
    for customer_id, office_id, ended_at, rhythm_on, waiting in rows:
        spoken_on = local_day(ended_at) if ended_at is not None else None
        last_on = max((day for day in (spoken_on, rhythm_on) if day is not None), default=None)
        day = key_customer_day(rhythm, last_on)
        if not waiting and is_wanted(rhythm, day, today):
            yield Wanted(f"customer:{customer_id}:{day}", customer_id, None, office_id, day)


def _handed_over(session: Session, plan: CarePlan, *more: Any) -> Any:
    """One row a project and handover, not one a sign."""
    handover = func.coalesce(Sign.handover_on, Project.handover_on, type_=Date())
    columns = (col(Project.id), col(Project.customer_id), col(Project.office_id), handover, *more)
    return session.execute(
        select(*columns)
        .select_from(Sign)
        .join(Project, col(Project.id) == col(Sign.project_id))
        .where(handover.is_not(None), *_in_regions(plan, Project.office_id))
        .group_by(*columns)
    )


def _after_handover(session: Session, plan: CarePlan, rhythm: Rhythm, today: date) -> Iterator[Wanted]:
    for project_id, customer_id, office_id, handover_on in _handed_over(session, plan):
        day = handover_day(rhythm, handover_on)
        if is_wanted(rhythm, day, today):
            occasion = f"handover:{project_id}:{handover_on}"
            yield Wanted(occasion, customer_id, project_id, office_id, day, handover_on)


def _warranty_ends(session: Session, plan: CarePlan, rhythm: Rhythm, today: date) -> Iterator[Wanted]:
    """Signs whose warranties end on the same day are one revisit."""
    months = func.coalesce(Sign.warranty_months, Project.warranty_months)
    for project_id, customer_id, office_id, handover_on, length in _handed_over(session, plan, months):
        if not length:
            continue
        ends_on = add_months(handover_on, length)
        day = warranty_day(rhythm, ends_on)
        if is_wanted(rhythm, day, today) and ends_on >= today:
            yield Wanted(f"warranty:{project_id}:{ends_on}", customer_id, project_id, office_id, day, ends_on)


def _typhoon_season(session: Session, plan: CarePlan, rhythm: Rhythm, today: date) -> Iterator[Wanted]:
    days = [day for day in season_days(rhythm, today) if is_wanted(rhythm, day, today) and day.year == today.year]
    if not days:
        return
    rows = session.execute(
        select(col(Customer.id), func.min(Project.office_id))
        .join(Project, col(Project.customer_id) == col(Customer.id))
        .where(col(Project.handover_on) <= today, *_in_regions(plan, Project.office_id))
        .group_by(col(Customer.id))
    )
    for customer_id, office_id in rows:
        for day in days:
            yield Wanted(f"season:{customer_id}:{day.year}", customer_id, None, office_id, day, day)


_OF = {
    PlanKind.KEY_CUSTOMERS: _key_customers,
    PlanKind.AFTER_HANDOVER: _after_handover,
    PlanKind.WARRANTY_ENDS: _warranty_ends,
    PlanKind.TYPHOON_SEASON: _typhoon_season,
}
