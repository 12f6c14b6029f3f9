"""Care plans (5.2(2)): which customers are revisited, in which rhythm, and by whom."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from aftersales.clock import local_day
from aftersales.errors import ChangedMeanwhile, NotFound
from aftersales.models import CarePlan
from aftersales.rules.care import Caller, PlanKind
from aftersales.rules.care_rhythm import Rhythm, ensure_whole
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.services.events import record_event
from aftersales.services.input import Input, needed_text
from aftersales.services.once import result_of, use_up
from aftersales.services.rows import lock_row


class NewPlan(Input):
    """`regions` empty: all. What the rhythm doesn't ask for is left out (`care_rhythm.Rhythm`)."""

    name: needed_text(120)
    kind: PlanKind
    months: int | None = None
    days_before: int | None = None
    month: int | None = None
    day: int | None = None
    regions: tuple[str, ...] = ()
    caller: Caller = Caller.OFFICE
    from_on: date

    def rhythm(self) -> Rhythm:
        return Rhythm(self.kind, self.from_on, self.months, self.days_before, self.month, self.day)


def rhythm_of(plan: CarePlan) -> Rhythm:
    return Rhythm(plan.kind, plan.from_on, plan.months, plan.days_before, plan.month, plan.day)


def add_plan(session: Session, *, actor: Actor, now: datetime, new: NewPlan, once: str | None = None) -> CarePlan:
    """A plan that produces revisits from its first day on. Raises InvalidInput for a rhythm that isn't whole."""
    ensure_may(actor, Action.KEEP_CARE_PLANS)
    made = result_of(session, once)
    if made is not None:
        return session.get_one(CarePlan, made)
    ensure_whole(new.rhythm())
    values = new.model_dump() | {"regions": list(new.regions)}
    plan = CarePlan(**values, made_at=now, made_by_id=actor.staff_id)
    session.add(plan)
    session.flush()
    use_up(session, once, now=now, result_id=plan.id or 0)
    _tell(session, actor, now, "add_plan", plan)
    return plan


def change_plan(
    session: Session, *, actor: Actor, now: datetime, plan_id: int, new: NewPlan, expected_version: int | None = None
) -> CarePlan:
    """Another rhythm from now on; revisits that were produced stay as they are."""
    ensure_may(actor, Action.KEEP_CARE_PLANS)
    ensure_whole(new.rhythm())
    plan = _load(session, plan_id, expected_version)
    for field, value in (new.model_dump() | {"regions": list(new.regions)}).items():
        setattr(plan, field, value)
    plan.looked_on = None
    return _keep(session, actor, now, "change_plan", plan)


def set_plan_active(
    session: Session, *, actor: Actor, now: datetime, plan_id: int, is_active: bool, expected_version: int | None = None
) -> CarePlan:
    """Stop a plan or let it go on; what fell due while it stood still isn't made up for."""
    ensure_may(actor, Action.KEEP_CARE_PLANS)
    plan = _load(session, plan_id, expected_version)
    if plan.is_active is is_active:
        return plan
    plan.is_active, plan.looked_on = is_active, None
    if is_active:
        plan.from_on = max(plan.from_on, local_day(now))
    return _keep(session, actor, now, "resume_plan" if is_active else "stop_plan", plan)


def _load(session: Session, plan_id: int, expected_version: int | None) -> CarePlan:
    plan = lock_row(session, CarePlan, plan_id)
    if plan is None:
        raise NotFound(N_("This does not exist."))
    if expected_version is not None and plan.version != expected_version:
        raise ChangedMeanwhile(
            N_("{number} was changed by somebody else meanwhile; nothing was overwritten. Look at it again."),
            number=plan.name,
        )
    return plan


def _keep(session: Session, actor: Actor, now: datetime, name: str, plan: CarePlan) -> CarePlan:
    plan.version += 1
    session.add(plan)
    session.flush()
    _tell(session, actor, now, name, plan)
    return plan


def _tell(session: Session, actor: Actor, now: datetime, name: str, plan: CarePlan) -> None:
    values = ("kind", "months", "days_before", "month", "day", "regions", "caller", "from_on", "is_active")
    record_event(
        session, actor=actor, now=now, name=name, subject="care_plan", subject_id=plan.id or 0,
        data={value: getattr(plan, value) for value in values}, words={"name": plan.name},
    )  # fmt: skip
