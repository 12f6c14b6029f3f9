"""Revisits to look at: those to be made, one of them, and what was heard by region (5.2(2))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as plain_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from aftersales.errors import NotFound
from aftersales.models import (
    CarePlan,
    Contact,
    Customer,
    Event,
    EventWords,
    Office,
    Project,
    Revisit,
    ServiceRequest,
    Staff,
)
from aftersales.queries.as_seen import as_seen, words_seen
from aftersales.queries.visible import in_sight
from aftersales.rules.care import REVISIT, SATISFIED_FROM, PlanKind, RevisitState
from aftersales.rules.contact_sight import ContactSight, sight_of_request
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.workflow import Offer

MOST_SHOWN = 300
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RevisitRow:
    number: str
    state: RevisitState
    customer: str
    is_key: bool
    project: str | None
    plan: str
    kind: PlanKind
    about_on: date | None
    due_on: date
    owner: Names | None
    office: Names | None
    mark: int | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class RevisitEvent:
    at: datetime
    actor: Names | None
    name: str
    data: dict[str, Any]
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RevisitView:
    row: RevisitRow
    revisit: Revisit
    customer_id: int
    project_code: str | None
    contact: str
    request_number: str | None
    offers: tuple[Offer[RevisitState], ...]
    history: tuple[RevisitEvent, ...]

    @property
    def id(self) -> int:
        assert self.revisit.id is not None
        return self.revisit.id


@dataclass(frozen=True, slots=True)
class RegionFeedback:
    """What a region's customers said: how many, the sum of their marks, how many were satisfied."""

    region: Names
    made: int
    marks: int
    satisfied: int
    waiting: int

    @property
    def mean(self) -> float | None:
        return self.marks / self.made if self.made else None


def _rows() -> Any:
    columns: tuple[Any, ...] = (
        Revisit.number, Revisit.state, Customer.name, Customer.is_key, Project.name, CarePlan.name, CarePlan.kind,
        Revisit.about_on, Revisit.due_on, Staff.name, Staff.name_en, Office.name, Office.name_en, Revisit.mark,
        Revisit.ended_at,
    )  # fmt: skip
    return (
        plain_select(*columns)
        .select_from(Revisit)
        .join(CarePlan, col(CarePlan.id) == col(Revisit.plan_id))
        .join(Customer, col(Customer.id) == col(Revisit.customer_id))
        .outerjoin(Project, col(Project.id) == col(Revisit.project_id))
        .outerjoin(Staff, col(Staff.id) == col(Revisit.owner_id))
        .outerjoin(Office, col(Office.id) == col(Revisit.office_id))
    )


def _row(values: Any) -> RevisitRow:
    number, state, customer, is_key, project, plan, kind, about_on, due_on, who, who_en, office, office_en, mark, at = (
        values
    )
    return RevisitRow(
        number, state, customer, is_key, project, plan, kind, about_on, due_on, (who, who_en) if who else None,
        (office, office_en) if office else None, mark, at,
    )  # fmt: skip


def list_due_revisits(session: Session, actor: Actor, *, only_own: bool = False) -> list[RevisitRow]:
    """Those to be made, the first due first. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_SURVEYS)
    statement = _rows().where(col(Revisit.state) == RevisitState.DUE, *in_sight(actor, Revisit.office_id))
    if only_own:
        statement = statement.where(col(Revisit.owner_id) == actor.staff_id)
    statement = statement.order_by(col(Revisit.due_on), col(Revisit.id)).limit(MOST_SHOWN)
    return [_row(values) for values in session.execute(statement)]


def list_ended_revisits(session: Session, actor: Actor, *, region: str | None = None) -> list[RevisitRow]:
    """Those that were made or skipped, the newest first. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_SURVEYS)
    statement = _rows().where(col(Revisit.ended_at).is_not(None), *in_sight(actor, Revisit.office_id))
    if region is not None:
        statement = statement.where(col(Office.region) == region)
    statement = statement.order_by(col(Revisit.ended_at).desc(), col(Revisit.id).desc()).limit(MOST_SHOWN)
    return [_row(values) for values in session.execute(statement)]


