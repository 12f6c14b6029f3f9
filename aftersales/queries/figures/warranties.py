"""Warranties that end soon, by customer: whom to offer an inspection before it is too late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, func, select
from sqlmodel import Session, col

from aftersales.models import Customer, Project, Sign
from aftersales.queries.figures.sums import EVERYWHERE
from aftersales.queries.where import Where, within
from aftersales.rules.kinds import TermSource
from aftersales.rules.roles import Action, Actor, ensure_may
from aftersales.rules.warranty import WarrantyTerms, decide_warranty

SOON_DAYS = 90


@dataclass(frozen=True, slots=True)
class EndingWarranty:
    """One customer's signs whose warranty ends soon; `sign_code` is one of those that end first."""

    customer_id: int
    customer: str
    is_key: bool
    projects: tuple[str, ...]
    signs: int
    first_ends_on: date
    last_ends_on: date
    sign_code: str


def list_ending_warranties(
    session: Session, actor: Actor, *, today: date, days: int = SOON_DAYS, where: Where = EVERYWHERE
) -> list[EndingWarranty]:
    """Whose end lies between today and `days` later, both counted; the first to end first. One query.

    The end is counted in Python by the rule itself; the query sends one row for each project, handover
    and length, not one for each sign. Raises NotAllowed.
    """
    ensure_may(actor, Action.SEE_FIGURES)
    handover: Any = func.coalesce(Sign.handover_on, Project.handover_on, type_=Date())
    months = func.coalesce(Sign.warranty_months, Project.warranty_months)
    exchange = (col(Sign.exchanged_on), col(Sign.exchange_months))
    places = Where(office_id=where.office_id, region=where.region, team_id=where.team_id)
    statement = (
        select(  # type: ignore[call-overload]
            Customer.id, Customer.name, Customer.is_key, Project.name, handover, months, *exchange, func.count(),
            func.min(Sign.code),
        )
        .select_from(Sign)
        .join(Project, col(Project.id) == col(Sign.project_id))
        .join(Customer, col(Customer.id) == col(Project.customer_id))
        .where(handover.is_not(None), months > 0, *within(Project, places))
        .group_by(Customer.id, Customer.name, Customer.is_key, Project.id, Project.name, handover, months,
                  *exchange)
    )  # fmt: skip
    last = today + timedelta(days=days)
    ending: dict[int, list[Any]] = defaultdict(list)
    for customer_id, name, is_key, project, handed_over, length, own_on, own_months, count, code in session.execute(
        statement
    ):
        warranty = decide_warranty(
            received_on=today, project=WarrantyTerms(handed_over, length, TermSource.PROJECT),
            exchange=WarrantyTerms(own_on, own_months, TermSource.CONTRACT),
        )  # fmt: skip
        ends_on = warranty.ends_on or handed_over
        if today <= ends_on <= last:
            ending[customer_id].append((ends_on, code, name, is_key, project, count))
    found = []
    for customer_id, parts in ending.items():
        parts.sort(key=lambda part: part[:2])
        ends_on, code, name, is_key, _, _ = parts[0]
        projects = tuple(dict.fromkeys(part[4] for part in parts))
        found.append(
            EndingWarranty(
                customer_id, name, is_key, projects, sum(part[5] for part in parts), ends_on, parts[-1][0], code
            )
        )
    return sorted(found, key=lambda each: (each.first_ends_on, each.customer_id))
