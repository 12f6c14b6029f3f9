"""The company's own data, its logo, and its goals with who set them when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import AttachmentBytes, Company, CompanyGoal, Staff
from aftersales.queries.figures.goals import get_goals
from aftersales.rules.goals import ALL_FIGURES, Goals
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may, may

MOST_CHANGES = 20


@dataclass(frozen=True, slots=True)
class GoalChange:
    """`goal` is in the figure's own unit."""

    figure: str
    goal: float
    from_at: datetime
    by: tuple[str, str] | None  # both names


@dataclass(frozen=True, slots=True)
class CompanySettings:
    company: Company
    logo: bytes | None
    goals: Goals
    changes: tuple[GoalChange, ...]  # the newest first


def get_company_settings(session: Session, actor: Actor, *, now: datetime) -> CompanySettings:
    """Four queries at most. Raises NotAllowed for who changes none of it."""
    if not may(actor, Action.SET_GOALS):
        ensure_may(actor, Action.MANAGE_COMPANY)
    company = session.get(Company, 1)
    if company is None:
        raise NotFound(N_("There is no company here yet: begin with aftersales serve or aftersales demo."))
    logo = None
    if company.logo_id is not None:
        statement = select(AttachmentBytes.content).where(col(AttachmentBytes.attachment_id) == company.logo_id)
        logo = session.exec(statement).first()
    return CompanySettings(company, logo, get_goals(session, now), _changes(session))


def _changes(session: Session) -> tuple[GoalChange, ...]:
    rows = session.exec(
        select(CompanyGoal.figure, CompanyGoal.goal_milli, CompanyGoal.from_at, Staff.name, Staff.name_en)  # type: ignore[call-overload]
        .outerjoin(Staff, col(Staff.id) == CompanyGoal.set_by_id)
        .order_by(col(CompanyGoal.from_at).desc(), col(CompanyGoal.id).desc())
        .limit(MOST_CHANGES)
    )
    return tuple(
        GoalChange(figure, milli / 1000, from_at, (name, name_en or "") if name else None)
        for figure, milli, from_at, name, name_en in rows
        if figure in ALL_FIGURES
    )