def get_revisit_view(session: Session, actor: Actor, number: str) -> RevisitView:
    """Raises NotFound for a number that isn't there or not this person's to see, NotAllowed for the role."""
    ensure_may(actor, Action.SEE_SURVEYS)
    request: Any = aliased(ServiceRequest)
    contact = (
        plain_select(col(Contact.name))
        .where(col(Contact.customer_id) == col(Revisit.customer_id))
        .order_by(col(Contact.is_main).desc(), col(Contact.id))
        .limit(1)
        .scalar_subquery()
    )
    found = session.execute(
        _rows()
        .outerjoin(request, request.id == col(Revisit.request_id))
        .add_columns(Revisit, Project.code, request.number, contact)
        .where(col(Revisit.number) == number, *in_sight(actor, Revisit.office_id))
    ).first()
    if found is None:
        raise NotFound(N_("There is no revisit {number}."), number=number[:40])
    *values, revisit, project_code, request_number, spoken = found
    sight = sight_of_request(actor, office_id=revisit.office_id, registered_by_id=None, state=None)
    return RevisitView(
        row=_row(values), revisit=as_seen(sight, revisit), customer_id=revisit.customer_id, project_code=project_code,
        contact=spoken or "", request_number=request_number,
        offers=tuple(REVISIT.offers(revisit.state, actor, None)), history=_history(session, revisit.id, sight),
    )  # fmt: skip


def find_revisit(session: Session, actor: Actor, number: str) -> Revisit | None:
    """The row of a number that this person may see; None for any other."""
    return session.exec(select(Revisit).where(Revisit.number == number, *in_sight(actor, Revisit.office_id))).first()


def find_revisit_version(session: Session, revisit_id: int) -> int | None:
    """How often it has changed."""
    return session.exec(select(Revisit.version).where(Revisit.id == revisit_id)).first()


def _history(session: Session, revisit_id: int, sight: ContactSight) -> tuple[RevisitEvent, ...]:
    rows: Any = session.exec(
        select(Event.at, Event.name, Event.data, EventWords.words, Staff.name, Staff.name_en)  # type: ignore[call-overload]
        .outerjoin(EventWords, col(EventWords.event_id) == Event.id)
        .outerjoin(Staff, col(Staff.id) == Event.actor_id)
        .where(Event.subject == REVISIT.name, Event.subject_id == revisit_id)
        .order_by(col(Event.id).desc())
        .limit(100)
    )
    return tuple(
        RevisitEvent(at, (name, name_en or "") if name else None, step, data, words_seen(sight, words or {}))
        for at, step, data, words, name, name_en in rows
    )


def feedback_by_region(
    session: Session, actor: Actor, *, from_at: datetime, before_at: datetime
) -> list[RegionFeedback]:
    """Revisits made in the span by region, with how many wait there now. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_SURVEYS)
    made = (
        (col(Revisit.state) == RevisitState.DONE)
        & (col(Revisit.ended_at) >= from_at)
        & (col(Revisit.ended_at) < before_at)
    )

    def total(condition: Any, amount: Any = 1) -> Any:
        return func.coalesce(func.sum(case((condition, amount), else_=0)), 0)

    rows = session.execute(
        plain_select(
            col(Office.region), func.max(Office.region_en), total(made), total(made, Revisit.mark),
            total(made & (col(Revisit.mark) >= SATISFIED_FROM)), total(col(Revisit.state) == RevisitState.DUE),
        )
        .select_from(Revisit)
        .join(Office, col(Office.id) == col(Revisit.office_id))
        .where(*in_sight(actor, Revisit.office_id))
        .group_by(col(Office.region))
        .order_by(col(Office.region))
    )  # fmt: skip
    return [RegionFeedback((region, region_en), *sums) for region, region_en, *sums in rows]
