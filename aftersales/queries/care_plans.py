"""The care plans, with how many revisits each has asked for (5.2(2))."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from aftersales.models import CarePlan, Office, Revisit
from aftersales.rules.care import RevisitState
from aftersales.rules.roles import Action, Actor, ensure_may


@dataclass(frozen=True, slots=True)
class PlanRow:
    plan: CarePlan
    waiting: int
    made: int


def list_plans(session: Session, actor: Actor) -> list[PlanRow]:
    """The running ones first. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_SURVEYS)

    def how_many(state: RevisitState) -> object:
        return func.coalesce(func.sum(case((col(Revisit.state) == state, 1), else_=0)), 0)

    counts = (
        select(
            col(Revisit.plan_id).label("plan_id"), how_many(RevisitState.DUE).label("waiting"),  # type: ignore[attr-defined]
            how_many(RevisitState.DONE).label("made"),  # type: ignore[attr-defined]
        )
        .group_by(col(Revisit.plan_id))
        .subquery()
    )  # fmt: skip
    rows = session.execute(
        select(CarePlan, func.coalesce(counts.c.waiting, 0), func.coalesce(counts.c.made, 0))
        .outerjoin(counts, counts.c.plan_id == col(CarePlan.id))
        .order_by(col(CarePlan.is_active).desc(), col(CarePlan.id))
        .limit(200)
    )
    return [PlanRow(plan, waiting, made) for plan, waiting, made in rows]


def list_region_names(session: Session) -> dict[str, str]:
    """The regions of the offices, each with its name in Latin letters."""
    rows = session.execute(select(col(Office.region), func.max(Office.region_en)).group_by(col(Office.region)))
    return {region: region_en or "" for region, region_en in rows if region}
