"""The rows behind a figure: the same definition, listed in place of summed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import false, func, literal, null, select
from sqlmodel import Session, col

from aftersales.config import service_zone
from aftersales.models import Customer, Office, Project, Sign
from aftersales.queries.figures.bases import BASES, Base, came_first
from aftersales.queries.figures.groups import Narrow
from aftersales.queries.figures.measures import MEASURES
from aftersales.queries.figures.sums import EVERYWHERE, ensure_may_read
from aftersales.queries.where import Where, within
from aftersales.rules.contact_sight import sight_of_lists
from aftersales.rules.kinds import Cause, FaultCategory
from aftersales.rules.lifecycle import RequestState
from aftersales.rules.periods import Period
from aftersales.rules.roles import Action, Actor, ensure_may

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row that was counted. `amount` is fen, a mark or seconds, where the figure sums such; else None.

    `due_at` and `done_at` are the two moments that the figure compares, where it compares any.
    """

    number: str
    state: RequestState
    at: datetime
    customer: str
    project: str | None
    sign_code: str | None
    office: tuple[str, str] | None
    fault: FaultCategory
    cause: Cause
    due_at: datetime | None
    done_at: datetime | None
    is_good: bool
    amount: int | None
    words: str  # what the customer wrote, or what the cost line is for


@dataclass(frozen=True, slots=True)
class FigureRows:
    rows: tuple[FigureRow, ...]
    total: int  # how many there are; `rows` holds the first of them


def list_figure_rows(
    session: Session,
    actor: Actor,
    key: str,
    period: Period,
    *,
    now: datetime,
    where: Where = EVERYWHERE,
    narrow: Narrow | None = None,
    staff_id: int | None = None,
    limit: int = MOST_ROWS,
) -> FigureRows:
    """Those that are not as they should be first, then the newest; large amounts first. Two queries.

    `staff_id` leaves the rounds to which that technician came first. Raises NotAllowed.
    """
    ensure_may_read(actor, key)
    measure = MEASURES[key]
    if narrow is not None and narrow.is_of_costs and measure.base is not Base.COSTS:
        return FigureRows((), 0)
    r = BASES[measure.base]([period.moments(service_zone())])
    conditions = [measure.judged(r.c, now), *within(r.c, where)]
    if narrow is not None:
        conditions.append(narrow.condition(r))
    if staff_id is not None:
        ensure_may(actor, Action.SEE_STAFF_FIGURES)
        conditions.append(came_first(r.c, staff_id) if measure.base is Base.ROUNDS else false())
    good = measure.good(r.c)
    amount: Any = measure.amount(r.c) if measure.amount else null()
    words: Any = {Base.SURVEYS: "words", Base.COSTS: "line"}.get(measure.base)
    order = [good] if measure.amount is None else [amount.asc() if measure.base is Base.SURVEYS else amount.desc()]
    statement = (
        select(  # type: ignore[call-overload]
            r.c.number, r.c.state, r.c.at, Customer.name, Project.name, Sign.code, Office.name, Office.name_en,
            r.c.fault, r.c.cause, r.c[measure.due] if measure.due else null(),
            r.c[measure.done] if measure.done else null(), good.label("is_good"), amount.label("amount"),
            r.c[words] if words else literal(""),
        )
        .select_from(r)
        .join(Customer, col(Customer.id) == r.c.customer_id)
        .outerjoin(Project, col(Project.id) == r.c.project_id)
        .outerjoin(Sign, col(Sign.id) == r.c.sign_id)
        .outerjoin(Office, col(Office.id) == r.c.office_id)
        .where(*conditions)
        .order_by(*order, r.c.at.desc(), r.c.number.desc())
        .limit(min(limit, MOST_ROWS))
    )  # fmt: skip
    sight = sight_of_lists(actor)
    rows = tuple(
        FigureRow(
            number, state, at, customer, project, code, (office, office_en or office) if office else None, fault,
            cause, due_at, done_at, bool(is_good), int(amount) if amount is not None else None, sight.text(words or ""),
        )
        for number, state, at, customer, project, code, office, office_en, fault, cause, due_at, done_at, is_good,
        amount, words in session.execute(statement)
    )  # fmt: skip
    total = len(rows)
    if total == min(limit, MOST_ROWS):
        total = session.execute(select(func.count()).select_from(r).where(*conditions)).scalar_one()
    return FigureRows(rows, total)
