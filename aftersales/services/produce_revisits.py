"""Produce the revisits that fall due, once each and on working days only (5.2(2)); the ticker calls it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from aftersales.clock import local_day
from aftersales.models import CarePlan, Revisit, Staff, StaffRole
from aftersales.rules.care import REVISIT, Caller, RevisitState
from aftersales.rules.care_rhythm import working_day
from aftersales.rules.kinds import Role
from aftersales.rules.roles import SYSTEM
from aftersales.services.events import record_event
from aftersales.services.numbers import REVISIT as NUMBER
from aftersales.services.numbers import next_number
from aftersales.services.revisit_days import Wanted, wanted_revisits
from aftersales.services.rows import lock_row
from aftersales.services.working_days import end_of, working_days

MOST_A_TIME = 100  # the rest waits for the next tick, so that no transaction grows long


def produce_revisits(session: Session, *, now: datetime, most: int = MOST_A_TIME) -> int:
    """What is due by today or within a week, of plans not looked at today; gives how many were made.

    Nothing on a day of rest. What was made before isn't made again, whichever day or however often it is called.
    """
    today = local_day(now)
    waiting = session.exec(
        select(CarePlan.id)
        .where(col(CarePlan.is_active), CarePlan.from_on <= today)
        .where(or_(col(CarePlan.looked_on).is_(None), col(CarePlan.looked_on) < today))
        .order_by(col(CarePlan.id))
    ).all()
    if not waiting:
        return 0
    is_working = working_days(session)
    if not is_working(today):
        return 0
    made = 0
    people = _Callers(session)
    for plan_id in waiting:
        plan = lock_row(session, CarePlan, plan_id or 0)
        if plan is None or not plan.is_active or plan.looked_on == today:
            continue
        known = set(session.exec(select(Revisit.occasion).where(Revisit.plan_id == plan.id)))
        new = [one for one in wanted_revisits(session, plan, today) if one.occasion not in known]
        room = most - made
        for one in new[:room]:
            # Overdue ones of a plan that was switched on late are for today, not for a day gone by.
            due_on = working_day(max(one.rhythm_on, today), is_working)
            _make(session, plan, one, due_on, people.whom(plan.caller, one.office_id), now)
        made += min(len(new), room)
        if len(new) > room:
            break
        plan.looked_on = today
        session.add(plan)
    session.flush()
    return made


def _make(session: Session, plan: CarePlan, one: Wanted, due_on: date, owner_id: int | None, now: datetime) -> None:
    revisit = Revisit(
        number=next_number(session, NUMBER, now), plan_id=plan.id or 0, occasion=one.occasion,
        customer_id=one.customer_id, project_id=one.project_id, office_id=one.office_id, about_on=one.about_on,
        rhythm_on=one.rhythm_on, due_on=due_on, due_at=end_of(due_on), owner_id=owner_id,
        state=REVISIT.initial, made_at=now,
    )  # fmt: skip
    session.add(revisit)
    session.flush()
    record_event(
        session, actor=SYSTEM, now=now, name="produce_revisit", subject=REVISIT.name, subject_id=revisit.id or 0,
        data={"number": revisit.number, "plan": plan.id, "due_on": due_on, "owner": owner_id},
    )  # fmt: skip


class _Callers:
    """Who works here and may be given a revisit, the least loaded first."""

    def __init__(self, session: Session) -> None:
        self.people: list[tuple[int, int | None, Role]] = list(
            session.execute(
                select(Staff.id, Staff.office_id, StaffRole.role)
                .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
                .where(col(Staff.is_active), col(StaffRole.role).in_((Role.OFFICE, *_AFTER_SALES)))
                .order_by(col(Staff.id))
            )
        )
        load: Any = session.execute(
            select(Revisit.owner_id, func.count())
            .where(Revisit.state == RevisitState.DUE)
            .group_by(col(Revisit.owner_id))
        )
        self.load: Counter[int] = Counter({owner: count for owner, count in load if owner is not None})

    def whom(self, caller: Caller, office_id: int | None) -> int | None:
        """Of the office, where the plan says so and it has anybody; else of the after-sales department."""
        wanted = [who for who, at, role in self.people if role is Role.OFFICE and at == office_id]
        if caller is Caller.AFTER_SALES or not wanted:
            wanted = next(
                (found for role in _AFTER_SALES if (found := [who for who, _, its in self.people if its is role])), []
            )
        owner = min(wanted, key=lambda who: (self.load[who], who), default=None)
        if owner is not None:
            self.load[owner] += 1
        return owner


_AFTER_SALES = (Role.HOTLINE, Role.AFTER_SALES_MANAGER)
