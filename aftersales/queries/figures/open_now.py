"""What is open at this moment, from the partial index of the open requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlmodel import Session, col

from aftersales.models import Customer, Office, Project, ServiceRequest, Sign
from aftersales.queries.cards import IS_OPEN
from aftersales.queries.figures import open_actions
from aftersales.queries.figures.billing import Stage, Stock, read_stocks, stocks
from aftersales.queries.figures.sums import EVERYWHERE
from aftersales.queries.where import Where, within
from aftersales.rules.due import ABOUT_TO_BREAK
from aftersales.rules.kinds import FaultCategory, Severity
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.message import N_
from aftersales.rules.roles import Action, Actor, ensure_may, may

R = ServiceRequest
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class OpenNow:
    """Counts of open requests; each name is also what `list_open` takes. Those of corrective actions come last."""

    open: int
    late: int
    soon: int
    danger: int
    recurring: int
    on_hold: int
    actions: int
    actions_late: int
    actions_to_check: int
    billing: Mapping[Stage, Stock] | None = None  # what waits to be quoted, billed and paid; None: not to be seen


TITLES = {
    "open": N_("Open now"),
    "late": N_("Late now"),
    "soon": N_("Due within the hour"),
    "danger": N_("Dangers not made safe"),
    "recurring": N_("Recurrences open"),
    "on_hold": N_("On hold"),
}

DEFINITIONS = {
    "open": N_("Every request that is not closed, cancelled or merged, at this moment."),
    "late": N_("Open requests whose next deadline (answer, arrival or repair) has passed."),
    "soon": N_("Open requests whose next deadline falls within the hour from now."),
    "danger": N_("Open requests with a danger that nobody has made safe yet, and whose work is not done."),
    "recurring": N_("Open requests about the same fault on the same sign again (4(6))."),
    "on_hold": N_("Requests whose clock stands still, waiting for the customer, parts or an agreement."),
}


def conditions_for(name: str, now: datetime) -> list[ColumnElement[bool]]:
    """What each count counts, besides being open. Raises KeyError for a name that isn't one."""
    due = col(R.due_at)
    found: dict[str, list[ColumnElement[bool]]] = {
        "open": [],
        "late": [due < now],
        "soon": [due >= now, due <= now + ABOUT_TO_BREAK],
        "danger": [col(R.severity) == Severity.DANGER, col(R.made_safe_at).is_(None), col(R.finished_at).is_(None)],
        "recurring": [col(R.repeats_id).is_not(None)],
        "on_hold": [col(R.state) == RequestState.ON_HOLD],
    }
    return found[name]


def count_open(session: Session, actor: Actor, *, now: datetime, where: Where = EVERYWHERE) -> OpenNow:
    """One query. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_FIGURES)
    columns: list[Any] = [
        func.coalesce(func.sum(case((and_(*conditions_for(name, now)), 1), else_=0)), 0)
        if conditions_for(name, now)
        else func.count()
        for name in TITLES
    ]
    columns += [open_actions.counting(name, actor, now, where) for name in open_actions.TITLES]
    columns = [column.label(name) for column, name in zip(columns, [*TITLES, *open_actions.TITLES], strict=True)]
    counted = select(*columns).select_from(R).where(IS_OPEN, *within(R, where)).subquery()
    if not may(actor, Action.SEE_COSTS):
        return _open_now(session.execute(select(counted)).one())
    waiting = stocks(where).values()  # read in the same breath
    joined: Any = counted
    for each in waiting:
        joined = joined.join(each, true())
    more = [column for each in waiting for column in each.c]
    row = session.execute(select(*counted.c, *more).select_from(joined)).one()
    return replace(_open_now(row[: len(columns)]), billing=read_stocks(row[len(columns) :]))


def _open_now(counts: Sequence[Any]) -> OpenNow:
    names = (*TITLES, *open_actions.TITLES)
    told: dict[str, Any] = {name: int(count) for name, count in zip(names, counts, strict=True)}
    return OpenNow(**told)


@dataclass(frozen=True, slots=True)
class OpenRow:
    number: str
    state: RequestState
    severity: Severity
    received_at: datetime
    customer: str
    project: str | None
    sign_code: str | None
    office: tuple[str, str] | None
    fault: FaultCategory
    due_at: datetime | None
    repeat_count: int


def list_open(
    session: Session,
    actor: Actor,
    name: str,
    *,
    now: datetime,
    where: Where = EVERYWHERE,
    limit: int = MOST_ROWS,
) -> list[OpenRow]:
    """The most urgent first. Raises NotAllowed."""
    ensure_may(actor, Action.SEE_FIGURES)
    due = col(R.due_at)
    statement = (
        select(  # type: ignore[call-overload]
            R.number, R.state, R.severity, R.received_at, Customer.name, Project.name, Sign.code, Office.name,
            Office.name_en, R.fault, R.due_at, R.repeat_count,
        )
        .join(Customer, col(Customer.id) == R.customer_id)
        .outerjoin(Project, col(Project.id) == R.project_id)
        .outerjoin(Sign, col(Sign.id) == R.sign_id)
        .outerjoin(Office, col(Office.id) == R.office_id)
        .where(IS_OPEN, *conditions_for(name, now), *within(R, where))
        .order_by(due.is_(None), due, col(R.id))
        .limit(min(limit, MOST_ROWS))
    )  # fmt: skip
    return [
        OpenRow(
            number, state, severity, received_at, customer, project, code,
            (office, office_en or office) if office else None, fault, due_at, repeat_count,
        )
        for number, state, severity, received_at, customer, project, code, office, office_en, fault, due_at,
        repeat_count in session.execute(statement)
    ]  # fmt: skip
