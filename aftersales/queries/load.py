"""Who goes where today, and who is free next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from aftersales.models import Assignment, Customer, Dispatch, ServiceRequest, Staff, StaffRole
from aftersales.queries.visible import in_sight
from aftersales.queries.where import Where, within
from aftersales.rules.kinds import Role
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.visit import VisitState

MOST_TECHNICIANS = 60
LONGEST_VISIT = timedelta(minutes=2880)
EVERYWHERE = Where()
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    number: str  # of the request
    customer: str
    state: VisitState
    starts_at: datetime
    ends_at: datetime
    is_live: bool


@dataclass(frozen=True, slots=True)
class TechnicianLoad:
    """One technician and the visits that touch the time looked at, in order."""

    staff_id: int
    name: str
    name_en: str
    office_id: int | None
    team_id: int | None
    visits: tuple[PlannedVisit, ...]

    def planned(self, from_at: datetime, to_at: datetime) -> timedelta:
        """How much of that time is taken."""
        taken = (min(visit.ends_at, to_at) - max(visit.starts_at, from_at) for visit in self.visits if visit.is_live)
        return sum((length for length in taken if length > timedelta(0)), timedelta(0))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A technician who could take a visit, and when they are free for it."""

    load: TechnicianLoad
    starts_at: datetime
    is_own_team: bool


def list_load(
    session: Session, actor: Actor, *, from_at: datetime, to_at: datetime, where: Where = EVERYWHERE
) -> list[TechnicianLoad]:
    """The technicians of that place, each with the visits between the two moments. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_BOARD)
    people = session.execute(
        select(Staff.id, Staff.name, Staff.name_en, Staff.office_id, Staff.team_id)  # type: ignore[call-overload]
        .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(
            col(StaffRole.role) == Role.TECHNICIAN,
            col(Staff.is_active),
            *within(Staff, where),
            *in_sight(actor, Staff.office_id),
        )
        .order_by(col(Staff.office_id), col(Staff.team_id), col(Staff.id))
        .limit(MOST_TECHNICIANS)
    ).all()
    visits = _visits(session, [person.id for person in people], from_at, to_at)
    return [
        TechnicianLoad(staff_id, name, name_en, office_id, team_id, tuple(visits.get(staff_id, ())))
        for staff_id, name, name_en, office_id, team_id in people
    ]


def _visits(
    session: Session, staff_ids: Sequence[int], from_at: datetime, to_at: datetime
) -> dict[int, list[PlannedVisit]]:
    if not staff_ids:
        return {}
    starts = col(Assignment.starts_at)
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Assignment.staff_id, ServiceRequest.number, Customer.name, Dispatch.state, Assignment.starts_at,
            Assignment.ends_at, Assignment.is_live,
        )
        .join(Dispatch, col(Dispatch.id) == col(Assignment.dispatch_id))
        .join(ServiceRequest, col(ServiceRequest.id) == col(Dispatch.request_id))
        .join(Customer, col(Customer.id) == col(ServiceRequest.customer_id))
        .where(col(Assignment.staff_id).in_(staff_ids))
        # The lower bound on the start lets the index end the search; no visit is longer than that.
        .where(starts > from_at - LONGEST_VISIT, starts < to_at, col(Assignment.ends_at) > from_at)
        .where(or_(col(Assignment.is_live), col(Dispatch.state).in_([VisitState.FINISHED, VisitState.HALF_DONE])))
        .order_by(starts)
    )  # fmt: skip
    found: dict[int, list[PlannedVisit]] = {}
    for staff_id, *visit in rows:
        found.setdefault(staff_id, []).append(PlannedVisit(*visit))
    return found


def suggest_crew(
    loads: Sequence[TechnicianLoad], *, earliest_at: datetime, minutes: int, team_id: int | None, most: int = 5
) -> list[Suggestion]:
    """Who could go: the usual team first, then who is free soonest, then who has least to do."""
    length = timedelta(minutes=minutes)
    found = [
        Suggestion(load, next_free(load.visits, earliest_at, length), team_id is not None and load.team_id == team_id)
        for load in loads
    ]
    horizon = earliest_at + timedelta(days=1)
    found.sort(
        key=lambda one: (not one.is_own_team, one.starts_at, one.load.planned(earliest_at, horizon), one.load.staff_id)
    )
    return found[:most]


def next_free(visits: Sequence[PlannedVisit], earliest_at: datetime, length: timedelta) -> datetime:
    """The first moment from then on at which a visit of that length fits."""
    start = earliest_at
    for visit in visits:
        if not visit.is_live or visit.ends_at <= start:
            continue
        if visit.starts_at >= start + length:
            break
        start = max(start, visit.ends_at)
    return start


def round_up(moment: datetime) -> datetime:
    """To the next full quarter of an hour."""
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (QUARTER - over if over else timedelta(0))
