"""The goals that held at a moment."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.config import service_zone
from aftersales.models import CompanyGoal
from aftersales.rules.goals import ALL_FIGURES, USUAL_GOALS, Goals
from aftersales.rules.periods import Period


def get_goals(session: Session, before_at: datetime) -> Goals:
    """For each figure the goal set last before that moment, else the usual one. One query."""
    statement = (
        select(CompanyGoal.figure, CompanyGoal.goal_milli)
        .where(col(CompanyGoal.from_at) < before_at)
        .order_by(col(CompanyGoal.from_at), col(CompanyGoal.id))
    )
    set_ones = {figure: milli / 1000 for figure, milli in session.exec(statement) if figure in ALL_FIGURES}
    return {**USUAL_GOALS, **set_ones}


def get_goals_of(session: Session, period: Period) -> Goals:
    """Those that a period is judged by: what held at its end. A goal set later changes no period before it."""
    return get_goals(session, period.moments(service_zone())[1])
